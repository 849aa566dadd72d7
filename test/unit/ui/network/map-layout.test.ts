import { describe, expect, it } from 'vitest';
import { layoutMap, linkWidth } from '../../../../src/ui/network/map-layout.ts';

const DESK = { width: 1_216, height: 440 };
const PHONE = { width: 358, height: 400 };
const NODE_PX = 44;

describe('the map', () => {
  it.each([
    ['desk', DESK],
    ['phone', PHONE],
  ])('keeps up to twenty-four peers apart and inside, on a %s', (_, size) => {
    for (let count = 0; count <= 24; count += 1) {
      const { centre, places, nodeRadius } = layoutMap(count, size);
      expect(places).toHaveLength(count);
      const points = [...places, centre];
      for (const [at, { x, y }] of points.entries()) {
        expect(x).toBeGreaterThanOrEqual(NODE_PX);
        expect(x).toBeLessThanOrEqual(size.width - NODE_PX);
        expect(y).toBeGreaterThanOrEqual(NODE_PX);
        expect(y).toBeLessThanOrEqual(size.height - NODE_PX);
        for (const other of points.slice(at + 1)) {
          const distance = Math.hypot(x - other.x, y - other.y);
          expect(distance).toBeGreaterThan(2 * nodeRadius);
        }
      }
    }
  });

  it('stands alone in the middle, and two stand side by side', () => {
    expect(layoutMap(0, DESK).centre).toEqual({ x: 608, y: 220 });
    const { centre, places } = layoutMap(1, DESK);
    expect(places[0]!.y).toBe(centre.y);
    expect(centre.x + places[0]!.x).toBe(DESK.width);
  });

  it('writes less where there is less room', () => {
    expect(layoutMap(5, PHONE).labels).toBe('full');
    expect(layoutMap(12, DESK).labels).toBe('full');
    expect(layoutMap(12, PHONE).labels).not.toBe('full');
  });

  it('draws a link thicker by each power of ten, within bounds', () => {
    expect(linkWidth(0, 3)).toBe(1);
    expect(linkWidth(10_000, 3)).toBeCloseTo(2.2);
    expect(linkWidth(1_000_000, 3)).toBeCloseTo(4.6);
    expect(linkWidth(1_000_000, 24)).toBeCloseTo(2.2);
    expect(linkWidth(1e15, 3)).toBe(7);
  });
});
