import { describe, expect, it } from 'vitest';
import { SLOW_LINKS } from '../../../../../src/ui/lab/experiments/slow-links.ts';
import { createLabRun } from '../../../../support/lab-run.ts';

describe('slow links', () => {
  it('are counted against fast ones: every block found, and those that stand', async () => {
    const { lab, run, settle, settings, told } = createLabRun(SLOW_LINKS, { isSandbox: false });
    void run.play(settings);
    await settle(() => {
      if (lab.snapshot().weather.latencyMs === 0) return lab.find('lab-1');
      // Slow: two at once, that hear of each other only afterwards.
      lab.cut('lab-1', 'lab-2');
      for (const ref of ['self', 'lab-3', 'lab-4', 'lab-5']) lab.cut('lab-1', ref);
      lab.find('lab-1');
      lab.find('lab-2');
      lab.find('lab-2');
      return lab.healAll();
    });
    expect(run.state.value.status).toBe('done');
    const lines = told().map((found) => found.join(' ').replaceAll('\u00a0', ' '));
    expect(lines[1]).toContain('Of 10 blocks, 0 were stale: 0 % of the work was lost.');
    // Three tenths of 10 s would be more than the links bear.
    expect(lines[2]).toContain('takes 2 s longer');
    expect(lines[2]).toContain('Of 12 blocks, 4 were stale: 33 % of the work was lost.');
    expect(lines[3]).toContain('0 % with fast messages, 33 % with slow ones');
  });

  it('are as slow as is told', async () => {
    const room = { isSandbox: false, targetSpacingSeconds: 5 };
    const { lab, run, settle, settings, told } = createLabRun(SLOW_LINKS, room);
    const seen = new Set<number>();
    void run.play(settings);
    await settle(() => {
      seen.add(lab.snapshot().weather.latencyMs);
      lab.find('lab-1');
    });
    expect([...seen]).toEqual([0, 1_500]);
    expect(told()[2]![0]).toContain('takes 1.5 s longer');
  });

  it('are fast again however it ends', async () => {
    const { lab, run, settle, settings } = createLabRun(SLOW_LINKS, { isSandbox: false });
    void run.play(settings);
    await settle(() => {
      if (lab.snapshot().weather.latencyMs > 0) run.stop();
      else lab.find('lab-1');
    });
    expect(run.state.value.status).toBe('stopped');
    expect(lab.snapshot().weather).toEqual({ latencyMs: 0, lossPercent: 0 });
    expect(lab.isListenedTo()).toBe(false);
  });
});
