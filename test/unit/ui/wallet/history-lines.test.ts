import { describe, expect, it } from 'vitest';
import type { PaymentRow } from '../../../../src/node/api.ts';
import {
  historyLines,
  lineKeys,
  rewardsLabel,
  rewardsSentence,
  sumOf,
} from '../../../../src/ui/wallet/history-lines.ts';
import { fixturePayment } from '../../../support/fixture-wallets.ts';

const COIN = 100_000_000;

function reward(height: number, changes: Partial<PaymentRow> = {}): PaymentRow {
  const seed = `reward ${height}`;
  return fixturePayment(seed, {
    kind: 'mined',
    stage: 'immature',
    net: 50 * COIN,
    height,
    ...changes,
  });
}

const rewards = (from: number, count: number, changes: Partial<PaymentRow> = {}) =>
  Array.from({ length: count }, (_, at) => reward(from - at, changes));
const paid = fixturePayment('paid');

describe('the lines of a history', () => {
  it('tell rewards in a row as one, and leave payments as they are', () => {
    const lines = historyLines([...rewards(20, 5), paid, ...rewards(14, 2)]);
    expect(lines.map(({ kind }) => kind)).toEqual(['rewards', 'payment', 'payment', 'payment']);
    expect(lines[0]).toEqual({ kind: 'rewards', rows: rewards(20, 5) });
  });

  it('do not mix rewards that stand differently', () => {
    const old = [3, 2, 1].map((height) => reward(height, { stage: 'confirmed' }));
    const lines = historyLines([...rewards(20, 3), ...old]);
    expect(lines.map((line) => line.kind === 'rewards' && line.rows.length)).toEqual([3, 3]);
  });

  it('never join payments of people', () => {
    const received = Array.from({ length: 5 }, (_, at) => fixturePayment(`${at}`));
    expect(historyLines(received).every(({ kind }) => kind === 'payment')).toBe(true);
  });

  it('lose no payment and keep their order', () => {
    const all = [...rewards(20, 7), paid, ...rewards(9, 1)];
    const told = historyLines(all).flatMap((line) =>
      line.kind === 'payment' ? [line.row] : line.rows,
    );
    expect(told).toEqual(all);
  });

  it('stay the same lines while blocks come, ripen and pass out of sight', () => {
    const linesAt = (height: number) =>
      historyLines([...rewards(height, 5), ...rewards(height - 5, 4, { stage: 'confirmed' })]);
    const keys = lineKeys(linesAt(20));
    expect(new Set(keys).size).toBe(2);
    expect(lineKeys(linesAt(21))).toEqual(keys);
  });

  it('are told apart however many runs stand alike', () => {
    const lines = historyLines([...rewards(20, 3), paid, ...rewards(16, 3)]);
    expect(new Set(lineKeys(lines)).size).toBe(3);
  });
});

describe('a run of rewards in words', () => {
  it('counts them, names their blocks and adds them up', () => {
    const run = rewards(1_210, 12);
    expect(rewardsLabel(run).replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(
      '12 rewards, blocks 1 199 to 1 210',
    );
    expect(sumOf(run)).toBe(600 * COIN);
  });

  it('says how they stand', () => {
    expect(rewardsSentence([reward(3)])).toContain('five minutes of blocks');
    expect(rewardsSentence([reward(3, { stage: 'orphaned' })])).toContain('lost the race');
    expect(rewardsSentence([reward(3, { stage: 'confirmed' })])).toContain('can be spent');
  });
});
