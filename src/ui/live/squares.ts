/**
 * Where the squares of waiting transactions stand: sized by weight, best paid first, in rows that
 * fill up like shelves. What the next block takes stands apart from what waits longer.
 */

import type { WaitingTransaction } from '../../node/api.ts';

export interface Square {
  readonly txid: string;
  /** Pixels, with the gap to the next one. */
  readonly x: number;
  readonly y: number;
  readonly side: number;
  /** 0 pays least … FEERATE_BOUNDS.length pays most. */
  readonly level: number;
  readonly isNext: boolean;
  readonly weight: number;
  readonly feerate: number;
}

export interface Board {
  readonly squares: readonly Square[];
  readonly height: number;
  /** Where those that wait longer begin; absent where there are none, or they alone. */
  readonly divide?: number;
}

/** Ticks per virtual byte at which a level begins. */
export const FEERATE_BOUNDS: readonly number[] = [2, 5, 10, 50];

/** A square of one cell; a usual payment (561) has two cells a side, 20 kB of notes twelve. */
const CELL_WEIGHT = 140;
const CELLS_MAX = 10;
/** Large squares while few wait; the first size at which all have room is taken. */
const CELL_SIZES_PX = [18, 14, 11, 8, 6];
const GAP_PX = 14;
/** Of the width, what either kind keeps for itself. */
const SHARE_MIN = 0.2;

export function feerateLevel(feerate: number): number {
  return FEERATE_BOUNDS.filter((bound) => feerate >= bound).length;
}

export function cellsOf(weight: number): number {
  return Math.max(1, Math.min(CELLS_MAX, Math.round(Math.sqrt(weight / CELL_WEIGHT))));
}

interface Box {
  readonly width: number;
  readonly height: number;
}

/** Those for whom there is no room are left out: the worst paid of either kind. */
export function placeSquares(best: readonly WaitingTransaction[], box: Box): Board {
  if (box.width <= 0) return { squares: [], height: 0 };
  const next = best.filter(({ isNext }) => isNext);
  const later = best.filter(({ isNext }) => !isNext);
  const divide = next.length > 0 && later.length > 0 ? divideAt(next, later, box.width) : undefined;
  const attempt = (cell: number) => {
    const left = divide === undefined ? 0 : divide + GAP_PX;
    const first = fill(next, { cell, left: 0, width: divide ?? box.width, height: box.height });
    const second = fill(later, { cell, left, width: box.width - left, height: box.height });
    return [...first, ...second];
  };
  const area = areaOf(best);
  const roomy = CELL_SIZES_PX.filter((cell) => area * cell ** 2 <= box.width * box.height);
  let squares: Square[] = [];
  for (const cell of roomy.length > 0 ? roomy : CELL_SIZES_PX.slice(-1)) {
    squares = attempt(cell);
    if (squares.length === best.length) break;
  }
  const height = squares.reduce((most, { y, side }) => Math.max(most, y + side), 0);
  return { squares, height, ...(divide === undefined ? {} : { divide: divide + GAP_PX / 2 }) };
}

function divideAt(
  next: readonly WaitingTransaction[],
  later: readonly WaitingTransaction[],
  width: number,
): number {
  const share = areaOf(next) / (areaOf(next) + areaOf(later));
  return Math.round((width - GAP_PX) * Math.max(SHARE_MIN, Math.min(1 - SHARE_MIN, share)));
}

/** In cells. */
function areaOf(all: readonly WaitingTransaction[]): number {
  return all.reduce((sum, { weight }) => sum + cellsOf(weight) ** 2, 0);
}

interface Shelf extends Box {
  /** Pixels a side. */
  readonly cell: number;
  readonly left: number;
}

/** Each takes the first place, row by row, where it fits. */
function fill(all: readonly WaitingTransaction[], shelf: Shelf): Square[] {
  const { cell, left } = shelf;
  const columns = Math.max(1, Math.floor(shelf.width / cell));
  const taken = new Uint8Array(columns * Math.floor(shelf.height / cell));
  return all.flatMap(({ txid, weight, feerate, isNext }): Square[] => {
    const cells = Math.min(cellsOf(weight), columns);
    const at = takeFirst(taken, columns, cells);
    if (at === undefined) return [];
    const [x, y] = [left + (at % columns) * cell, Math.floor(at / columns) * cell];
    const level = feerateLevel(feerate);
    return [{ txid, x, y, side: cells * cell, level, isNext, weight, feerate }];
  });
}

/** The corner of the place that was free; it is not any more. */
function takeFirst(taken: Uint8Array, columns: number, cells: number): number | undefined {
  const last = taken.length - (cells - 1) * columns;
  for (let at = taken.indexOf(0); at >= 0 && at < last; at += 1) {
    if (columns - (at % columns) < cells || !isFree(taken, { at, columns, cells })) continue;
    for (let row = 0; row < cells; row += 1) {
      taken.fill(1, at + row * columns, at + row * columns + cells);
    }
    return at;
  }
  return undefined;
}

interface Place {
  readonly at: number;
  readonly columns: number;
  readonly cells: number;
}

function isFree(taken: Uint8Array, { at, columns, cells }: Place): boolean {
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < cells; column += 1) {
      if (taken[at + row * columns + column] !== 0) return false;
    }
  }
  return true;
}
