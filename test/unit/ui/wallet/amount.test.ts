import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAmount as shownAmount } from '../../../../src/ui/format.ts';
import { parseAmount, ticksFromCoins } from '../../../../src/ui/wallet/amount.ts';
import { formatAmount } from '../../../../src/wallet/payment-link.ts';

const MONEY_MAX_TICKS = 2_100_000_000_000_000;
const anyAmount = fc.integer({ min: 1, max: MONEY_MAX_TICKS });

function sentenceFor(text: string): string {
  const parsed = parseAmount(text);
  return parsed.ok ? '' : parsed.sentence;
}

describe('an amount that is typed', () => {
  it.each([
    ['12.5', 1_250_000_000],
    ['0.00000001', 1],
    ['0.1', 10_000_000],
    ['0.29', 29_000_000],
    ['1.1', 110_000_000],
    ['21000000', MONEY_MAX_TICKS],
    ['20999999.99999999', MONEY_MAX_TICKS - 1],
    [' 7 ', 700_000_000],
    ['12,5', 1_250_000_000],
    ['1234,5', 123_450_000_000],
    ['0,125', 12_500_000],
    ['1.125', 112_500_000],
  ])('%s is read to the tick', (text, ticks) => {
    expect(parseAmount(text)).toEqual({ ok: true, ticks });
  });

  it('is read back from what the page shows and from what links carry', () => {
    fc.assert(
      fc.property(anyAmount, (ticks) => {
        expect(parseAmount(shownAmount(ticks))).toEqual({ ok: true, ticks });
        expect(parseAmount(formatAmount(ticks))).toEqual({ ok: true, ticks });
      }),
    );
  });

  it.each([
    ['', 'Write how much'],
    ['-1', 'negative'],
    ['−1', 'negative'],
    ['0', 'one tick'],
    ['0.00000000', 'one tick'],
    ['0.000000001', 'eight decimals'],
    ['21000000.00000001', '21 million'],
    ['99999999999', '21 million'],
    ['1e3', 'not an amount'],
    ['0x10', 'not an amount'],
    ['1.2.3', 'not an amount'],
    ['1,000', 'Do you mean 1000 or 1?'],
    ['1.000', 'Do you mean 1000 or 1?'],
    ['12,250', 'Do you mean 12250 or 12.25?'],
    ['1,125', 'Do you mean 1125 or 1.125?'],
    ['1,000,000', 'no mark between thousands'],
    ['1.234,5', 'no mark between thousands'],
    ['1,234.5', 'no mark between thousands'],
    ['.5', 'not an amount'],
    ['NaN', 'not an amount'],
    ['١٢', 'not an amount'],
  ])('%j is refused with a sentence', (text, words) => {
    expect(sentenceFor(text)).toContain(words);
  });
});

describe('an amount in an answer', () => {
  it('is whole ticks, as a number and as text', () => {
    fc.assert(
      fc.property(anyAmount, (ticks) => {
        expect(ticksFromCoins(ticks / 100_000_000)).toBe(ticks);
        expect(ticksFromCoins(formatAmount(ticks))).toBe(ticks);
      }),
    );
  });

  it('may be zero, and nothing but an amount', () => {
    expect(ticksFromCoins(0)).toBe(0);
    expect(ticksFromCoins('0')).toBe(0);
    expect(ticksFromCoins('0.00000000')).toBe(0);
    for (const other of [Number.NaN, Infinity, '', '1e8', undefined, null, {}, [1]]) {
      expect(ticksFromCoins(other)).toBeUndefined();
    }
  });
});
