import { describe, expect, it } from 'vitest';
import {
  addSample,
  NO_SAMPLES,
  type Sample,
  type Samples,
} from '../../../../src/ui/charts/samples.ts';
import { recent, timeRanges } from '../../../../src/ui/charts/time-ranges.ts';

const START = 1_700_000_000_000;

function sample(at: number, facts: Partial<Sample> = {}): Sample {
  const none = { transactions: 0, sizeVbytes: 0, hashesPerSecond: 0, looks: 1 };
  return { ...none, from: START + at, at: START + at, ...facts };
}

function addAll(samples: Samples, added: readonly Sample[]): Samples {
  return added.reduce(addSample, samples);
}

describe('samples of what waits', () => {
  it('of one second are one: the most that waited, the mean of the rate', () => {
    const { rows } = addAll(NO_SAMPLES, [
      sample(0, { transactions: 3, sizeVbytes: 500, hashesPerSecond: 100 }),
      sample(400, { transactions: 9, sizeVbytes: 200, hashesPerSecond: 400 }),
      sample(999, { transactions: 1, hashesPerSecond: 700 }),
      sample(1_000, { transactions: 2 }),
    ]);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ transactions: 9, sizeVbytes: 500, hashesPerSecond: 400 });
    expect(rows[0]).toMatchObject({ from: START, at: START + 999 });
  });

  it('are 1,024 at most, and reach back to the first one', () => {
    const hours = Array.from({ length: 10_000 }, (_, at) =>
      sample(at * 1_000, { transactions: at === 4_321 ? 77 : 1, hashesPerSecond: 5 }),
    );
    const { rows, spanMs } = addAll(NO_SAMPLES, hours);
    expect(rows.length).toBeLessThanOrEqual(1_024);
    expect(rows.length).toBeGreaterThan(512);
    expect(spanMs).toBe(16_000);
    expect(rows[0]!.from).toBe(START);
    expect(rows.at(-1)!.at).toBe(START + 9_999_000);
    expect(rows.every(({ at }, row) => row === 0 || at > rows[row - 1]!.at)).toBe(true);
    expect(Math.max(...rows.map(({ transactions }) => transactions)), 'a peak stays').toBe(77);
    expect(rows.reduce((sum, { looks }) => sum + looks, 0)).toBe(10_000);
  });

  it('begin anew when the clock was set back', () => {
    const { rows } = addAll(NO_SAMPLES, [sample(50_000), sample(51_000), sample(10)]);
    expect(rows).toMatchObject([{ at: START + 10 }]);
  });

  it('are shown for as long as they reach', () => {
    const quarter = addAll(
      NO_SAMPLES,
      Array.from({ length: 900 }, (_, at) => sample(at * 1_000)),
    ).rows;
    expect(timeRanges(quarter).map(({ value }) => value)).toEqual([10, 'all']);
    expect(timeRanges([]).map(({ value }) => value)).toEqual(['all']);
    expect(recent(quarter, 10)).toHaveLength(600);
    expect(recent(quarter, 'all')).toHaveLength(900);
    expect(recent([], 10)).toEqual([]);
  });
});
