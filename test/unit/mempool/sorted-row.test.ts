import { describe, expect, it } from 'vitest';
import { SortedRow } from '../../../src/mempool/sorted-row.ts';
import { Random } from '../../../src/util/random.ts';

const newRow = () => new SortedRow<number>((left, right) => left - right);

describe('a sorted row', () => {
  it('of nobody has no last', () => {
    expect(newRow().all).toEqual([]);
    expect(newRow().last).toBeUndefined();
  });

  it('stays sorted while items come and go', () => {
    const random = new Random(0x50f7);
    const row = newRow();
    const items = new Set<number>();
    for (let round = 0; round < 20_000; round += 1) {
      const item = random.below(1_500);
      if (items.delete(item)) row.remove(item);
      else {
        items.add(item);
        row.add(item);
      }
      if (round % 50 > 0) continue;
      expect(row.all).toEqual([...items].sort((one, two) => one - two));
      expect(row.last).toBe(row.all.at(-1));
    }
    for (const item of items) row.remove(item);
    expect(row.all).toEqual([]);
  });

  it('grows at either end', () => {
    const [rising, falling] = [newRow(), newRow()];
    for (let item = 0; item < 1_000; item += 1) {
      rising.add(item);
      falling.add(999 - item);
    }
    expect(rising.all).toEqual(falling.all);
    expect(rising.all).toHaveLength(1_000);
  });

  it('without an item cannot lose it', () => {
    const row = newRow();
    expect(() => row.remove(1)).toThrow('where its order says');
    row.add(2);
    expect(() => row.remove(1)).toThrow('where its order says');
    expect(() => row.remove(3)).toThrow('where its order says');
  });
});
