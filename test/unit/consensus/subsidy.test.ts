import { describe, expect, it } from 'vitest';
import { subsidy } from '../../../src/consensus/subsidy.ts';

describe('the subsidy', () => {
  it.each([
    [0, 50e8],
    [1, 50e8],
    [209_999, 50e8],
    [210_000, 25e8],
    [420_000, 12.5e8],
    [630_000, 6.25e8],
    [210_000 * 9, 9_765_625],
    [210_000 * 10, 4_882_812],
    [210_000 * 32, 1],
    [210_000 * 33, 0],
    [210_000 * 64, 0],
    [210_000 * 5_000, 0],
  ])('of block %d is %d', (height, expected) => {
    expect(subsidy(height, 210_000)).toBe(expected);
  });

  it('equals the shift of Bitcoin at every halving', () => {
    for (let halvings = 0; halvings < 70; halvings += 1) {
      const shifted = halvings >= 64 ? 0n : 5_000_000_000n >> BigInt(halvings);
      expect(BigInt(subsidy(halvings, 1))).toBe(shifted);
    }
  });

  it('adds up to less than 21 million coins', () => {
    let total = 0;
    for (let halving = 0; halving < 64; halving += 1)
      total += subsidy(halving * 210_000, 210_000) * 210_000;
    expect(total).toBe(2_099_999_997_690_000);
  });
});
