/** What several experiments do: bring nodes in, wait for one chain, cut, share the hashes out. */

import { type NodeRef, ROOM, SELF, type VirtualNode } from '../../../lab/api.ts';
import { language } from '../../language/language.ts';
import { say, sayCount } from '../../language/say.ts';
import { isolated, listed } from '../names.ts';
import type { Bench } from './experiment.ts';

export interface ChainPlace {
  readonly height: number;
  readonly tip: string;
  /** Expected hashes of the whole chain. */
  readonly work: bigint;
}

interface ChainInfo {
  readonly blocks: number;
  readonly bestblockhash: string;
  readonly chainwork: string;
}

/** At least so many virtual nodes that run; returns the first of them. */
export async function gather(bench: Bench, count: number): Promise<NodeRef[]> {
  const { lab } = bench;
  const running = () => lab.snapshot().nodes.filter(({ state }) => state === 'running');
  const missing = count - lab.snapshot().nodes.filter(({ state }) => state !== 'failed').length;
  const show = () =>
    bench.show({
      words: () => say('Starting virtual nodes'),
      done: Math.min(count, running().length),
      of: count,
    });
  show();
  if (missing > 0) await lab.add(missing);
  await bench.until(() => {
    show();
    return running().length >= count ? true : undefined;
  });
  const refs = running().map(({ ref }) => ref);
  bench.tell({
    words: () =>
      sayCount(
        refs.length,
        '{count} virtual node runs in this page beside this tab’s own.',
        '{count} virtual nodes run in this page beside this tab’s own.',
      ),
  });
  const taken = refs.slice(0, count);
  bench.needs(taken);
  return taken;
}

/** Until this tab and all virtual nodes stand on one block. */
export async function agree(bench: Bench): Promise<ChainPlace> {
  const place = await bench.until(async ({ nodes }) => {
    const own = await placeOf(bench, SELF);
    const running = nodes.filter(({ state }) => state === 'running');
    const same = running.filter(({ tip }) => tip === own.tip).length;
    bench.show({
      words: () => say('Waiting until all nodes stand on one block'),
      done: 1 + same,
      of: 1 + running.length,
    });
    return same === running.length ? own : undefined;
  });
  return place!;
}

export async function placeOf(bench: Bench, ref: NodeRef): Promise<ChainPlace> {
  const info = await bench.call<ChainInfo>(ref, 'getblockchaininfo');
  return { height: info.blocks, tip: info.bestblockhash, work: BigInt(`0x${info.chainwork}`) };
}

/**
 * Cuts some off from this tab and everybody else: also from nodes that take no other part, which
 * would carry blocks across. Peers in other tabs stay with this one.
 */
export function cutOff(bench: Bench, refs: readonly NodeRef[]): void {
  const all = bench.lab.snapshot().nodes.map(({ ref }) => ref);
  const others = all.filter((ref) => !refs.includes(ref));
  bench.lab.partition([[SELF, ROOM, ...others], refs]);
}

/** Whether peers in other tabs are linked with this one. */
export function hasOthers({ lab }: Bench): boolean {
  const { nodes, links } = lab.snapshot();
  const isOurs = (ref: NodeRef) => ref === SELF || nodes.some((node) => node.ref === ref);
  return links.some(({ from, to, state }) => state === 'up' && !(isOurs(from) && isOurs(to)));
}

/** In percent; who is not named mines nothing. */
export function shareOut(bench: Bench, shares: Readonly<Record<NodeRef, number>>): void {
  const all = bench.lab.snapshot().nodes.map(({ ref }) => [ref, shares[ref] ?? 0]);
  bench.lab.setShares(Object.fromEntries(all) as Record<NodeRef, number>);
}

/** Evenly among some. */
export function evenly(refs: readonly NodeRef[], percent: number): Record<NodeRef, number> {
  const each = Math.floor(percent / Math.max(1, refs.length));
  return Object.fromEntries(refs.map((ref) => [ref, each]));
}

/** Nobody mines, so that what was said of both sides stays true until they meet. */
export async function standStill(bench: Bench): Promise<void> {
  if (bench.room.isSandbox) return;
  await bench.holdOwnMining();
  shareOut(bench, {});
}

/** All links are healed; equal branches are decided by the next block, for which all mine. */
export async function meet(bench: Bench, left: ChainPlace, right: ChainPlace): Promise<void> {
  bench.lab.healAll();
  if (left.work === right.work && !bench.room.isSandbox) {
    shareOut(
      bench,
      evenly(
        bench.lab.snapshot().nodes.map(({ ref }) => ref),
        100,
      ),
    );
  }
  await agree(bench);
}

/** Where the heights alone would have it otherwise. */
export function tellWork(bench: Bench, won: ChainPlace, lost: ChainPlace): void {
  if (won.height > lost.height || won.work === lost.work) return;
  bench.tell({
    words: () => say('Work is what counts, not blocks: each counts by how hard it was to find.'),
  });
}

/** Makes blocks at once, in sandbox rooms. */
export async function generate(bench: Bench, ref: NodeRef, count: number): Promise<void> {
  if (count > 0) await bench.call(ref, 'generate', count);
}

export async function isMiningHere(bench: Bench): Promise<boolean> {
  const { state } = await bench.call<{ readonly state: string }>(SELF, 'getmininginfo');
  return state === 'mining';
}

/** Whether a block is part of the chain that this tab stands on. */
export async function stands(bench: Bench, hash: string): Promise<boolean> {
  const ask = bench.call<{ readonly confirmations: number }>(SELF, 'getblock', hash, 1);
  return ask.then(
    ({ confirmations }) => confirmations > 0,
    (error: Error) => {
      if (error.name === 'AbortError') throw error;
      // A block of a branch that lost may never have come here.
      return false;
    },
  );
}

export function nodeIn({ lab }: Bench, ref: NodeRef): VirtualNode | undefined {
  return lab.snapshot().nodes.find((node) => node.ref === ref);
}

/** Names as they are now; said later, when the node may be gone. */
export function named(bench: Bench, refs: readonly NodeRef[]): () => string {
  const names = refs.map((ref) => nodeIn(bench, ref)?.minerName);
  return () =>
    listed(
      refs.map((ref, at) => (ref === SELF ? say('this tab') : isolated(names[at] ?? ref))),
      language(),
    );
}

export function blocks(count: number): string {
  return sayCount(count, '{count} block', '{count} blocks');
}
