import { describe, expect, it } from 'vitest';
import { outlookOf, purseOf, waitOf } from '../../../../../src/ui/lab/experiments/purse.ts';
import { createFakeLaboratory } from '../../../../support/fake-laboratory.ts';
import { FIXTURES } from '../../../../support/fixture-snapshots.ts';

const ROOM = { isSandbox: false, targetSpacingSeconds: 10, maturity: 30 };
const COIN = 100_000_000;

function walletWith(spendable: number, depths: readonly number[] = []) {
  const [payment] = FIXTURES.alone.wallet!.payments;
  const payments = depths.map((depth) => ({ ...payment!, stage: 'immature', depth }) as const);
  return { wallet: { ...FIXTURES.alone.wallet!, state: 'open', spendable, payments } as const };
}

describe('the coin that is spent twice', () => {
  it('is a virtual node’s where one has any, or of no cost in a sandbox', async () => {
    const lab = createFakeLaboratory();
    const poor = purseOf(walletWith(0), ROOM);
    expect(outlookOf(lab.snapshot(), poor, { ...ROOM, isSandbox: true })).toEqual({ kind: 'now' });
    await lab.add(1);
    expect(outlookOf(lab.snapshot(), poor, ROOM).kind).toBe('wait');
    await lab.call('lab-1', 'generate', 30);
    expect(outlookOf(lab.snapshot(), poor, ROOM)).toEqual({ kind: 'now' });
  });

  it('is lent by this tab where that has enough and can sign', () => {
    const { wallet } = walletWith(50 * COIN);
    const nobody = createFakeLaboratory().snapshot();
    expect(outlookOf(nobody, purseOf({ wallet }, ROOM), ROOM)).toEqual({ kind: 'loan' });
    const locked = purseOf({ wallet: { ...wallet, state: 'locked' } }, ROOM);
    expect(outlookOf(nobody, locked, ROOM)).toEqual({ kind: 'wait', blocks: 30 });
    const few = purseOf(walletWith(20 * COIN), ROOM);
    expect(outlookOf(nobody, few, ROOM).kind).toBe('wait');
  });

  it('is waited for until the first reward of anybody may be spent', () => {
    const purse = purseOf(walletWith(0, [3, 22, 11]), ROOM);
    expect(purse.blocksToReward).toBe(8);
    expect(waitOf(purse, ROOM, true)).toBe(8);
    expect(waitOf(purse, ROOM, false)).toBe(30);
  });
});
