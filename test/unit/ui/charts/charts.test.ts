/** What each chart draws and says, from columns that are known. */

import { describe, expect, it } from 'vitest';
import type { FeePreset } from '../../../../src/node/api.ts';
import { cellText, type Chart, rowAt, rowText } from '../../../../src/ui/charts/chart.ts';
import { ChartTable } from '../../../../src/ui/charts/chart-table.tsx';
import { difficultyChart, difficultySentence } from '../../../../src/ui/charts/difficulty-chart.ts';
import { feeChart, feeSentence } from '../../../../src/ui/charts/fee-chart.ts';
import {
  intervalChart,
  intervalSentence,
  intervalsIn,
  intervalWhy,
} from '../../../../src/ui/charts/interval-chart.ts';
import { mempoolChart, mempoolSentence } from '../../../../src/ui/charts/mempool-chart.ts';
import { plotData } from '../../../../src/ui/charts/plot-data.ts';
import { rateChart, rateSentence, roomRates } from '../../../../src/ui/charts/rate-chart.ts';
import { rowForKey } from '../../../../src/ui/charts/rows.ts';
import type { Sample } from '../../../../src/ui/charts/samples.ts';
import { hashesOf } from '../../../../src/ui/charts/statistics.ts';
import type { Stretch } from '../../../../src/ui/charts/stretch.ts';
import {
  type Arrival,
  travelChart,
  travelRows,
  travelSentence,
  travelWhy,
} from '../../../../src/ui/charts/travel-chart.ts';
import { cellsOf, plain } from '../../../support/vnode-text.ts';

const START = 1_700_000_000;
const hrefOf = (height: number) => `#/block/${height}`;

function stretchOf(columns: Stretch['columns'], first = 0): Stretch {
  const height = first + Object.values(columns)[0]!.length - 1;
  return { first, height, previousHash: null, joints: [{ height, hash: 'tip' }], columns };
}

/** Genesis, then blocks each so long after the one below. */
function minedEvery(
  seconds: number,
  blocks: number,
  difficulty: (height: number) => number = () => 1e-4,
): Stretch {
  const rows = Array.from({ length: blocks + 1 }, (_, height) => height);
  return stretchOf({
    time: rows.map((height) => START + seconds * height),
    difficulty: rows.map(difficulty),
  });
}

