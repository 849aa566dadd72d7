import { describe, expect, it } from 'vitest';
import { compareFeerates } from '../../../src/mempool/feerate.ts';
import { Random } from '../../../src/util/random.ts';

describe('two feerates', () => {
  it('are compared without dividing', () => {
    const third = { fee: 100, sizeVbytes: 300 };
    expect(compareFeerates(third, { fee: 1, sizeVbytes: 3 })).toBe(0);
    expect(compareFeerates(third, { fee: 333, sizeVbytes: 1000 })).toBe(1);
    expect(compareFeerates(third, { fee: 334, sizeVbytes: 1000 })).toBe(-1);
  });

  it('are told apart by one tick where numbers would round', () => {
    const all = 21e14;
    const huge = { fee: all, sizeVbytes: 24_999 };
    expect(compareFeerates(huge, { fee: all, sizeVbytes: 24_999 })).toBe(0);
    expect(compareFeerates({ ...huge, fee: all - 1 }, huge)).toBe(-1);
    expect(compareFeerates(huge, { ...huge, fee: all - 1 })).toBe(1);
  });

  it('are ordered as whole numbers order them, of any size', () => {
    const random = new Random(71);
    const any = () => ({
      fee: Math.floor(random.unit() * 10 ** random.below(16)),
      sizeVbytes: 1 + random.below(10 ** (1 + random.below(5))),
    });
    for (let round = 0; round < 5_000; round += 1) {
      const [left, right] = [any(), any()];
      const exact =
        BigInt(left.fee) * BigInt(right.sizeVbytes) - BigInt(right.fee) * BigInt(left.sizeVbytes);
      const sign = exact > 0n ? 1 : exact < 0n ? -1 : 0;
      expect(compareFeerates(left, right)).toBe(sign);
    }
  });
});
