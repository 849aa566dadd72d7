/** Which squares fly into the block that was found: those it took, the best paid first. */

import { SQUARES_FLYING_MAX } from '../../util/limits.ts';
import type { Square } from './squares.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface FlyingSquare {
  readonly square: Square;
  /** Where its corner ends, in pixels. */
  readonly end: Point;
  /** Its turn, from 0. */
  readonly order: number;
}

interface Flow {
  readonly before: readonly Square[];
  /** Ids of all that wait now. */
  readonly waiting: ReadonlySet<string>;
  /** Centre of the block, seen from the board's corner. */
  readonly block: Point;
}

export function planFlow({ before, waiting, block }: Flow): readonly FlyingSquare[] {
  const gone = before.filter(({ txid }) => !waiting.has(txid));
  const taken = [...gone].sort((left, right) => Number(right.isNext) - Number(left.isNext));
  return taken.slice(0, SQUARES_FLYING_MAX).map((square, order) => ({
    square,
    order,
    end: {
      x: Math.round(block.x - square.side / 2),
      y: Math.round(block.y - square.side / 2),
    },
  }));
}