function seriesOf(chart: Chart | undefined, name: string) {
  const found = chart?.series.find((series) => series.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('the chart of hash rates', () => {
  const sampleAt = (at: number, hashesPerSecond: number): Sample => ({
    from: at * 1_000,
    at: at * 1_000,
    looks: 1,
    transactions: 0,
    sizeVbytes: 0,
    hashesPerSecond,
  });

  it('has a row for each block and each look, in their order', () => {
    const room = roomRates(minedEvery(10, 30), 100)!;
    const tip = START + 300;
    const chart = rateChart(room, [
      sampleAt(tip - 15, 5),
      sampleAt(tip - 4, 7),
      sampleAt(tip + 2, 9),
    ]);
    expect(chart.x.slice(-6)).toEqual([tip - 20, tip - 15, tip - 10, tip - 4, tip, tip + 2]);
    const own = seriesOf(chart, 'This tab, counted').values;
    expect(own.slice(-6)).toEqual([null, 5, 5, 7, 7, 9]);
    const rates = seriesOf(chart, 'Room, estimated').values;
    expect(rates.at(-1)).toBe(rates.at(-2));
    expect(rates.at(-1)).toBeCloseTo(((23 / 24) * hashesOf(1e-4)) / 10, 6);
  });

  it('says the estimate with its error, and what this tab does of it', () => {
    const chart = rateChart(roomRates(minedEvery(10, 30), 100)!, [sampleAt(START + 400, 4_000)]);
    const facts = { chart, blocks: 24, height: 30, isMining: true };
    expect(plain(rateSentence(facts))).toBe(
      'The room tries about 41.2 kH/s, as its last 24 blocks tell, give or take 20 %. ' +
        'This tab tries 4 kH/s.',
    );
    expect(rateSentence({ ...facts, isMining: false })).toContain('This tab is not mining.');
  });

  it('waits for the fifth block', () => {
    expect(roomRates(minedEvery(10, 4), 100)).toBeUndefined();
    expect(roomRates(minedEvery(10, 5), 100)).toBeDefined();
    const facts = { chart: undefined, blocks: 3, height: 4, isMining: true };
    expect(rateSentence(facts)).toBe(
      'The hash rate can be estimated from block 5 on; the chain is at 4.',
    );
  });
});

describe('the chart of difficulty', () => {
  const aim = { spacingSeconds: 10, hrefOf };

  it('has the hashes of each block, and the mean interval beside the aim', () => {
    const chart = difficultyChart(minedEvery(5, 200), aim, 100)!;
    expect(chart.x).toEqual(Array.from({ length: 100 }, (_, at) => 101 + at));
    expect(seriesOf(chart, 'Hashes a block takes').values.at(-1)).toBe(hashesOf(1e-4));
    expect(seriesOf(chart, 'Mean interval').values).toEqual(chart.x.map(() => 5));
    expect(seriesOf(chart, 'Aimed interval').values[0]).toBe(10);
  });

  it.each([
    [(height: number) => 1e-4 * (1 + height / 100), '49 % more than 99 blocks before'],
    [(height: number) => 1e-4 * (4 - height / 100), '33 % less than 99 blocks before'],
    [() => 1e-4, 'as it did 99 blocks before'],
    [(height: number) => (height < 200 ? 1e-4 : 4e-4), '300 % more than 99 blocks before'],
  ])('says how it moved (%#)', (difficulty, words) => {
    const stretch = minedEvery(5, 200, difficulty);
    const sentence = plain(difficultySentence(difficultyChart(stretch, aim, 100), 10));
    expect(sentence.replaceAll('.', '')).toContain(words);
    expect(sentence).toContain('Blocks came every 5 s lately; the room aims at 10 s.');
  });

  it('begins with the first block', () => {
    const chart = difficultyChart(minedEvery(5, 0), aim, 100);
    expect(difficultySentence(chart, 10)).toBe('This chart begins with the first block.');
  });
});

describe('the chart of intervals', () => {
  it('counts those of the newest blocks, and says how many were short', () => {
    const times = [0, 5, 8, 30, 28, 40, 41, 43, 50, 90, 95, 99].map((at) => START + at);
    const stretch = stretchOf({ time: times, difficulty: times.map(() => 1) }, 700);
    const intervals = intervalsIn(stretch, 11);
    expect(intervals).toEqual([5, 3, 22, -2, 12, 1, 2, 7, 40, 5, 4]);
    const chart = intervalChart(intervals, 10)!;
    const counts = seriesOf(chart, 'Blocks').values;
    expect(counts.slice(0, 4)).toEqual([2, 2, 3, 1]);
    expect(plain(rowText(chart, 1))).toBe('Interval 2 to 3 s, Blocks 2, Chance alone 1.7');
    expect(plain(rowText(chart, counts.length - 1))).toContain('Interval 50 s and more');
    expect(plain(intervalSentence(intervals, 10))).toBe(
      'Of 11 intervals 72 % were shorter than the 10 s aimed at; chance alone gives 61 %. ' +
        'The mean was 9 s, the longest 40 s.',
    );
    expect(intervalWhy(1)).toContain('One came out negative');
    expect(intervalWhy(0)).not.toContain('negative');
  });

  it('waits for ten of them', () => {
    const intervals = intervalsIn(minedEvery(5, 10), 100);
    expect(intervals).toHaveLength(9);
    expect(intervalChart(intervals, 10)).toBeUndefined();
    expect(plain(intervalSentence(intervals, 10))).toBe(
      '9 intervals so far; a shape can be seen from 10 on.',
    );
  });
});

describe('the chart of what waits', () => {
  const sample = (at: number, transactions: number): Sample => ({
    from: at,
    at,
    looks: 1,
    hashesPerSecond: 0,
    transactions,
    sizeVbytes: transactions * 154,
  });

  it('tells the number and the size of each look', () => {
    const chart = mempoolChart([sample(1_000, 3), sample(2_000, 0)])!;
    expect(chart.x).toEqual([1, 2]);
    expect(seriesOf(chart, 'Transactions').values).toEqual([3, 0]);
    expect(seriesOf(chart, 'Size').values).toEqual([462, 0]);
    expect(mempoolChart([sample(1_000, 3)])).toBeUndefined();
  });

  it.each([
    [[], 'Nothing was seen yet'],
    [[0, 0], 'Nothing has waited for a block since'],
    [[7, 0], 'Nothing waits for a block now; at most 7 did since'],
    [[1, 1], 'One transaction of 154 vB waits for a block; at most 1 did since'],
    [[9, 8], '8 transactions of 1.23 kvB wait for a block; at most 9 did since'],
  ])('says what waits of %j', (counts, words) => {
    const samples = counts.map((count, at) => sample(at * 1_000, count));
    expect(plain(mempoolSentence(samples))).toContain(words);
  });
});

describe('the chart of how blocks travel', () => {
  const arrival = (height: number, facts: Partial<Arrival> = {}): Arrival => ({
    hash: `${height}`,
    height,
    time: START + height,
    connected: 0,
    own: false,
    active: true,
    firstseen: (START + height) * 1_000 + 700,
    told: [],
    ...facts,
  });
  const told = (...delays: readonly number[]) =>
    delays.map((delay, peer) => ({ peer, key: `${peer}`.repeat(64), delay }));
  const facts = {
    nameOf: (peer: number) => `Peer ${peer}`,
    hrefOf,
    isSandbox: false,
  };
  const rows = travelRows([
    arrival(3, { told: told(0, 40, 90, 300) }),
    arrival(2, { told: told(0) }),
    arrival(4, { active: false }),
    arrival(4, { own: true, told: told(12, 18), firstseen: (START + 4) * 1_000 - 5 }),
    arrival(5, { told: told(0, 20), firstseen: (START + 5) * 1_000 - 2_000 }),
  ]);
  const atOnce = [arrival(6, { told: told(0, 0) })];

  it('is of the blocks that stand, by height', () => {
    const chart = travelChart(rows, facts)!;
    expect(chart.x).toEqual([2, 3, 4, 5]);
    expect(seriesOf(chart, 'Half of the peers').values).toEqual([null, 90, 12, 20]);
    expect(seriesOf(chart, 'Last peer').values).toEqual([null, 300, 18, 20]);
    expect(seriesOf(chart, 'Age by its header').values).toEqual([700, 700, null, -2_000]);
    const first = seriesOf(chart, 'First');
    expect(chart.x.map((_, row) => cellText(first, row))).toEqual([
      'Peer 0',
      'Peer 0',
      'this tab',
      'Peer 0',
    ]);
    expect(first.isForeign).toBe(true);
  });

  it('leaves out ages where times are set by command', () => {
    const names = travelChart(rows, { ...facts, isSandbox: true })!.series.map(({ name }) => name);
    expect(names).not.toContain('Age by its header');
  });

  it('says how long the last peer took, and what clocks are ahead', () => {
    expect(plain(travelSentence(rows, 3))).toBe(
      'Half of the last 3 blocks had been told by every linked peer within 20 ms of the first ' +
        'word; the slowest took 300 ms.',
    );
    expect(travelWhy(rows)).toContain('One block came before its own time');
    expect(travelSentence([], 0)).toContain('No peer is linked');
    expect(travelSentence([], 2)).toBe('No block has come since this page opened.');
    expect(travelSentence(rows.slice(0, 1), 1)).toContain('Too few peers');
  });

  it('draws what is at once at the lowest mark of its logarithm', () => {
    const [, half] = plotData(travelChart([...rows, ...atOnce], facts)!, 300);
    expect(half).toEqual([null, 90, 12, 20, 1]);
  });
});

describe('the chart of fees', () => {
  const presets: readonly FeePreset[] = [
    { name: 'slow', ticksPerKvb: 1_000, expectedBlocks: 2 },
    { name: 'fast', ticksPerKvb: 4_500, expectedBlocks: 1 },
  ];
  const stretch = stretchOf(
    {
      txs: [1, 3, null, 2],
      totalfee: [0, 1_000, null, 154],
      total_weight: [0, 1_232, null, 616],
      minfeerate: [null, 2.5, null, 1],
      medianfeerate: [null, 4, null, 1],
      maxfeerate: [null, 7.25, null, 1],
    },
    60,
  );

  it('has what was paid in each block, gaps where nobody paid, and what to offer now', () => {
    const chart = feeChart(stretch, { presets, hrefOf }, 100)!;
    expect(chart.x).toEqual([60, 61, 62, 63]);
    expect(seriesOf(chart, 'Middle').values).toEqual([null, 4, null, 1]);
    expect(seriesOf(chart, 'Fast, now').values).toEqual([4.5, 4.5, 4.5, 4.5]);
    expect(seriesOf(chart, 'Payments').values).toEqual([0, 2, null, 1]);
    expect(plain(rowText(chart, 1))).toBe(
      'Block 61, Highest 7.25 tick/vB, Middle 4 tick/vB, Lowest 2.5 tick/vB, ' +
        'Slow, now 1 tick/vB, Fast, now 4.5 tick/vB, Payments 2, Fees 0.000 010 00 TAB, ' +
        'Weight 1 232 WU',
    );
  });

  it('says how many blocks held payments, and what the next one should', () => {
    expect(plain(feeSentence(stretch, presets, 100))).toBe(
      'Of the newest 4 blocks 2 held payments; in the middle they paid 2.5 tick/vB. ' +
        'To be in the next block, 4.5 tick/vB should do now.',
    );
    const empty = stretchOf({ txs: [1, 1], medianfeerate: [null, null] });
    expect(plain(feeSentence(empty, [], 100))).toBe('The newest 2 blocks held no payment.');
  });
});

describe('the table of a chart', () => {
  const chart = difficultyChart(minedEvery(5, 300), { spacingSeconds: 10, hrefOf }, 250)!;

  it('has the rows of the chart, newest first, each cell as it is read out', () => {
    const { head, body, links } = cellsOf(ChartTable({ chart, title: 'x', testId: 'x' }));
    expect(head).toEqual(['Block', ...chart.series.map(({ name }) => name)]);
    expect(body).toHaveLength(200);
    body.forEach((cells, at) => {
      const row = chart.x.length - 1 - at;
      const expected = chart.series.map((series) => cellText(series, row));
      expect(cells).toEqual([chart.formatX(chart.x[row]!, row), ...expected]);
    });
    expect(links[0]).toBe('#/block/300');
  });

  it('says how many rows it leaves out', () => {
    const { text } = cellsOf(ChartTable({ chart, title: 'x', testId: 'x' }));
    expect(plain(text)).toContain('The newest 200 rows of 250.');
  });
});

describe('the cursor', () => {
  it('goes to the nearest row', () => {
    const chart = { x: [10, 20, 40] };
    const rows = [-5, 10, 14, 16, 29, 31, 99].map((place) => rowAt(chart, place));
    expect(rows).toEqual([0, 0, 0, 1, 1, 2, 2]);
  });

  it('goes as sliders do, and stays within the rows', () => {
    expect(rowForKey('ArrowLeft', 50, 99)).toBe(49);
    expect(rowForKey('ArrowUp', 50, 99)).toBe(51);
    expect(rowForKey('PageDown', 50, 99)).toBe(40);
    expect(rowForKey('Home', 50, 99)).toBe(0);
    expect(rowForKey('End', 50, 99)).toBe(99);
    expect(rowForKey('ArrowRight', 99, 99)).toBe(99);
    expect(rowForKey('ArrowLeft', 0, 0)).toBe(0);
    expect(rowForKey('a', 50, 99)).toBeUndefined();
  });
});
