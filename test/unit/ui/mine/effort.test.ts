import { describe, expect, it } from 'vitest';
import {
  defaultChoice,
  type MiningChoice,
  presetOf,
  presetsOf,
  readChoice,
  writeChoice,
} from '../../../../src/ui/mine/effort.ts';

describe('the presets', () => {
  it('are one thread that rests most of the time, half of the cores, and all of them', () => {
    expect(presetsOf(8)).toEqual([
      { name: 'quiet', threads: 1, duty: 25 },
      { name: 'balanced', threads: 4, duty: 100 },
      { name: 'all', threads: 8, duty: 100 },
    ]);
  });

  it.each([1, 2, 3, 16, 64])('are three different efforts, each more, on %i cores', (cores) => {
    const work = presetsOf(cores).map(({ threads, duty }) => threads * duty);
    expect(work[0]).toBeLessThan(work[1]!);
    expect(work[1]).toBeLessThan(work[2]!);
    expect(presetsOf(cores).every(({ threads }) => threads >= 1 && threads <= cores)).toBe(true);
  });

  it('are recognized, whatever the graphics card does, and nothing else is', () => {
    expect(presetOf({ threads: 1, duty: 25, gpu: 40 }, 8)).toBe('quiet');
    expect(presetOf({ threads: 8, duty: 100, gpu: 0 }, 8)).toBe('all');
    expect(presetOf({ threads: 3, duty: 100, gpu: 0 }, 8)).toBeUndefined();
  });
});

describe('what a tab remembers of mining', () => {
  const choice: MiningChoice = {
    isOn: true,
    effort: { threads: 3, duty: 45, gpu: 10 },
    pausesOnBattery: false,
  };

  it('is what it was told', () => {
    expect(readChoice(writeChoice(choice), 8)).toEqual(choice);
  });

  it('never wants more threads than this device has', () => {
    expect(readChoice(writeChoice(choice), 2)!.effort.threads).toBe(2);
  });

  it.each([
    undefined,
    '',
    '2',
    '[]',
    '{"isOn":true}',
    writeChoice({ ...choice, effort: { threads: 0, duty: 100, gpu: 0 } }),
    writeChoice({ ...choice, effort: { threads: 1.5, duty: 100, gpu: 0 } }),
    writeChoice({ ...choice, effort: { threads: 1, duty: 5, gpu: 0 } }),
    writeChoice({ ...choice, effort: { threads: 1, duty: 100, gpu: 101 } }),
  ])('is nothing where it is damaged: %s', (text) => {
    expect(readChoice(text, 8)).toBeUndefined();
  });

  it('begins with half of the cores and with a pause on battery', () => {
    const effort = { threads: 4, duty: 100, gpu: 0 };
    expect(defaultChoice(8, true)).toEqual({ isOn: true, effort, pausesOnBattery: true });
    expect(defaultChoice(8, false).isOn).toBe(false);
  });
});
