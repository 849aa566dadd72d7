import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/util/random.ts';

const take = (random: Random, count: number) => Array.from({ length: count }, () => random.u32());

describe('a seeded generator', () => {
  it('repeats itself for the same seed and not for another', () => {
    expect(take(new Random(7), 50)).toEqual(take(new Random(7), 50));
    expect(take(new Random(7), 50)).not.toEqual(take(new Random(8), 50));
  });

  it('hears every byte of a long seed, and its length', () => {
    const seed = new Uint8Array(40);
    const first = take(new Random(seed), 4);
    for (let at = 0; at < seed.length; at += 1) {
      const other = Uint8Array.from(seed);
      other[at] = 1;
      expect(take(new Random(other), 4)).not.toEqual(first);
    }
    expect(take(new Random(new Uint8Array(41)), 4)).not.toEqual(first);
  });

  it('fills a range evenly', () => {
    const random = new Random(1);
    const counts = Array.from({ length: 6 }, () => 0);
    for (let draw = 0; draw < 60_000; draw += 1) counts[random.below(6)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('draws fractions from 0 up to, not including, 1', () => {
    const random = new Random(2);
    const draws = Array.from({ length: 10_000 }, () => random.unit());
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(draws.reduce((sum, draw) => sum + draw, 0) / 10_000).toBeCloseTo(0.5, 1);
  });

  it('shuffles a copy', () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = new Random(3).shuffle(items);
    expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.sort()).toEqual(items);
  });

  it('gives as many bytes as asked for', () => {
    expect(new Random(4).bytes(33)).toHaveLength(33);
    expect(new Set(new Random(4).bytes(1_000)).size).toBeGreaterThan(200);
  });
});
