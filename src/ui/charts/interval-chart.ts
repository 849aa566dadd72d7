/** How long blocks let people wait, beside what chance alone gives. */

import { formatCount, formatPercent, formatTenths } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { minedColumns } from './chain-rows.ts';
import type { Chart } from './chart.ts';
import { formatSeconds, markSeconds, markWhole } from './marks.ts';
import { type Bin, histogram, intervalsOf, largestOf, meanOf, shareFrom } from './statistics.ts';
import type { Stretch } from './stretch.ts';

/** Fewer make no shape. */
const INTERVALS_MIN = 10;

export function intervalsIn(stretch: Stretch, rows: number): number[] {
  // One more, for the interval of the first.
  return intervalsOf(minedColumns(stretch, rows + 1));
}

export function intervalChart(
  intervals: readonly number[],
  spacingSeconds: number,
): Chart | undefined {
  if (intervals.length < INTERVALS_MIN) return undefined;
  const bins = histogram(intervals, spacingSeconds);
  const width = bins[0]!.to;
  return {
    xName: say('Interval'),
    // The middle of each bin.
    x: bins.map(({ from }) => from + width / 2),
    xKind: 'count',
    markX: markSeconds,
    formatX: (_, row) => binWords(bins[row]!),
    series: [
      {
        name: say('Blocks'),
        values: bins.map(({ count }) => count),
        format: formatCount,
        shape: 'bars',
        tone: 'accent',
      },
      {
        name: say('Chance alone'),
        values: bins.map(({ expected }) => expected),
        format: formatTenths,
        shape: 'line',
        tone: 'ink',
      },
    ],
    isForward: true,
    left: { format: markWhole },
  };
}

function binWords({ from, to }: Bin): string {
  if (to === Infinity) return say('{from} and more', { from: formatSeconds(from) });
  // Whole seconds: the end belongs to the next bin.
  if (to - from === 1) return formatSeconds(from);
  return say('{from} to {to}', { from: formatCount(from), to: formatSeconds(to - 1) });
}

export function intervalSentence(intervals: readonly number[], spacingSeconds: number): string {
  const { length: count } = intervals;
  if (count < INTERVALS_MIN) {
    return sayCount(
      count,
      'One interval so far; a shape can be seen from {least} on.',
      '{count} intervals so far; a shape can be seen from {least} on.',
      { least: formatCount(INTERVALS_MIN) },
    );
  }
  const shorter = intervals.filter((interval) => interval < spacingSeconds).length;
  return sayCount(
    count,
    'The one interval was {mean}.',
    'Of {count} intervals {share} were shorter than the {spacing} aimed at; chance alone gives ' +
      '{chance}. The mean was {mean}, the longest {longest}.',
    {
      share: formatPercent(shorter / count),
      spacing: formatSeconds(spacingSeconds),
      chance: formatPercent(1 - shareFrom(spacingSeconds, spacingSeconds)),
      mean: formatSeconds(Math.round(meanOf(intervals) * 10) / 10),
      longest: formatSeconds(largestOf(intervals)),
    },
  );
}

export function intervalWhy(negative: number): string {
  const why = say(
    'Each hash is a draw that knows nothing of those before, so at a steady rate waits follow an ' +
      'exponential law: short ones are common, long ones rare, and no wait makes the next block ' +
      'due. The line is that law, with the mean that the room aims at. Intervals are differences ' +
      'of header times, which are whole seconds by the clocks of two miners; the line allows for ' +
      'the seconds.',
  );
  if (negative === 0) return why;
  const odd = sayCount(
    negative,
    'One came out negative, and is counted with the shortest.',
    '{count} came out negative, and are counted with the shortest.',
  );
  return `${why} ${odd}`;
}
