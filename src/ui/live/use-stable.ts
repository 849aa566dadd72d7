/**
 * Each snapshot is a new object, five times a second, of which most parts say what the last one
 * said. Components that read a signal, as all do that say something, are not drawn again for the
 * same props (@preact/signals); elements kept by `useMemo` would hold on to all former drawings.
 */

import { useRef } from 'preact/hooks';
import type { BlockCard } from '../../node/api.ts';

/** The value of the last drawing where the new one is the same. */
export function useStable<Value>(value: Value, isSame: (a: Value, b: Value) => boolean): Value {
  const kept = useRef(value);
  if (kept.current !== value && !isSame(kept.current, value)) kept.current = value;
  return kept.current;
}

/** What else a card says follows from its hash. */
export function isSameStrip(left: readonly BlockCard[], right: readonly BlockCard[]): boolean {
  return left.length === right.length && left.every((card, at) => isSameCard(card, right[at]!));
}

function isSameCard(left: BlockCard, right: BlockCard): boolean {
  return (
    left.hash === right.hash &&
    left.state === right.state &&
    left.lostBy === right.lostBy &&
    left.own === right.own &&
    left.miner === right.miner &&
    left.transactions === right.transactions
  );
}
