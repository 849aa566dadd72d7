/**
 * The branches among the nodes: who stands on which tip, how much work each has, and where it left
 * the strongest. The strongest is the one with most work, never the longest.
 */

import type { BlockCard } from '../../node/api.ts';
import { layoutStrip, type StripLayout } from '../live/layout.ts';
import { type BookBlock, cardOf } from './block-book.ts';
import type { StageNode } from './lab-nodes.ts';

export interface Branch {
  /** 'A' has most work. */
  readonly letter: string;
  readonly tip: string;
  /** -1 while it is not known. */
  readonly height: number;
  readonly nodes: readonly StageNode[];
  /** Blocks above the last that it shares with A; undefined for A, and while it is not known. */
  readonly own?: number;
  /** Height of that last one. */
  readonly forkHeight?: number;
  /** Expected hashes that it lacks beside A. */
  readonly lacks?: bigint;
}

export type KnownBlocks = ReadonlyMap<string, BookBlock>;

export function knownBlocks(blocks: readonly BookBlock[]): KnownBlocks {
  return new Map(blocks.map((block) => [block.hash, block]));
}

/** One for each tip; the strongest first, and among equals the one with more nodes. */
export function branchesOf(nodes: readonly StageNode[], known: KnownBlocks): Branch[] {
  const byTip = new Map<string, StageNode[]>();
  for (const node of nodes) {
    if (node.tip === '') continue;
    byTip.set(node.tip, [...(byTip.get(node.tip) ?? []), node]);
  }
  const work = (tip: string) => known.get(tip)?.chainWork ?? -1n;
  const tips = [...byTip].toSorted(([left, mine], [right, theirs]) => {
    const difference = work(right) - work(left);
    return difference === 0n ? theirs.length - mine.length : difference > 0n ? 1 : -1;
  });
  const strongest = tips[0]?.[0];
  return tips.map(([tip, standing], at) => {
    const height = known.get(tip)?.height ?? standing[0]!.height;
    const branch: Branch = { letter: letterOf(at), tip, height, nodes: standing };
    return at === 0 || strongest === undefined
      ? branch
      : Object.assign(branch, beside(tip, strongest, known));
  });
}

/** 'A' … 'Z', and then 'A2': twenty nodes could all stand apart. */
function letterOf(at: number): string {
  const letter = String.fromCodePoint('A'.codePointAt(0)! + (at % 26));
  return at < 26 ? letter : `${letter}${Math.floor(at / 26) + 1}`;
}

function beside(tip: string, strongest: string, known: KnownBlocks) {
  const fork = forkOf(tip, strongest, known);
  const [own, best] = [known.get(tip), known.get(strongest)];
  if (fork === undefined || own === undefined || best === undefined) return {};
  const { height: forkHeight } = fork;
  return { own: own.height - forkHeight, forkHeight, lacks: best.chainWork - own.chainWork };
}

/** The last block that two branches share; undefined where it is too far down to be known. */
export function forkOf(left: string, right: string, known: KnownBlocks): BookBlock | undefined {
  let [a, b] = [known.get(left), known.get(right)];
  while (a !== undefined && b !== undefined && a !== b) {
    if (a.height >= b.height) a = known.get(a.previousHash);
    else b = known.get(b.previousHash);
  }
  return b === undefined ? undefined : a;
}

/** From a block down to a height, itself included; newest first. */
export function ancestors(tip: string, downTo: number, known: KnownBlocks): BookBlock[] {
  const found: BookBlock[] = [];
  for (let at = known.get(tip); at !== undefined && at.height >= downTo;) {
    found.push(at);
    at = known.get(at.previousHash);
  }
  return found;
}

/** So many heights are drawn. */
export const TREE_HEIGHTS = 14;

/** The newest heights of all branches, those that nobody stands on any more among them. */
export function layoutTree(branches: readonly Branch[], known: KnownBlocks): StripLayout {
  const top = Math.max(0, ...branches.map(({ height }) => height));
  const lowest = Math.max(0, top - TREE_HEIGHTS + 1);
  const active = new Set(ancestors(branches[0]?.tip ?? '', lowest, known).map(({ hash }) => hash));
  const cards: BlockCard[] = [...known.values()]
    .filter(({ height }) => height >= lowest && height <= top)
    .map((block) => cardOf(block, active.has(block.hash) ? 'active' : 'stale'));
  return layoutStrip(cards);
}
