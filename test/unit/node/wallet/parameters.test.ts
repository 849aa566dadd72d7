import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../../src/node/api.ts';
import { toRecipients, toSpendOptions, toTicks } from '../../../../src/node/wallet/parameters.ts';
import { encodeAddress } from '../../../../src/wallet/address.ts';

const ADDRESS = encodeAddress(Uint8Array.of(0x51, 0x20, ...new Uint8Array(32).fill(7)));

describe('amounts', () => {
  it.each([
    [1, 100_000_000],
    [0.1, 10_000_000],
    [0.3, 30_000_000],
    [1e-8, 1],
    ['0.00000001', 1],
    ['20999999.99999999', 2_099_999_999_999_999],
    [20_999_999.99999999, 2_099_999_999_999_999],
    ['12', 1_200_000_000],
  ])('%s is exactly %d ticks', (amount, ticks) => {
    expect(toTicks(amount)).toBe(ticks);
  });

  it.each([
    [-1],
    [1e-9],
    [NaN],
    [Infinity],
    ['1e3'],
    ['.5'],
    ['1.'],
    [' 1'],
    ['0x10'],
    [true],
    [{}],
  ])('%s is none', (amount) => {
    expect(() => toTicks(amount)).toThrow(CommandError);
  });
});

describe('recipients', () => {
  it('are paid an amount, or what is left', () => {
    const { recipients } = toRecipients([
      { address: ADDRESS, amount: 1 },
      { address: ADDRESS, amount: 'all' },
    ]);
    expect(recipients.map(({ value }) => value)).toEqual([100_000_000, 'rest']);
  });

  it('pay the fee all together or not at all', () => {
    const rows = [true, false].map((subtractfee) => ({ address: ADDRESS, amount: 1, subtractfee }));
    expect(() => toRecipients(rows)).toThrow('the same part');
    expect(toRecipients([rows[0]]).subtractFee).toBe(true);
    expect(toRecipients([rows[1]]).subtractFee).toBe(false);
  });

  it.each([[undefined], [{}], [[]], [[null]], [['text']], [[{ address: 5, amount: 1 }]]])(
    'are none in %j',
    (value) => {
      expect(() => toRecipients(value)).toThrow(CommandError);
    },
  );
});

describe('options', () => {
  it('have nothing in them unless given', () => {
    expect(toSpendOptions(undefined)).toEqual({
      ticksPerKvb: undefined,
      memo: undefined,
      isDryRun: false,
    });
    expect(toSpendOptions({ memo: 'ä', dry_run: true, feerate: 5_000 })).toEqual({
      ticksPerKvb: 5_000,
      memo: Uint8Array.of(0xc3, 0xa4),
      isDryRun: true,
    });
  });

  it.each([[5], ['x'], [{ feerate: 1.5 }], [{ feerate: '2000' }], [{ memo: 5 }]])(
    'are refused as %j',
    (value) => {
      expect(() => toSpendOptions(value)).toThrow(CommandError);
    },
  );
});
