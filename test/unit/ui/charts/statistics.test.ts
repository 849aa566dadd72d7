import { describe, expect, it } from 'vitest';
import { expandCompact, blockWork } from '../../../../src/consensus/pow.ts';
import { difficultyOf } from '../../../../src/node/describe.ts';
import { estimateRoomRate, type MinedChain } from '../../../../src/node/room-rate.ts';
import {
  hashesOf,
  histogram,
  intervalsOf,
  largestOf,
  medianOf,
  type MinedColumns,
  risingTimes,
  rollingIntervals,
  rollingRates,
  shareFrom,
} from '../../../../src/ui/charts/statistics.ts';

const SEED = 0x1234567;

/** Numbers between 0 and 1, neither of them among them. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** Blocks from genesis on, each so long after the one below. */
function columnsOf(waits: readonly number[], difficulty = 1e-4): MinedColumns {
  const time = [1_000_000];
  for (const wait of waits) time.push(time.at(-1)! + wait);
  return { first: 0, time, difficulty: time.map(() => difficulty) };
}

describe('the work of a block', () => {
  it.each([0x1d00ffff, 0x1e0fffff, 0x207fffff, 0x1b0404cb])('is that of its bits, %i', (bits) => {
    const exact = Number(2n ** 256n / expandCompact(bits).target);
    expect(hashesOf(difficultyOf(bits)) / exact).toBeCloseTo(1, 6);
    // The rule divides by one more than the target.
    expect(hashesOf(difficultyOf(bits)) / Number(blockWork(bits))).toBeCloseTo(1, 1);
  });
});

describe('the rolling hash rate', () => {
  const random = createRandom(SEED);
  const columns = columnsOf(Array.from({ length: 300 }, () => Math.ceil(-10 * Math.log(random()))));

  it('ends where the node’s own estimate is', () => {
    const { time, difficulty } = columns;
    const hashes = BigInt(Math.round(hashesOf(difficulty[0]!)));
    const chain: MinedChain = {
      height: time.length - 1,
      tip: time.length - 1,
      activeAt: (height) => height,
      index: { time: (handle) => time[handle]!, chainWork: (handle) => hashes * BigInt(handle) },
    };
    const { hashesPerSecond } = estimateRoomRate(chain)!;
    const rate = rollingRates(columns, 120).at(-1)!;
    expect(rate / hashesPerSecond, `seed ${SEED}`).toBeCloseTo(1, 4);
  });

  it('is at each block what a plain sum over its window gives', () => {
    const window = 24;
    const { time, difficulty } = columns;
    const rates = rollingRates(columns, window);
    for (const row of [5, 24, 25, 26, 150, 300]) {
      const blocks = Math.min(window, row - 1);
      let hashes = 0;
      for (let at = row; at > row - blocks; at -= 1) hashes += hashesOf(difficulty[at]!);
      const expected = (((blocks - 1) / blocks) * hashes) / (time[row]! - time[row - blocks]!);
      expect(rates[row]! / expected, `row ${row}`).toBeCloseTo(1, 9);
    }
  });

  it('is unknown before the fifth block, and where times run backwards', () => {
    const young = columnsOf([9_999, 10, 10, 10, 10]);
    expect(rollingRates(young, 24).map((rate) => rate !== null)).toEqual(
      [0, 1, 2, 3, 4, 5].map((height) => height === 5),
    );
    const backwards = { ...young, first: 50, time: [60, 50, 40, 30, 20, 10] };
    expect(rollingRates(backwards, 24)).toEqual([null, null, null, null, null, null]);
  });

  it('looks back from the first row of a stretch that begins above genesis', () => {
    const above = { ...columnsOf([10, 10, 10, 10]), first: 900 };
    expect(rollingRates(above, 24).at(-1)).toBeCloseTo(((3 / 4) * hashesOf(1e-4)) / 10, 9);
    expect(rollingIntervals(above, 24)).toEqual([null, null, null, null, 10]);
  });
});

describe('intervals', () => {
  it('are differences of times, without the empty time before the first block', () => {
    expect(intervalsOf(columnsOf([9_999, 3, -2, 7]))).toEqual([3, -2, 7]);
    expect(intervalsOf({ ...columnsOf([5, 3]), first: 40 })).toEqual([5, 3]);
    expect(intervalsOf(columnsOf([]))).toEqual([]);
  });

  it('fall into bins of whole seconds, negative ones into the first, long ones in the last', () => {
    const bins = histogram([-4, 0, 1, 2, 9, 10, 49, 50, 1_000], 10);
    expect(bins).toHaveLength(26);
    expect(bins.slice(0, 2)).toMatchObject([
      { from: 0, to: 2, count: 3 },
      { from: 2, to: 4, count: 1 },
    ]);
    expect(bins.slice(-2)).toMatchObject([
      { from: 48, to: 50, count: 1 },
      { from: 50, to: Infinity, count: 2 },
    ]);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(9);
  });

  it.each([1, 3, 10, 600])('stand beside what chance gives in whole seconds, for %i', (spacing) => {
    const random = createRandom(SEED);
    let now = 0;
    const times = Array.from({ length: 40_001 }, () => {
      now -= spacing * Math.log(random());
      return Math.floor(now);
    });
    const intervals = times.slice(1).map((time, at) => time - times[at]!);
    const bins = histogram(intervals, spacing);
    expect(bins.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(40_000, 6);
    for (const { count, expected } of bins) {
      // Five standard deviations of a count.
      expect(Math.abs(count - expected), `seed ${SEED}`).toBeLessThan(5 * Math.sqrt(expected + 1));
    }
  });

  it('are longer than aimed at as often as waits are, where seconds are fine enough', () => {
    expect(shareFrom(10, 10)).toBeCloseTo(0.387, 3);
    expect(shareFrom(100_000, 100_000)).toBeCloseTo(Math.exp(-1), 5);
    expect([shareFrom(-3, 10), shareFrom(0, 10), shareFrom(Infinity, 10)]).toEqual([1, 1, 0]);
  });
});

describe('small figures', () => {
  it('have a middle', () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect(medianOf([])).toBeUndefined();
  });

  it('have a largest one, however many they are', () => {
    const many = Array.from({ length: 200_000 }, (_, at) => (at % 7 === 0 ? null : at));
    expect(largestOf(many)).toBe(199_999);
  });

  it('of time only rise', () => {
    expect(risingTimes([5, 7, 6, 6, 9])).toEqual([5, 7, 7, 7, 9]);
  });
});
