import { describe, expect, it } from 'vitest';
import { DIFFICULTY } from '../../../../../src/ui/lab/experiments/difficulty.ts';
import { createLabRun } from '../../../../support/lab-run.ts';

describe('twice the hashes', () => {
  it('are measured before and after, with this tab’s own miner at rest', async () => {
    const { lab, run, settle, settings, held, told } = createLabRun(DIFFICULTY, {
      isSandbox: false,
    });
    void run.play(settings);
    await settle(() => void lab.find('lab-1'));
    expect(run.state.value.status).toBe('done');
    const shares = lab.asked.filter((asked) => asked.startsWith('shares'));
    expect(shares.slice(0, 2)).toEqual([
      'shares {"lab-1":25,"lab-2":25}',
      'shares {"lab-1":50,"lab-2":50}',
    ]);
    expect(held).toEqual([true, false]);
    const lines = told().map((found) => found.join(' ').replaceAll('\u00a0', ' '));
    expect(lines[1]).toContain('500 kH/s found 8 blocks, one every 10 s on average.');
    expect(lines[2]).toContain('1.00 MH/s found 20 blocks');
    expect(lines[3]).toContain('by a factor of 1.00');
  });

  it('cut short before any block say nothing that is no number', async () => {
    const { run, settle, settings, told } = createLabRun(DIFFICULTY, { isSandbox: false });
    void run.play(settings);
    await settle(() => run.hurry());
    expect(run.state.value.status).toBe('done');
    const lines = told().map((found) => found.join(' ').replaceAll('\u00a0', ' '));
    expect(lines.join(' ')).not.toMatch(/NaN|Infinity|undefined|every 0 s/);
    expect(lines.slice(1, 3)).toEqual(['0 blocks since then', '0 blocks since then']);
  });
});
