/** The last blocks of the chain, newest first: who found each, how soon, and who lost there. */

import type { BlockCard } from '../../node/api.ts';

export interface Moment {
  readonly hash: string;
  readonly height: number;
  readonly miner: string;
  readonly own: boolean;
  /** Seconds after the block before it; undefined where that is not known. */
  readonly afterSeconds: number | undefined;
  /** Blocks of the same height that lost. */
  readonly lost: number;
}

export const MOMENTS_SHOWN = 8;

export function timelineOf(strip: readonly BlockCard[]): readonly Moment[] {
  const active = strip.filter(({ state }) => state === 'active').toReversed();
  return active.slice(0, MOMENTS_SHOWN).map((card, at) => {
    const { hash, height, miner, own } = card;
    const lost = strip.filter((other) => other.height === height && other.state === 'stale').length;
    return { hash, height, miner, own, lost, afterSeconds: interval(card, active[at + 1]) };
  });
}

/** Genesis is as old as its room, and no block's rival. */
function interval(card: BlockCard, before: BlockCard | undefined): number | undefined {
  const isKnown = before !== undefined && before.height > 0;
  return isKnown ? Math.max(0, card.time - before.time) : undefined;
}
