import { describe, expect, it } from 'vitest';
import { LaboratoryError } from '../../../../../src/lab/api.ts';
import { CommandError } from '../../../../../src/node/api.ts';
import { EXPERIMENTS } from '../../../../../src/ui/lab/experiments/all.ts';
import type { Bench, Experiment } from '../../../../../src/ui/lab/experiments/experiment.ts';
import { SECRET } from '../../../../../src/ui/lab/experiments/secret.ts';
import { createFakeLaboratory, type FakeLaboratory } from '../../../../support/fake-laboratory.ts';
import { createLabRun, untilQuiet } from '../../../../support/lab-run.ts';

const IDLE_BENCH: Bench = {
  lab: createFakeLaboratory(),
  room: { isSandbox: true, targetSpacingSeconds: 10, maturity: 30 },
  settings: { share: 50, confirmations: 1, loan: true },
  call: () => Promise.reject(new Error('nothing is asked yet')),
  tell: () => {},
  show: () => {},
  until: () => new Promise(() => {}),
  needs: () => {},
  purse: () => ({ spendable: 0, blocksToReward: undefined }),
  afterwards: () => {},
  holdOwnMining: async () => {},
};

function experimentOf(...acts: ReadonlyArray<(bench: Bench) => Promise<void>>): Experiment {
  return {
    ...SECRET,
    steps: acts.map((_, at) => `step ${at}`),
    begin: (bench) => acts.map((act) => () => act(bench)),
  };
}

