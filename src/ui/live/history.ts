/**
 * Cards of blocks older than those of the snapshot, kept while their user scrolls back to them:
 * what is in sight and missing is asked for, a stretch at a time, and what is far away forgotten.
 */

import type { BlockCard } from '../../node/api.ts';
import { CHAIN_CARDS_MAX_HEIGHTS, HISTORY_CARDS_MAX } from '../../util/limits.ts';
import type { Heights } from './geometry.ts';

/** By height; a height that was asked for and has no block stands there empty. */
export type History = ReadonlyMap<number, readonly BlockCard[]>;

export const NO_HISTORY: History = new Map();

export interface Stretch {
  readonly from: number;
  readonly count: number;
}

/** What is in sight below `lowest`, the lowest height of the snapshot, and not here yet. */
export function missing(history: History, sight: Heights, lowest: number): Stretch | undefined {
  const to = Math.min(sight.to, lowest - 1);
  for (let from = Math.max(0, sight.from); from <= to; from += 1) {
    if (history.has(from)) continue;
    return { from, count: Math.min(CHAIN_CARDS_MAX_HEIGHTS, lowest - from) };
  }
  return undefined;
}

export function remember(
  history: History,
  { from, count }: Stretch,
  cards: readonly BlockCard[],
): History {
  const heights = Array.from({ length: count }, (_, at) => from + at);
  const fresh = heights.map(
    (height) => [height, cards.filter((card) => card.height === height)] as const,
  );
  return forget(new Map([...history, ...fresh]), from);
}

/** Keeps those nearest to a height. */
function forget(history: History, near: number): History {
  const nearest = [...history].toSorted(
    ([left], [right]) => Math.abs(left - near) - Math.abs(right - near),
  );
  let kept = 0;
  const within = nearest.filter(
    ([, cards]) => (kept += Math.max(1, cards.length)) <= HISTORY_CARDS_MAX,
  );
  return new Map(within);
}

/** The cards in sight, without those that the snapshot has. */
export function cardsInSight(
  history: History,
  sight: Heights,
  lowest: number,
): readonly BlockCard[] {
  return [...history]
    .filter(([height]) => height >= sight.from && height <= sight.to && height < lowest)
    .flatMap(([, cards]) => cards);
}

/** False when the chain has left the branch of which these cards tell. */
export function isContinued(history: History, strip: readonly BlockCard[]): boolean {
  const first = strip.find(({ state }) => state === 'active');
  const below = history.get((first?.height ?? 0) - 1) ?? [];
  if (first === undefined || below.length === 0) return true;
  return below.some(({ hash, state }) => hash === first.previousHash && state === 'active');
}
