import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTransaction } from '../../../src/consensus/check-transaction.ts';
import { transactionWeight } from '../../../src/consensus/encoding.ts';
import { FEERATE_MAX_PER_KVB, MEMO_MAX_BYTES } from '../../../src/util/limits.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';
import { memoScript, type PaymentRequest, planPayment } from '../../../src/wallet/builder.ts';
import { total } from '../../../src/wallet/coin-selection.ts';
import type { PaymentPlan } from '../../../src/wallet/draft.ts';
import { feeFor, paymentWeight, outputSizes } from '../../../src/wallet/fees.ts';
import { refusal } from '../../support/refusal.ts';
import { coinOf, foreignScript, surroundings } from '../../support/wallet-lab.ts';

const SEED = 125;
const RATE = 1_000;

function coins(random: Random, ...values: readonly number[]) {
  return values.map((value) => coinOf(random, value));
}

function plan(change: Partial<PaymentRequest>, ...values: readonly number[]): PaymentPlan {
  const random = new Random(SEED);
  const recipients = [{ scriptPubKey: foreignScript(random), value: 10_000 }];
  const request = { recipients, ticksPerKvb: RATE, coins: coins(random, ...values), ...change };
  return planPayment(request, surroundings(random));
}

const anyone = foreignScript(new Random(1));
const another = foreignScript(new Random(2));

describe('a payment', () => {
  it('says what leaves, what returns and what it costs', () => {
    const made = plan({}, 50_000);
    expect(made).toMatchObject({ leaves: 10_000, returns: 39_846, fee: 154, sizeVbytes: 154 });
    expect(made.unsigned.outputs[made.changeVout!]!.value).toBe(39_846);
    expect(made.ticksPerKvb).toBe(RATE);
    expect(made.weight).toBe(transactionWeight(made.unsigned));
  });

  it('cannot be mined below the tip it was made on, and can be replaced', () => {
    const { unsigned } = plan({}, 50_000);
    expect(unsigned.locktime).toBe(500);
    expect(unsigned.inputs.map(({ sequence }) => sequence)).toEqual([0xfffffffd]);
  });

  it('pays several, and each exactly', () => {
    const recipients = [1_000, 2_000, 330].map((value, at) => ({
      scriptPubKey: foreignScript(new Random(at)),
      value,
    }));
    const { unsigned, leaves } = plan({ recipients }, 4_000, 3_000);
    expect(leaves).toBe(3_330);
    for (const recipient of recipients) expect(unsigned.outputs).toContainEqual(recipient);
  });

  it('of everything leaves nothing behind', () => {
    const recipients = [
      { scriptPubKey: anyone, value: 'rest' as const },
      { scriptPubKey: another, value: 1_000 },
    ];
    const made = plan({ recipients }, 4_000, 30_000, 70_000, 57);
    expect(made.coins).toHaveLength(3);
    expect([made.returns, made.changeVout]).toEqual([0, undefined]);
    expect(made.leaves + made.fee).toBe(104_000);
    expect(made.fee).toBe(feeFor(made.weight, RATE));
  });

  it('whose recipients pay the fee costs its owner the amount alone', () => {
    const recipients = [
      { scriptPubKey: anyone, value: 10_001 },
      { scriptPubKey: another, value: 5_000 },
    ];
    const made = plan({ recipients, subtractFee: true }, 50_000);
    expect(made.returns).toBe(50_000 - 15_001);
    expect(made.fee).toBe(feeFor(made.weight, RATE));
    const paid = made.unsigned.outputs.filter((_, at) => at !== made.changeVout);
    const share = Math.floor(made.fee / 2);
    expect(paid.map(({ value }) => value)).toEqual([10_001 - made.fee + share, 5_000 - share]);
  });

  it('whose recipients pay the fee may take all there is', () => {
    const recipients = [{ scriptPubKey: anyone, value: 50_000 }];
    const made = plan({ recipients, subtractFee: true }, 50_000);
    expect([made.returns, made.leaves]).toEqual([0, 50_000 - made.fee]);
    expect(made.fee).toBe(feeFor(made.weight, RATE));
  });

  it('carries a memo, and may carry nothing else', () => {
    const memo = new TextEncoder().encode('for the coffee');
    const made = plan({ recipients: [], memo }, 50_000);
    expect(made.unsigned.outputs).toContainEqual({ value: 0, scriptPubKey: memoScript(memo) });
    expect([made.leaves, made.returns]).toEqual([0, 50_000 - made.fee]);
  });

  it('leaves waiting change alone where confirmed coins suffice', () => {
    const random = new Random(SEED);
    const waiting = { ...coinOf(random, 90_000), height: -1 };
    const confirmed = coinOf(random, 20_000);
    expect(plan({ coins: [waiting, confirmed] }).coins).toEqual([confirmed]);
    const recipients = [{ scriptPubKey: anyone, value: 100_000 }];
    expect(plan({ coins: [waiting, confirmed], recipients }).coins).toHaveLength(2);
  });

  it('hides its change among its outputs', () => {
    const random = new Random(SEED);
    const places = new Set<number>();
    for (let run = 0; run < 50; run += 1) {
      const recipients = [1, 2].map(() => ({ scriptPubKey: anyone, value: 1_000 }));
      const request = { recipients, ticksPerKvb: RATE, coins: coins(random, 90_000) };
      places.add(planPayment(request, surroundings(random)).changeVout!);
    }
    expect([...places].toSorted()).toEqual([0, 1, 2]);
  });
});

