import { describe, expect, it } from 'vitest';
import { RecentSet } from '../../../src/util/recent-set.ts';

describe('a set of what is recent', () => {
  it('holds no more than its limit, and always the newest half of it', () => {
    const set = new RecentSet<number>(100);
    for (let item = 0; item < 1_000; item += 1) {
      set.add(item);
      expect(set.size).toBeLessThanOrEqual(100);
      for (let newer = Math.max(0, item - 49); newer <= item; newer += 1) {
        expect(set.has(newer)).toBe(true);
      }
    }
    expect(set.has(899)).toBe(false);
  });

  it('holds each item once', () => {
    const set = new RecentSet<string>(10);
    for (let time = 0; time < 20; time += 1) set.add('a');
    expect([set.size, set.has('a'), set.has('b')]).toEqual([1, true, false]);
  });
});
