/**
 * The cards to draw now. When the page opens, or a chain was fetched, all the cards are new ones,
 * and to make them at once is too long a task for a slow device: the newest come first, and older
 * ones follow a few at a time, soon enough that nobody waits for them.
 */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { FRESH_CARDS_MAX } from '../../util/limits.ts';
import type { Cell } from './layout.ts';

type Hashes = ReadonlySet<string>;

/** All that are drawn already, and of the others the newest. */
export function unroll(cells: readonly Cell[], drawn: Hashes): readonly Cell[] {
  const fresh = cells.filter(({ card }) => !drawn.has(card.hash));
  if (fresh.length <= FRESH_CARDS_MAX) return cells;
  const newest = fresh.toSorted((left, right) => right.column - left.column);
  const chosen = new Set(newest.slice(0, FRESH_CARDS_MAX));
  return cells.filter((cell) => drawn.has(cell.card.hash) || chosen.has(cell));
}

export function useUnrolled(cells: readonly Cell[]): readonly Cell[] {
  const drawn = useRef<Hashes>(new Set());
  const turn = useSignal(0);
  // Read, so that the next turn draws again.
  const now = turn.value;
  const shown = unroll(cells, drawn.current);
  useEffect(() => {
    drawn.current = new Set(shown.map(({ card }) => card.hash));
    if (shown.length === cells.length) return undefined;
    const timer = setTimeout(() => (turn.value = now + 1));
    return () => clearTimeout(timer);
  });
  return shown;
}
