import { describe, expect, it } from 'vitest';
import type { BookBlock } from '../../../../src/ui/lab/block-book.ts';
import { drawPoints, harderPercent, pointsOf } from '../../../../src/ui/lab/difficulty-points.ts';

function block(height: number, time: number, difficulty: number): BookBlock {
  return {
    hash: `b${height}`,
    previousHash: `b${height - 1}`,
    height,
    time,
    miner: '',
    transactions: 1,
    difficulty,
    chainWork: 0n,
  };
}

describe('difficulty and waits', () => {
  it('are told of each block but the first, whose parent is not there', () => {
    const points = pointsOf([block(4, 100, 1), block(5, 104, 2), block(6, 102, 3)]);
    expect(points).toEqual([
      { height: 5, difficulty: 2, waitSeconds: 4 },
      { height: 6, difficulty: 3, waitSeconds: -2 },
    ]);
    expect(pointsOf([])).toEqual([]);
  });

  it('stay within the drawing, however long a wait was', () => {
    const points = pointsOf([
      block(0, 0, 1),
      block(1, 10, 1),
      block(2, 5_000, 8),
      block(3, 4_000, 2),
    ]);
    const { bars, aim, line } = drawPoints(points, { spacing: 10, width: 300, height: 100 });
    for (const { x, y, width, height } of bars) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(300);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(height).toBeGreaterThanOrEqual(0);
      expect(y + height).toBeCloseTo(100, 0);
    }
    expect(aim).toBe(75);
    expect(line).toMatch(/^M0 [\d.]+H100V [\d.]+H200V [\d.]+H300$/);
  });

  it('are tied by the half-life of the rule', () => {
    // 120 s early doubles it where the half-life is 120 s.
    expect(harderPercent(120, 120)).toBeCloseTo(100, 10);
    expect(harderPercent(5, 120)).toBeCloseTo(2.93, 2);
  });
});
