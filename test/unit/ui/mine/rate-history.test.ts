import { describe, expect, it } from 'vitest';
import { EMPTY_HISTORY, rateLine, sampleRates } from '../../../../src/ui/mine/rate-history.ts';

const SAMPLES_MAX = 120;

describe('the history of hash rates', () => {
  it('takes at most one sample a second', () => {
    const first = sampleRates(EMPTY_HISTORY, [1, 2], 0);
    expect(sampleRates(first, [3, 4], 999)).toBe(first);
    expect(sampleRates(first, [3, 4], 1000).series).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  it('forgets a thread that was stopped', () => {
    const two = sampleRates(EMPTY_HISTORY, [1, 2], 0);
    expect(sampleRates(two, [3], 10).series).toEqual([[1, 3]]);
  });

  it('keeps the newest samples and no more than its limit', () => {
    let history = EMPTY_HISTORY;
    for (let second = 0; second < SAMPLES_MAX * 3; second += 1) {
      history = sampleRates(history, [second], second * 1000);
    }
    expect(history.series[0]).toHaveLength(SAMPLES_MAX);
    expect(history.series[0]?.at(-1)).toBe(SAMPLES_MAX * 3 - 1);
  });
});

describe('the line of a hash rate', () => {
  const box = { width: 119, height: 20 };

  it('ends at the right edge and starts where its samples do', () => {
    expect(rateLine([10, 5], 10, box)).toBe('M118.0 0.0L119.0 10.0');
  });

  it('lies on the ground while nothing is hashed', () => {
    expect(rateLine([0], 0, box)).toBe('M119.0 20.0');
    expect(rateLine([], 1, box)).toBe('');
  });
});
