import { describe, expect, it } from 'vitest';
import { layoutStage } from '../../../../src/ui/lab/stage-layout.ts';

const DESK = { width: 700, height: 360 };
const PHONE = { width: 358, height: 500 };

describe('the stage', () => {
  it.each([DESK, PHONE])('keeps everybody in sight in $width pixels', (size) => {
    for (let count = 1; count <= 27; count += 1) {
      for (const counts of [[count], [count, 3], [1, count, 2]]) {
        const points = layoutStage(counts, size).places.flat();
        expect(points).toHaveLength(counts.reduce((sum, part) => sum + part, 0));
        for (const { x, y } of points) {
          expect(x).toBeGreaterThanOrEqual(20);
          expect(x).toBeLessThanOrEqual(size.width - 20);
          expect(y).toBeGreaterThanOrEqual(20);
          // Below a node there are two lines of text.
          expect(y).toBeLessThanOrEqual(size.height - 50);
        }
      }
    }
  });

  it('has one place for each', () => {
    const keys = layoutStage([21], DESK)
      .places.flat()
      .map(({ x, y }) => `${x} ${y}`);
    expect(new Set(keys).size).toBe(21);
  });

  it('shows a split side by side where there is width, and one below the other where not', () => {
    const [left, right] = layoutStage([3, 3], DESK).places;
    const [above, below] = layoutStage([3, 3], PHONE).places;
    expect(Math.max(...left!.map(({ x }) => x))).toBeLessThan(
      Math.min(...right!.map(({ x }) => x)),
    );
    expect(Math.max(...above!.map(({ y }) => y))).toBeLessThan(
      Math.min(...below!.map(({ y }) => y)),
    );
  });

  it('gives a larger part more room', () => {
    const [alone, many] = layoutStage([1, 9], DESK).places;
    expect(alone![0]!.x).toBeLessThan(DESK.width / 4);
    expect(many).toHaveLength(9);
  });

  it('leaves all on one ellipse when there are too many parts', () => {
    const parts = layoutStage([2, 1, 1, 1], DESK).places;
    expect(parts.map((part) => part.length)).toEqual([2, 1, 1, 1]);
    expect(parts.flat()).toEqual(layoutStage([5], DESK).places.flat());
  });

  it('writes less beside each node the more of them there are', () => {
    expect(layoutStage([6], DESK).labels).toBe('full');
    expect(layoutStage([21], PHONE).labels).not.toBe('full');
    expect(layoutStage([21], PHONE).nodeRadius).toBeLessThanOrEqual(20);
  });
});
