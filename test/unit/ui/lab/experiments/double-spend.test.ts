import { describe, expect, it } from 'vitest';
import { DOUBLE_SPEND } from '../../../../../src/ui/lab/experiments/double-spend.ts';
import { createLabRun, untilQuiet } from '../../../../support/lab-run.ts';

describe('a payment that is taken back', () => {
  it('is paid, cut off, replaced in secret, confirmed in public, and released', async () => {
    const { lab, run, settle, settings } = createLabRun(DOUBLE_SPEND);
    void run.play(settings);
    await settle();
    expect(run.state.value.status).toBe('done');
    const acts = lab.asked.map((asked) => asked.split(' ').slice(0, 3).join(' '));
    const order = [
      'add 4',
      'call lab-1 generate',
      'call lab-1 sendtoaddress',
      'partition self+room+lab-2+lab-3+lab-4 |',
      'call lab-1 canceltransaction',
      'call lab-3 generate',
      'healAll',
    ].map((act) => acts.indexOf(act));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order.every((at) => at >= 0)).toBe(true);
  });

  it('leaves the merchant with nothing when the attacker has most of the hashes', async () => {
    const { run, settle, settings, told } = createLabRun(DOUBLE_SPEND, {}, { share: 70 });
    void run.play(settings);
    await settle();
    const lines = told().map((found) => found.join(' ').replaceAll('\u00a0', ' '));
    expect(lines[4]).toContain('2 confirmations: the merchant handed the goods over');
    expect(lines[5]).toContain('The merchant’s payment is Replaced');
  });

  it('fails when the attacker has few of them: the payment stands', async () => {
    const { run, settle, settings, told } = createLabRun(DOUBLE_SPEND, {}, { share: 30 });
    void run.play(settings);
    await settle();
    expect(told()[5]!.join(' ')).toContain('The merchant’s payment stands');
  });

  it('makes no blocks for an attacker that has coins already', async () => {
    const { lab, run, settle, settings } = createLabRun(DOUBLE_SPEND);
    await lab.add(4);
    await lab.call('lab-1', 'generate', 31);
    void run.next(settings);
    await settle();
    void run.next(settings);
    await settle();
    expect(lab.asked.filter((asked) => asked.includes('generate'))).toHaveLength(1);
    expect(run.state.value.step).toBe(2);
  });

  it('is paid once more when somebody mines it before the cut', async () => {
    const { lab, run, settle, settings, told } = createLabRun(DOUBLE_SPEND);
    for (let step = 0; step < 3; step += 1) {
      void run.next(settings);
      await settle();
    }
    lab.find('self');
    void run.play(settings);
    await settle();
    expect(run.state.value.status).toBe('done');
    expect(lab.asked.filter((asked) => asked.includes('sendtoaddress'))).toHaveLength(2);
    expect(told()[3]![0]).toBe('It is in a block already, so the attacker pays once more.');
    expect(told()[5]!.join(' ')).toContain('Replaced');
  });

  it('is made by whoever has coins already', async () => {
    const { lab, run, settle, settings, told } = createLabRun(DOUBLE_SPEND, { isSandbox: false });
    await lab.add(4);
    for (let block = 0; block < 31; block += 1) lab.find('lab-3');
    void run.next(settings);
    await settle();
    void run.next(settings);
    await settle();
    expect(told()[0]!.at(-1)).toMatch(/^.Miner lab-3. is the attacker, .Miner lab-1. the merchant/);
    expect(run.state.value.step).toBe(2);
  });

  const rich = () => ({ spendable: 5_000_000_000, blocksToReward: undefined });

  it('begins with the next block on a loan of this tab’s, which comes back', async () => {
    const { lab, run, settle, settings } = createLabRun(
      DOUBLE_SPEND,
      { isSandbox: false },
      { share: 70 },
      rich,
    );
    void run.next(settings);
    await settle();
    void run.next(settings);
    let found = 0;
    await settle(() => {
      found += 1;
      lab.find('lab-1');
    });
    expect(run.state.value.step).toBe(2);
    expect(found).toBeLessThan(4);
    expect(lab.asked).toContain('call self sendtoaddress address of lab-1 20');
    run.stop();
    await settle();
    await untilQuiet();
    expect(lab.asked.at(-1)).toMatch(/^call lab-1 send /);
  });

  it('lends nothing where its user does not want it', async () => {
    const { lab, run, settle, settings } = createLabRun(
      DOUBLE_SPEND,
      { isSandbox: false },
      { loan: false },
      rich,
    );
    void run.next(settings);
    await settle();
    void run.next(settings);
    await settle(() => void lab.find('lab-1'));
    expect(lab.asked.filter((asked) => asked.startsWith('call self'))).toEqual([]);
  });

  it('where blocks cost work waits in sight until a reward is mature', async () => {
    const { lab, run, settle, settings } = createLabRun(DOUBLE_SPEND, { isSandbox: false });
    void run.next(settings);
    await settle();
    void run.next(settings);
    const seen: number[] = [];
    await settle(() => {
      seen.push(run.state.value.progress!.done);
      lab.find('lab-1');
    });
    expect(run.state.value.status).toBe('paused');
    expect(seen.at(-1)).toBeGreaterThan(20);
    expect(lab.asked).toContain('shares {"lab-1":100,"lab-2":0,"lab-3":0,"lab-4":0}');
  });
});
