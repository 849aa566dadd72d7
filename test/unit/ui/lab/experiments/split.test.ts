import { describe, expect, it } from 'vitest';
import { SELF } from '../../../../../src/lab/api.ts';
import { SPLIT } from '../../../../../src/ui/lab/experiments/split.ts';
import { createLabRun } from '../../../../support/lab-run.ts';

describe('a room that splits', () => {
  it('in a sandbox adds five, cuts three from three, makes blocks, and heals', async () => {
    const { lab, run, settle, settings } = createLabRun(SPLIT);
    void run.play(settings);
    await settle();
    expect(run.state.value.status).toBe('done');
    expect(lab.asked).toEqual([
      'add 5',
      'partition self+room+lab-1+lab-2 | lab-3+lab-4+lab-5',
      'call lab-1 generate 1',
      'call lab-3 generate 1',
      'call lab-1 generate 1',
      'call lab-3 generate 1',
      'call lab-3 generate 1',
      'healAll',
    ]);
    expect(new Set(lab.snapshot().nodes.map(({ tip }) => tip))).toEqual(new Set([lab.own.tip]));
  });

  it('says which side lost, how much, and links to both ends', async () => {
    const { run, settle, settings, told } = createLabRun(SPLIT);
    void run.play(settings);
    await settle();
    const [, cut, mined, healed] = told();
    expect(cut![0]).toContain('this tab');
    expect(mined!.slice(0, 2)).toEqual(['Side A stands on block 2.', 'Side B stands on block 3.']);
    expect(healed![0]).toBe('Side B had more work, so its branch is the chain of all now.');
    expect(healed![1]!.replaceAll('\u00a0', ' ')).toContain('Side A lost 2 blocks');
    const [, , , last] = run.state.value.findings;
    expect(new Set(last!.slice(0, 2).map(({ block }) => block)).size).toBe(2);
  });

  it('where blocks cost work waits for both sides, and stands still until they meet', async () => {
    const { lab, run, settle, settings, held, told } = createLabRun(SPLIT, { isSandbox: false });
    void run.play(settings);
    let turn = 0;
    await settle(() => {
      const isApart = lab.snapshot().links.some(({ state }) => state === 'cut');
      const isMining = lab.snapshot().nodes.some(({ share }) => share > 0);
      // Side A is faster: three blocks to two.
      if (isApart && isMining) lab.find(['lab-1', 'lab-3', SELF][turn++ % 3]!);
    });
    expect(run.state.value.status).toBe('done');
    expect(lab.asked.some((asked) => asked.includes('generate'))).toBe(false);
    expect(lab.asked).toContain('shares {"lab-1":25,"lab-2":25,"lab-3":16,"lab-4":16,"lab-5":16}');
    expect(lab.asked).toContain('shares {"lab-1":0,"lab-2":0,"lab-3":0,"lab-4":0,"lab-5":0}');
    expect(held).toEqual([true, false]);
    expect(told()[3]![0]).toContain('Side A had more work');
  });

  it('says that other tabs stay with this one', async () => {
    const { lab, run, settle, settings, told } = createLabRun(SPLIT);
    lab.meet('ab12cd34');
    for (let step = 0; step < 2; step += 1) {
      void run.next(settings);
      await settle();
    }
    expect(told()[1]).toContain(
      'Other tabs are on side A, too: only links of this page can be cut here.',
    );
  });

  it('with no block on either side loses nothing', async () => {
    const { run, settle, settings, told } = createLabRun(SPLIT, { isSandbox: false });
    void run.play(settings);
    await settle(() => run.hurry());
    expect(run.state.value.status).toBe('done');
    expect(told()[3]).toEqual(['No side had found a block: nothing was lost.']);
  });
});
