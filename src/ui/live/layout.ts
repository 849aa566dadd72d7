/**
 * Where each block of the strip stands: a column per height, and a lane per branch. The branch with
 * most work keeps lane 0 from end to end; every other branch takes the lowest lane that is free
 * over all its columns.
 */

import type { BlockCard } from '../../node/api.ts';
import { STRIP_LANES_MAX } from '../../util/limits.ts';

export interface Cell {
  readonly card: BlockCard;
  /** 0 is the oldest height shown. */
  readonly column: number;
  readonly lane: number;
}

export interface Edge {
  readonly parent: Cell;
  readonly child: Cell;
}

export interface StripLayout {
  /** The height of column 0. */
  readonly lowest: number;
  readonly columns: number;
  readonly lanes: number;
  readonly cells: readonly Cell[];
  readonly edges: readonly Edge[];
  /** Blocks of branches beyond the last lane, which are counted and not drawn. */
  readonly hidden: number;
}

export function newestHeight({ lowest, columns }: StripLayout): number {
  return lowest + columns - 1;
}

type Branch = readonly BlockCard[];

/** Children of each block, in order of arrival. */
function childrenOf(cards: readonly BlockCard[]): Map<string, BlockCard[]> {
  const children = new Map<string, BlockCard[]>();
  for (const card of cards) {
    const siblings = children.get(card.previousHash);
    if (siblings === undefined) children.set(card.previousHash, [card]);
    else siblings.push(card);
  }
  return children;
}

/** Length of the longest branch that starts with each block; children stand after parents. */
function depths(cards: readonly BlockCard[]): Map<string, number> {
  const depth = new Map<string, number>();
  for (const card of cards.toReversed()) {
    const own = Math.max(depth.get(card.hash) ?? 0, 1);
    depth.set(card.hash, own);
    depth.set(card.previousHash, Math.max(depth.get(card.previousHash) ?? 0, own + 1));
  }
  return depth;
}

/** Active blocks go on in lane 0 whatever their length; otherwise the longest branch goes on. */
function preference(card: BlockCard, depth: ReadonlyMap<string, number>): number {
  const length = depth.get(card.hash) ?? 1;
  if (card.state === 'active') return length + 2_000_000;
  return card.state === 'pending' ? length + 1_000_000 : length;
}

function isOnChain({ state }: BlockCard): boolean {
  return state === 'active';
}

/** Cuts the tree into branches; each block goes on into its preferred child. */
function branchesOf(cards: readonly BlockCard[]): Branch[] {
  const children = childrenOf(cards);
  const depth = depths(cards);
  const best = (candidates: readonly BlockCard[]) =>
    candidates.toSorted((a, b) => preference(b, depth) - preference(a, depth));
  const taken = new Set<string>();
  const walk = (first: BlockCard): Branch => {
    const branch: BlockCard[] = [];
    for (let card: BlockCard | undefined = first; card !== undefined;) {
      branch.push(card);
      taken.add(card.hash);
      card = best(children.get(card.hash) ?? []).find((child) => !taken.has(child.hash));
    }
    return branch;
  };
  const lowest = cards[0]?.height ?? 0;
  const roots = best(cards.filter((card) => card.height === lowest));
  const branches: Branch[] = [];
  // The chain goes on in the first lane behind a gap, where cards were not fetched yet.
  const rest = cards.toSorted((a, b) => Number(isOnChain(b)) - Number(isOnChain(a)));
  for (const card of [...roots, ...rest]) {
    if (!taken.has(card.hash)) branches.push(walk(card));
  }
  return branches;
}

/** First fit; `undefined` where every lane is busy. */
function freeLane(busy: boolean[][], from: number, to: number): number | undefined {
  for (let lane = 0; lane < STRIP_LANES_MAX; lane += 1) {
    const row = (busy[lane] ??= []);
    if (row.slice(from, to + 1).some(Boolean)) continue;
    for (let column = from; column <= to; column += 1) row[column] = true;
    return lane;
  }
  return undefined;
}

function placeBranches(branches: readonly Branch[], lowest: number): Cell[] {
  const busy: boolean[][] = [];
  return branches.flatMap((branch, index) => {
    const [first, last] = [branch[0]!, branch.at(-1)!];
    const isMain = index === 0;
    const from = isMain ? 0 : first.height - lowest;
    const lane = freeLane(busy, from, last.height - lowest);
    if (lane === undefined) return [];
    return branch.map((card) => ({ card, column: card.height - lowest, lane }));
  });
}

function edgesOf(cells: readonly Cell[]): Edge[] {
  const byHash = new Map(cells.map((cell) => [cell.card.hash, cell]));
  return cells.flatMap((child) => {
    const parent = byHash.get(child.card.previousHash);
    return parent === undefined ? [] : [{ parent, child }];
  });
}

export function layoutStrip(strip: readonly BlockCard[]): StripLayout {
  const cards = strip.toSorted((a, b) => a.height - b.height);
  const lowest = cards[0]?.height ?? 0;
  const highest = cards.at(-1)?.height ?? -1;
  const cells = placeBranches(branchesOf(cards), lowest);
  return {
    lowest,
    columns: Math.max(0, highest - lowest + 1),
    lanes: cells.reduce((most, cell) => Math.max(most, cell.lane + 1), 1),
    cells,
    edges: edgesOf(cells),
    hidden: cards.length - cells.length,
  };
}
