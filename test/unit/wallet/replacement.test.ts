import { describe, expect, it } from 'vitest';
import { txid } from '../../../src/consensus/hash.ts';
import { Random } from '../../../src/util/random.ts';
import { planPayment } from '../../../src/wallet/builder.ts';
import type { PaymentPlan, WalletCoin } from '../../../src/wallet/draft.ts';
import { feeFor } from '../../../src/wallet/fees.ts';
import { planBump, planChild, type Replaceable } from '../../../src/wallet/replacement.ts';
import { refusal } from '../../support/refusal.ts';
import { coinOf, foreignScript, surroundings } from '../../support/wallet-lab.ts';

const SEED = 125;

function paid(ticksPerKvb: number): PaymentPlan {
  const random = new Random(SEED);
  const recipients = [{ scriptPubKey: foreignScript(random), value: 10_000 }];
  return planPayment(
    { recipients, ticksPerKvb, coins: [coinOf(random, 20_000)] },
    surroundings(random),
  );
}

function replaceable(plan: PaymentPlan, change: Partial<Replaceable['evicted']> = {}): Replaceable {
  const evicted = {
    fees: plan.fee,
    ticksPerKvb: plan.ticksPerKvb,
    txids: new Set([txid(plan.unsigned)]),
    ...change,
  };
  const changeVouts = new Set([plan.changeVout!]);
  return { transaction: plan.unsigned, coins: plan.coins, changeVouts, evicted };
}

function bump(original: Replaceable, ticksPerKvb: number, coins: readonly WalletCoin[] = []) {
  return planBump({ original, ticksPerKvb, coins }, surroundings(new Random(SEED)));
}

describe('a bump', () => {
  it('takes the higher fee from the change, to the tick', () => {
    const plan = paid(1_000);
    const bumped = bump(replaceable(plan), 4_000);
    expect(bumped).toMatchObject({ fee: 4 * 154, leaves: 10_000, returns: 10_000 - 4 * 154 });
    expect(bumped.coins).toEqual(plan.coins);
  });

  it('pays for what it pushes out and for itself, whatever was asked for', () => {
    const bumped = bump(replaceable(paid(2_000)), 1_000);
    expect(bumped.fee).toBe(2 * 154 + 154);
  });

  it('pays more than all that was built on it, and better than the best of it', () => {
    const plan = paid(1_000);
    expect(bump(replaceable(plan, { fees: 5_000 }), 1_000).fee).toBe(5_000 + 154);
    expect(bump(replaceable(plan, { ticksPerKvb: 9_000 }), 1_000).fee).toBe(9 * 154 + 1);
  });

  it('takes more coins where the change does not suffice, but none that it makes vanish', () => {
    const plan = paid(1_000);
    const random = new Random(SEED + 1);
    const vanishing = {
      ...coinOf(random, 9e6),
      outpoint: { txid: txid(plan.unsigned), vout: plan.changeVout! },
    };
    const spare = coinOf(random, 5e6);
    const rate = 100_000;
    expect(refusal(() => bump(replaceable(plan), rate, [vanishing]))).toBe(
      'wallet:funds-insufficient',
    );
    const bumped = bump(replaceable(plan), rate, [vanishing, spare]);
    expect(new Set(bumped.coins)).toEqual(new Set([...plan.coins, spare]));
    expect(bumped.fee).toBe(feeFor(bumped.weight, rate));
  });
});

describe('a child', () => {
  const parents = { fees: 154, sizeVbytes: 154 };
  const child = (outputs: readonly WalletCoin[], coins: readonly WalletCoin[], rate = 10_000) =>
    planChild({ parents, outputs, ticksPerKvb: rate, coins }, surroundings(new Random(SEED)));

  it('pays so much that both together pay the rate', () => {
    const random = new Random(SEED);
    const stuck = { ...coinOf(random, 50_000), height: -1 };
    const plan = child([stuck], [stuck, coinOf(random, 9e6)]);
    expect(plan.coins).toEqual([stuck]);
    expect(plan.fee + 154).toBe(10 * (plan.sizeVbytes + 154));
    expect(plan).toMatchObject({ leaves: 0, returns: 50_000 - plan.fee, changeVout: 0 });
  });

  it('is never below the relay rate, even of a parent that pays enough', () => {
    const stuck = coinOf(new Random(SEED), 50_000);
    const rich = { fees: 1e6, sizeVbytes: 154 };
    const request = { parents: rich, outputs: [stuck], ticksPerKvb: 1_000, coins: [] };
    const plan = planChild(request, surroundings(new Random(SEED)));
    expect(plan.fee).toBe(plan.sizeVbytes);
  });

  it('takes another coin where the stuck one cannot carry the fee', () => {
    const random = new Random(SEED);
    const [stuck, spare] = [coinOf(random, 500), coinOf(random, 50_000)];
    expect(refusal(() => child([stuck], []))).toBe('wallet:funds-insufficient');
    expect(new Set(child([stuck], [spare]).coins)).toEqual(new Set([stuck, spare]));
  });

  it('of a transaction that pays us nothing cannot be', () => {
    expect(refusal(() => child([], []))).toBe('wallet:transaction-no-own-output');
  });
});
