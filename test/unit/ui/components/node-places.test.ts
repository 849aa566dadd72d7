import { describe, expect, it } from 'vitest';
import {
  between,
  letteringAt,
  onRings,
  type Point,
} from '../../../../src/ui/components/node-places.ts';

const row = (count: number, apart: number): Point[] =>
  Array.from({ length: count }, (_, at) => ({ x: at * apart, y: 0 }));

describe('nodes on a map', () => {
  it('stand on one ring, and from thirteen on a third of them on an inner one', () => {
    const radii = (count: number) =>
      onRings(count, (some, radius) => row(some, 0).map(() => ({ x: radius, y: 0 })));
    expect(new Set(radii(12).map(({ x }) => x)).size).toBe(1);
    const crowd = radii(20);
    expect(crowd).toHaveLength(20);
    expect(crowd.filter(({ x }) => x < 1)).toHaveLength(6);
  });

  it('have less written beside them the closer they stand, but not for one above', () => {
    expect(letteringAt(row(4, 120)).labels).toBe('full');
    expect(letteringAt(row(4, 80)).labels).toBe('short');
    expect(letteringAt(row(4, 40))).toEqual({ labels: 'none', nodeRadius: 14 });
    expect(
      letteringAt([
        { x: 0, y: 0 },
        { x: 0, y: 70 },
      ]).labels,
    ).toBe('full');
  });

  it('have a cut marked in the middle between them', () => {
    expect(between({ x: 0, y: 10 }, { x: 20, y: 30 }, 0.5)).toEqual({ x: 10, y: 20 });
  });
});
