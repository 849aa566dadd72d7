import { describe, expect, it } from 'vitest';
import { SECRET } from '../../../../../src/ui/lab/experiments/secret.ts';
import { createLabRun } from '../../../../support/lab-run.ts';

describe('mining in secret', () => {
  it('cuts the attacker off from everybody, whoever is there', async () => {
    const { lab, run, settle, settings } = createLabRun(SECRET);
    await lab.add(6);
    void run.play(settings);
    await settle();
    expect(lab.asked).toContain('partition self+room+lab-2+lab-3+lab-4+lab-5+lab-6 | lab-1');
  });

  it('wins with most of the hashes, and the public loses its blocks', async () => {
    const { lab, run, settle, settings, told } = createLabRun(SECRET, {}, { share: 70 });
    void run.play(settings);
    await settle();
    const [, , raced, released] = told();
    expect(raced!.join(' ').replaceAll('\u00a0', ' ')).toContain('grew by 4 blocks');
    expect(released![0]).toContain('The secret branch had more work');
    expect(released![1]!.replaceAll('\u00a0', ' ')).toContain('2 blocks of the public are stale');
    expect(lab.own.height).toBe(4);
  });

  it('fails with few of them, and the attacker has worked for nothing', async () => {
    const { run, settle, settings, told } = createLabRun(SECRET, {}, { share: 30 });
    void run.play(settings);
    await settle();
    const [, , , released] = told();
    expect(released![0]).toContain('nobody took the secret one');
    expect(released![1]!.replaceAll('\u00a0', ' ')).toContain('of the attacker are stale');
  });

  it('tells of no winner where nobody had found a block', async () => {
    const { run, settle, settings, told } = createLabRun(SECRET, { isSandbox: false });
    void run.play(settings);
    await settle(() => run.hurry());
    expect(run.state.value.status).toBe('done');
    expect(told()[3]).toEqual(['No side had found a block: nothing was lost.']);
  });

  it('at one half goes on until one side is ahead', async () => {
    const { lab, run, settle, settings } = createLabRun(SECRET, {}, { share: 50 });
    void run.play(settings);
    await settle();
    expect(run.state.value.status).toBe('done');
    expect(lab.own.height).toBe(4);
  });

  it('owns that other tabs may mine, too', async () => {
    const { lab, run, settle, settings, told } = createLabRun(SECRET, { isSandbox: false });
    lab.meet('ab12cd34');
    for (let step = 0; step < 3; step += 1) {
      void run.next(settings);
      await settle(() => void lab.find('lab-1'));
    }
    expect(told()[2]!.join(' ')).toContain('Other tabs may mine in public, too');
  });

  it('where blocks cost work deals out shares, and gives equal branches a next block', async () => {
    const { lab, run, settle, settings, held } = createLabRun(SECRET, { isSandbox: false });
    void run.play(settings);
    await settle(() => {
      const isApart = lab.snapshot().links.some(({ state }) => state === 'cut');
      const mining = lab.snapshot().nodes.filter(({ share }) => share > 0);
      if (isApart && mining.length > 0) for (const ref of ['lab-1', 'lab-2']) lab.find(ref);
      else if (mining.length === 4 && lab.own.height > 0) lab.find('lab-1');
    });
    expect(run.state.value.status).toBe('done');
    expect(lab.asked).toContain('shares {"lab-1":70,"lab-2":10,"lab-3":10,"lab-4":10}');
    // Three each: the seventh block decides.
    expect(lab.own.height).toBe(4);
    expect(held.at(0)).toBe(true);
    expect(held.at(-1)).toBe(false);
  });
});
