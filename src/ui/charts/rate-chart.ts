/** How fast the room searches, as its chain tells, and how fast this tab does, as it counts. */

import { formatHeight, formatPercent } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { minedColumns } from './chain-rows.ts';
import type { Chart, Values } from './chart.ts';
import { formatClock, markRate } from './marks.ts';
import type { Sample } from './samples.ts';
import { risingTimes, rollingRates } from './statistics.ts';
import type { Stretch } from './stretch.ts';

/** A window that shows changes in a hundred blocks, and a calmer one where more is seen. */
export const windowOf = (rows: number) => (rows <= 100 ? 24 : 120);

export interface RoomRates {
  /** Seconds since 1970, rising. */
  readonly times: readonly number[];
  readonly rates: Values;
}

/** The room's rate at each of the newest `rows` blocks; undefined while none can be estimated. */
export function roomRates(stretch: Stretch, rows: number): RoomRates | undefined {
  const window = windowOf(rows);
  const columns = minedColumns(stretch, rows + window);
  const rates = rollingRates(columns, window);
  const skipped = Math.max(0, rates.length - rows);
  const room = { times: risingTimes(columns.time).slice(skipped), rates: rates.slice(skipped) };
  return room.rates.some((rate) => rate !== null) ? room : undefined;
}

export function rateChart(room: RoomRates, samples: readonly Sample[]): Chart {
  const rows = withSamples(room, samples);
  return {
    xName: say('Time'),
    x: rows.times,
    xKind: 'time',
    formatX: formatClock,
    series: [
      {
        name: say('Room, estimated'),
        values: rows.rates,
        format: markRate,
        shape: 'step',
        tone: 'accent',
      },
      {
        name: say('This tab, counted'),
        values: rows.own,
        format: markRate,
        shape: 'line',
        tone: 'ink',
        isDashed: true,
      },
    ],
    left: { format: markRate },
  };
}

interface RateRows extends RoomRates {
  readonly own: Values;
}

/**
 * Blocks and samples by time: between two blocks the estimate stays what it was, and so does the
 * count between two samples. What was before the page opened is taken over as it is.
 */
function withSamples({ times, rates }: RoomRates, samples: readonly Sample[]): RateRows {
  const seen = samples.filter(({ at }) => at / 1000 >= times[0]!);
  const opened = (seen[0]?.at ?? Infinity) / 1000;
  const before = times.findLastIndex((time) => time < opened) + 1;
  const rows = {
    times: times.slice(0, before),
    rates: rates.slice(0, before),
    own: Array.from<number | null>({ length: before }).fill(null),
  };
  let [block, sample] = [before, 0];
  while (block < times.length || sample < seen.length) {
    const blockAt = times[block] ?? Infinity;
    const sampleAt = (seen[sample]?.at ?? Infinity) / 1000;
    if (blockAt <= sampleAt) block += 1;
    else sample += 1;
    rows.times.push(Math.min(blockAt, sampleAt));
    rows.rates.push(rates[block - 1] ?? null);
    rows.own.push(seen[sample - 1]?.hashesPerSecond ?? null);
  }
  return rows;
}

export interface RateFacts {
  readonly chart: Chart | undefined;
  /** Blocks that the newest estimate looks at. */
  readonly blocks: number;
  readonly height: number;
  readonly isMining: boolean;
}

/** Blocks after which there is an estimate. */
const FIRST_AT = 5;

export function rateSentence({ chart, blocks, height, isMining }: RateFacts): string {
  if (chart === undefined) return waitingSentence(height);
  const room = lastOf(chart.series[0]!.values) ?? 0;
  const own = lastOf(chart.series[1]!.values) ?? 0;
  const error = formatPercent(1 / Math.sqrt(blocks));
  const estimate = sayCount(
    blocks,
    'The room tries about {rate}, as its last block tells.',
    'The room tries about {rate}, as its last {count} blocks tell, give or take {error}.',
    { rate: markRate(room), error },
  );
  const share = isMining
    ? say('This tab tries {rate}.', { rate: markRate(own) })
    : say('This tab is not mining.');
  return `${estimate} ${share}`;
}

function waitingSentence(height: number): string {
  return say('The hash rate can be estimated from block {first} on; the chain is at {height}.', {
    first: formatHeight(FIRST_AT),
    height: formatHeight(height),
  });
}

export function rateWhy(window: number): string {
  return sayCount(
    window,
    'Nobody counts the hashes of others.',
    'Nobody counts the hashes of others. The estimate is the work in the last {count} blocks ' +
      'over the time that they took: it moves by luck alone, and lags behind a real change. This ' +
      'tab’s own rate is counted, about once a second, since the page opened.',
  );
}

export function lastOf(series: Values): number | undefined {
  return series.findLast((value) => value !== null) ?? undefined;
}