describe('an experiment', () => {
  it.each(EXPERIMENTS)('$id has an act for each of its steps', (experiment) => {
    const { run } = createLabRun(experiment);
    expect(experiment.begin(IDLE_BENCH)).toHaveLength(experiment.steps.length);
    expect(run.state.value.findings).toHaveLength(experiment.steps.length);
  });

  it('is taken step by step, and begins anew after its last', async () => {
    const done: number[] = [];
    const step = (number: number) => async (bench: Bench) => {
      done.push(number);
      bench.tell({ words: () => `found ${number}` });
    };
    const { run, settle, settings, told } = createLabRun(experimentOf(step(0), step(1)));
    void run.next(settings);
    await settle();
    expect([run.state.value.status, run.state.value.step]).toEqual(['paused', 1]);
    void run.next(settings);
    await settle();
    expect(run.state.value.status).toBe('done');
    expect(told()).toEqual([['found 0'], ['found 1']]);
    void run.next(settings);
    await settle();
    expect(done).toEqual([0, 1, 0]);
    expect(told()).toEqual([['found 0'], []]);
  });

  it('that is stopped puts back what it changed, and does nothing more', async () => {
    const { lab, run, settle, settings, held } = createLabRun(
      experimentOf(async (bench) => {
        await bench.lab.add(3);
        bench.lab.partition([['self'], ['lab-1', 'lab-2']]);
        bench.lab.setWeather({ latencyMs: 500, lossPercent: 5 });
        bench.lab.setShares({ 'lab-1': 80 });
        await bench.holdOwnMining();
        await bench.until(() => undefined);
        await bench.lab.add(9);
      }),
      { isSandbox: false },
    );
    void run.play(settings);
    await untilQuiet();
    run.stop();
    await settle();
    expect(run.state.value.status).toBe('stopped');
    expect(lab.snapshot().links.every(({ state }) => state === 'up')).toBe(true);
    expect(lab.snapshot().weather).toEqual({ latencyMs: 0, lossPercent: 0 });
    expect(lab.snapshot().nodes.map(({ share }) => share)).toEqual([33, 33, 33]);
    expect(held).toEqual([true, false]);
    expect(lab.asked).not.toContain('add 9');
    expect(lab.isListenedTo()).toBe(false);
  });

  it('that is stopped while the laboratory opens does nothing, until started again', async () => {
    const done: string[] = [];
    const { run, lab, settle, settings } = createLabRun(
      experimentOf(async () => void done.push('acted')),
    );
    lab.partition([['self'], ['lab-1']]);
    const before = [...lab.asked];
    const playing = run.play(settings);
    run.stop();
    await playing;
    expect(run.state.value.status).toBe('stopped');
    expect([done, lab.asked]).toEqual([[], before]);
    void run.play(settings);
    await settle();
    expect(run.state.value.status).toBe('done');
    expect(done).toEqual(['acted']);
  });

  it('begins with every link up, and gives shares and weather back as they were', async () => {
    const { lab, run, settle, settings, told } = createLabRun(
      experimentOf(async (bench) => {
        bench.lab.partition([['self'], ['lab-2']]);
        bench.lab.setWeather({ latencyMs: 0, lossPercent: 0 });
        bench.lab.setShares({ 'lab-1': 90, 'lab-2': 10 });
        await bench.lab.add(1);
      }),
      { isSandbox: false },
    );
    await lab.add(2);
    lab.setShares({ 'lab-1': 30, 'lab-2': 0 });
    lab.setWeather({ latencyMs: 300, lossPercent: 0 });
    lab.cut('self', 'lab-1');
    void run.play(settings);
    await settle();
    expect(told()[0]).toEqual(['Links that were cut by hand are up again.']);
    expect(lab.snapshot().links.every(({ state }) => state === 'up')).toBe(true);
    expect(lab.snapshot().weather.latencyMs).toBe(300);
    expect(lab.snapshot().nodes.map(({ share }) => share)).toEqual([30, 0, 0]);
  });

  it.each([
    ['a refused command', new CommandError(-5, 'Insufficient funds'), 'Insufficient funds'],
    ['a laboratory that is full', new LaboratoryError('full', ''), 'as many virtual nodes'],
  ])('that fails by %s says why, and puts back', async (_, error, words) => {
    const { lab, run, settle, settings } = createLabRun(
      experimentOf(async (bench) => {
        bench.lab.partition([['self'], ['lab-1']]);
        await Promise.reject(error);
      }),
    );
    await lab.add(1);
    void run.play(settings);
    await settle();
    expect(run.state.value.status).toBe('failed');
    expect(run.state.value.complaint!()).toContain(words);
    expect(lab.snapshot().links[0]!.state).toBe('up');
  });

  it.each<[string, (lab: FakeLaboratory) => void, string]>([
    ['leaves', (lab) => lab.remove('lab-2'), 'This node has left the laboratory'],
    ['stops', (lab) => lab.lose(), 'The worker of the virtual nodes stopped by a fault'],
  ])('ends in words when a node that it needs %s', async (_, act, words) => {
    const { run, settle, settings } = createLabRun(
      experimentOf(async (bench) => {
        bench.needs(await bench.lab.add(2));
        await bench.until(() => undefined);
      }),
    );
    void run.play(settings);
    await settle(act);
    expect(run.state.value.status).toBe('failed');
    expect(run.state.value.complaint!()).toContain(words);
  });

  it('offers to wait no longer only where that is possible', async () => {
    const { run, settle, settings, lab } = createLabRun(
      experimentOf(
        async (bench) => void (await bench.until(() => undefined, 'may-be-cut-short')),
        async (bench) => void (await bench.until(({ nodes }) => nodes[0])),
      ),
    );
    void run.play(settings);
    await untilQuiet();
    expect(run.state.value.canHurry).toBe(true);
    run.hurry();
    await untilQuiet();
    expect([run.state.value.step, run.state.value.canHurry]).toEqual([1, false]);
    run.hurry();
    await untilQuiet();
    expect(run.state.value.status).toBe('running');
    await lab.add(1);
    await settle();
    expect(run.state.value.status).toBe('done');
  });

  it('is not started twice at once', async () => {
    let begun = 0;
    const { run, settle, settings } = createLabRun(experimentOf(async () => void (begun += 1)));
    void run.play(settings);
    void run.play(settings);
    await settle();
    expect(begun).toBe(1);
  });
});
