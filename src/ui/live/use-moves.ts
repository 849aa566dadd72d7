/** The moves that are to be seen now: planned when the strip changes, forgotten when over. */

import { type Signal, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { StripLayout } from './layout.ts';
import { type Change, type Moves, NO_MOVES, planMoves } from './moves.ts';

/** As long as a highlight has to stand where motion is not wanted. */
const SHOWN_MS = 2_500;

export interface SeenMoves {
  readonly moves: Moves;
  /** The last reorganisation seen, until its user puts it away. */
  readonly change: Signal<Change | undefined>;
}

export function useMoves(layout: StripLayout): SeenMoves {
  const drawn = useRef(layout);
  const current = useRef({ moves: NO_MOVES, at: 0 });
  const change = useSignal<Change | undefined>(undefined);
  if (drawn.current !== layout) {
    const moves = planMoves(drawn.current, layout);
    const isOver = performance.now() - current.current.at > SHOWN_MS;
    if (moves.moves.size > 0 || isOver) current.current = { moves, at: performance.now() };
    drawn.current = layout;
  }
  const { moves } = current.current;
  useLayoutEffect(() => {
    if (moves.change !== undefined) change.value = moves.change;
  }, [moves]);
  return { moves, change };
}