describe('a memo', () => {
  it('is one push', () => {
    expect(toHex(memoScript(Uint8Array.of(7)))).toBe('6a0107');
    expect(toHex(memoScript(new Uint8Array(75)).subarray(0, 3))).toBe('6a4b00');
    expect(toHex(memoScript(new Uint8Array(76)).subarray(0, 3))).toBe('6a4c4c');
  });

  it('has 80 bytes and not 81', () => {
    expect(MEMO_MAX_BYTES).toBe(80);
    expect(plan({ memo: new Uint8Array(80) }, 50_000).unsigned.outputs).toHaveLength(3);
    expect(refusal(() => plan({ memo: new Uint8Array(81) }, 50_000))).toBe('wallet:memo-too-long');
  });
});

describe('what cannot be had is refused', () => {
  const to = (value: number | 'rest') => ({ scriptPubKey: anyone, value });

  it.each<[string, Partial<PaymentRequest>, number[]]>([
    ['funds-insufficient', {}, []],
    ['funds-insufficient', {}, [10_110]],
    ['funds-insufficient', { recipients: [to('rest')] }, [400]],
    ['funds-insufficient', { recipients: [to('rest')] }, []],
    ['amount-dust', { recipients: [to(329)] }, [50_000]],
    ['amount-dust', { recipients: [to(0)] }, [50_000]],
    ['amount-dust', { recipients: [to(400)], subtractFee: true }, [50_000]],
    ['amount-invalid', { recipients: [to(-1)] }, [50_000]],
    ['amount-invalid', { recipients: [to(1.5)] }, [50_000]],
    ['amount-invalid', { recipients: [to(Number.NaN)] }, [50_000]],
    ['amount-invalid', { recipients: [to(21e14 + 1)] }, [50_000]],
    ['recipients-none', { recipients: [] }, [50_000]],
    ['rest-twice', { recipients: [to('rest'), to('rest')] }, [50_000]],
    ['transaction-too-large', { recipients: Array.from({ length: 600 }, () => to(400)) }, [9e6]],
    ['transaction-too-large', { recipients: [to('rest')] }, Array.from({ length: 440 }, () => 1e4)],
    ['transaction-too-large', { recipients: [to(436e4)] }, Array.from({ length: 440 }, () => 1e4)],
  ])('as %s', (code, change, values) => {
    expect(refusal(() => plan(change, ...values))).toBe(`wallet:${code}`);
  });

  it.each([0, 999, 1_000.5, -1, Infinity, Number.NaN, FEERATE_MAX_PER_KVB + 1])(
    'at a feerate of %d per kvB, and ten thousand a byte is the most',
    (ticksPerKvb) => {
      expect(refusal(() => plan({ ticksPerKvb }, 1e9))).toBe('wallet:feerate-out-of-range');
      expect(plan({ ticksPerKvb: 1e7 }, 1e9).fee).toBeGreaterThan(1e6);
    },
  );

  it('and a script that is no key is our own mistake', () => {
    const recipients = [{ scriptPubKey: Uint8Array.of(0x6a), value: 1_000 }];
    expect(() => plan({ recipients }, 50_000)).toThrow('recipients are keys');
  });
});

describe(`any plan, from seed ${SEED}`, () => {
  const values = fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 12 });
  const amounts = fc.array(fc.integer({ min: 330, max: 100_000 }), { minLength: 1, maxLength: 4 });
  const wishes = fc.record({
    values,
    amounts,
    ticksPerKvb: fc.integer({ min: 1_000, max: 40_000 }),
    subtractFee: fc.boolean(),
    everything: fc.boolean(),
    seed: fc.nat(),
  });

  it('balances, pays at least its rate, and makes no dust', () => {
    let made = 0;
    fc.assert(
      fc.property(wishes, ({ values, amounts, ticksPerKvb, subtractFee, everything, seed }) => {
        const random = new Random(seed);
        const recipients = amounts.map((value, at) => ({
          scriptPubKey: foreignScript(random),
          value: everything && at === 0 ? ('rest' as const) : value,
        }));
        const request = { recipients, ticksPerKvb, subtractFee, coins: coins(random, ...values) };
        let result: PaymentPlan;
        try {
          result = planPayment(request, surroundings(random));
        } catch (error) {
          expect(['funds-insufficient', 'amount-dust']).toContain((error as { code: string }).code);
          return;
        }
        made += 1;
        checkTransaction(result.unsigned);
        const { fee, leaves, returns, unsigned, weight } = result;
        expect(total(result.coins)).toBe(leaves + returns + fee);
        expect(total(unsigned.outputs)).toBe(leaves + returns);
        expect(weight).toBe(paymentWeight(result.coins.length, outputSizes(unsigned.outputs)));
        const least = feeFor(weight, ticksPerKvb);
        expect(fee).toBeGreaterThanOrEqual(least);
        if (returns > 0 || everything) expect(fee).toBe(least);
        for (const { value } of unsigned.outputs) expect(value).toBeGreaterThanOrEqual(330);
      }),
      { seed: SEED, numRuns: 3_000 },
    );
    expect(made).toBeGreaterThan(500);
  });
});
