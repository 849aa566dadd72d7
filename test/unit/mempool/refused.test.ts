import { describe, expect, it } from 'vitest';
import type { Hash } from '../../../src/consensus/types.ts';
import { RefusedTransactions } from '../../../src/mempool/refused.ts';

const id = (number: number) => number.toString(16).padStart(64, '0') as Hash;

describe('refused transactions', () => {
  it('are remembered until the next tip', () => {
    const refused = new RefusedTransactions();
    refused.add(id(1));
    refused.add(id(1));
    expect([refused.has(id(1)), refused.has(id(2)), refused.size]).toEqual([true, false, 1]);
    refused.clear();
    expect([refused.has(id(1)), refused.size]).toEqual([false, 0]);
  });

  it('are remembered 20,000 at most, the newest half for sure', () => {
    const refused = new RefusedTransactions();
    for (let number = 0; number < 50_000; number += 1) {
      refused.add(id(number));
      if (refused.size > 20_000) throw new Error(`${refused.size} are remembered`);
    }
    expect(refused.has(id(0))).toBe(false);
    expect(refused.has(id(49_999)) && refused.has(id(40_000))).toBe(true);
  });
});
