import { describe, expect, it } from 'vitest';
import type { WaitingTransaction } from '../../../../src/node/api.ts';
import {
  type Board,
  cellsOf,
  feerateLevel,
  placeSquares,
  type Square,
} from '../../../../src/ui/live/squares.ts';

const BOX = { width: 640, height: 148 };
const PHONE = { width: 358, height: 148 };

function waiting(count: number, changes: (at: number) => Partial<WaitingTransaction> = () => ({})) {
  return Array.from({ length: count }, (_, at) => ({
    txid: `tx ${at}`,
    weight: 561,
    feerate: 1 + (count - at) / 10,
    isNext: true,
    ...changes(at),
  }));
}

function overlaps(one: Square, other: Square): boolean {
  const apart =
    one.x + one.side <= other.x ||
    other.x + other.side <= one.x ||
    one.y + one.side <= other.y ||
    other.y + other.side <= one.y;
  return !apart;
}

function expectSound({ squares }: Board, box: typeof BOX): void {
  for (const [at, one] of squares.entries()) {
    expect(one.x).toBeGreaterThanOrEqual(0);
    expect(one.x + one.side).toBeLessThanOrEqual(box.width);
    expect(one.y + one.side).toBeLessThanOrEqual(box.height);
    expect(squares.slice(at + 1).some((other) => overlaps(one, other))).toBe(false);
  }
}

describe('the squares of what waits', () => {
  it('are none where nothing waits or there is no room yet', () => {
    expect(placeSquares([], BOX)).toEqual({ squares: [], height: 0 });
    expect(placeSquares(waiting(3), { width: 0, height: 148 }).squares).toEqual([]);
  });

  it('grow with the weight, within bounds', () => {
    expect([1, 561, 1_300, 20_000, 400_000].map(cellsOf)).toEqual([1, 2, 3, 10, 10]);
  });

  it('have five colours by feerate', () => {
    expect([1, 1.99, 2, 5, 9.9, 10, 49, 50, 9_999].map(feerateLevel)).toEqual([
      0, 0, 1, 2, 2, 3, 3, 4, 4,
    ]);
  });

  it.each([
    ['a few', 5, BOX],
    ['many', 240, BOX],
    ['many on a phone', 240, PHONE],
  ])('stand beside each other inside their box: %s', (_, count, box) => {
    const board = placeSquares(
      waiting(count, (at) => ({ weight: 400 + ((at * 977) % 2_000) })),
      box,
    );
    expectSound(board, box);
    expect(board.squares.length).toBeGreaterThan(Math.min(count, 100) - 1);
  });

  it('are larger while few wait', () => {
    const few = placeSquares(waiting(4), BOX).squares[0]!.side;
    const many = placeSquares(waiting(240), BOX).squares[0]!.side;
    expect(few).toBeGreaterThan(2 * many);
  });

  it('stand best paid first, and what has no room is left out at the end', () => {
    const best = waiting(240, () => ({ weight: 8_000 }));
    const { squares } = placeSquares(best, PHONE);
    expect(squares.length).toBeLessThan(240);
    expect(squares.map(({ txid }) => txid)).toEqual(
      best.slice(0, squares.length).map(({ txid }) => txid),
    );
  });

  it('keep what the next block takes apart from what waits longer', () => {
    const board = placeSquares(
      waiting(60, (at) => ({ isNext: at < 20 })),
      BOX,
    );
    expectSound(board, BOX);
    const ends = board.squares.filter(({ isNext }) => isNext).map(({ x, side }) => x + side);
    const begins = board.squares.filter(({ isNext }) => !isNext).map(({ x }) => x);
    expect(Math.max(...ends)).toBeLessThanOrEqual(board.divide!);
    expect(Math.min(...begins)).toBeGreaterThanOrEqual(board.divide!);
    expect(placeSquares(waiting(5), BOX).divide).toBeUndefined();
  });
});
