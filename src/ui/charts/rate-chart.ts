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

interface Moment {
  readonly at: number;
  readonly room: number | null;
  readonly own: number | null;
}

export function rateChart(
  stretch: Stretch,
  samples: readonly Sample[],
  rows: number,
): Chart | undefined {
  const window = windowOf(rows);
  const columns = minedColumns(stretch, rows + window);
  const rates = rollingRates(columns, window);
  const skipped = Math.max(0, rates.length - rows);
  const times = risingTimes(columns.time);
  const blocks = times.slice(skipped).map((at, row) => ({ at, room: rates[skipped + row]! }));
  if (blocks.every(({ room }) => room === null)) return undefined;
  const moments = merged(blocks, samples);
  return {
    xName: say('Time'),
    x: moments.map(({ at }) => at),
    xKind: 'time',
    formatX: formatClock,
    series: [
      {
        name: say('Room, estimated'),
        values: moments.map(({ room }) => room),
        format: markRate,
        shape: 'line',
        tone: 'accent',
      },
      {
        name: say('This tab, counted'),
        values: moments.map(({ own }) => own),
        format: markRate,
        shape: 'line',
        tone: 'ink',
        isDashed: true,
      },
    ],
    left: { format: markRate },
  };
}

/** Blocks and samples by time: between two blocks the estimate stays what it was. */
function merged(
  blocks: ReadonlyArray<Pick<Moment, 'at' | 'room'>>,
  samples: readonly Sample[],
): Moment[] {
  const own = samples.map(({ at, hashesPerSecond }) => ({ at: at / 1000, own: hashesPerSecond }));
  const moments: Moment[] = [];
  let [block, sample] = [0, 0];
  while (own[sample] !== undefined && own[sample]!.at < blocks[0]!.at) sample += 1;
  let room: number | null = null;
  let mine: number | null = own[sample - 1]?.own ?? null;
  while (block < blocks.length || sample < own.length) {
    const [nextBlock, nextSample] = [blocks[block], own[sample]];
    const isBlock = (nextBlock?.at ?? Infinity) <= (nextSample?.at ?? Infinity);
    if (isBlock) {
      room = nextBlock!.room;
      block += 1;
    } else {
      mine = nextSample!.own;
      sample += 1;
    }
    moments.push({ at: isBlock ? nextBlock!.at : nextSample!.at, room, own: mine });
  }
  return moments;
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
    'Nobody counts the hashes of others. The estimate is the work in the last {count} blocks over ' +
      'the time that they took: it moves by luck alone, and lags behind a real change. This tab’s ' +
      'own rate is counted, about once a second, since the page opened.',
  );
}

export function lastOf(series: Values): number | undefined {
  return series.findLast((value) => value !== null) ?? undefined;
}
