/** How hard blocks are to find, and how the intervals answer to it. */

import { formatCount, formatHeight, formatPercent } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { heights, minedColumns } from './chain-rows.ts';
import type { Chart } from './chart.ts';
import { formatSeconds, markHashes, markSeconds } from './marks.ts';
import { windowOf } from './rate-chart.ts';
import { hashesOf, rollingIntervals } from './statistics.ts';
import type { Stretch } from './stretch.ts';

export interface Aim {
  readonly spacingSeconds: number;
  readonly hrefOf: (height: number) => string;
}

export function difficultyChart(
  stretch: Stretch,
  { spacingSeconds, hrefOf }: Aim,
  rows: number,
): Chart | undefined {
  const window = windowOf(rows);
  const columns = minedColumns(stretch, rows + window);
  const means = rollingIntervals(columns, window);
  const skipped = Math.max(0, means.length - rows);
  const hashes = columns.difficulty.slice(skipped).map(hashesOf);
  if (hashes.length < 2) return undefined;
  return {
    xName: say('Block'),
    x: heights(columns.first + skipped, hashes.length),
    xKind: 'count',
    formatX: formatHeight,
    hrefX: hrefOf,
    series: [
      {
        name: say('Hashes a block takes'),
        values: hashes,
        format: markHashes,
        shape: 'step',
        tone: 'accent',
      },
      {
        name: say('Mean interval'),
        values: means.slice(skipped),
        format: formatSeconds,
        shape: 'line',
        tone: 'ink',
        side: 'right',
      },
      {
        name: say('Aimed interval'),
        values: hashes.map(() => spacingSeconds),
        format: formatSeconds,
        shape: 'line',
        tone: 'quiet',
        isDashed: true,
        side: 'right',
      },
    ],
    left: { format: markHashes },
    right: { format: markSeconds },
  };
}

/** Less is no change that one could see. */
const CHANGE_MIN = 0.01;

export function difficultySentence(chart: Chart | undefined, spacingSeconds: number): string {
  if (chart === undefined) return say('This chart begins with the first block.');
  const hashes = chart.series[0]!.values as readonly number[];
  const [before, now] = [hashes[0]!, hashes.at(-1)!];
  const mean = chart.series[1]!.values.at(-1) ?? null;
  const change = changeSentence(now / before - 1, formatAbout(now), hashes.length - 1);
  if (mean === null) return change;
  const pace = say('Blocks came every {mean} lately; the room aims at {spacing}.', {
    mean: formatSeconds(mean),
    spacing: formatSeconds(spacingSeconds),
  });
  return `${change} ${pace}`;
}

function changeSentence(change: number, hashes: string, blocks: number): string {
  const facts = { hashes, percent: formatRise(change) };
  if (Math.abs(change) < CHANGE_MIN) {
    return sayCount(
      blocks,
      'A block takes {hashes} hashes on average, as it did a block before.',
      'A block takes {hashes} hashes on average, as it did {count} blocks before.',
      facts,
    );
  }
  if (change > 0) {
    return sayCount(
      blocks,
      'A block takes {hashes} hashes on average, {percent} more than a block before.',
      'A block takes {hashes} hashes on average, {percent} more than {count} blocks before.',
      facts,
    );
  }
  return sayCount(
    blocks,
    'A block takes {hashes} hashes on average, {percent} less than a block before.',
    'A block takes {hashes} hashes on average, {percent} less than {count} blocks before.',
    facts,
  );
}

/** Three digits say enough, and all places are written: nobody reads 10⁶ aloud. */
function formatAbout(count: number): string {
  return formatCount(Number(count.toPrecision(3)));
}

/** A share may be more than all: '250 %'. */
function formatRise(change: number): string {
  const percent = Math.round(Math.abs(change) * 100);
  return percent <= 100 ? formatPercent(percent / 100) : `${formatCount(percent)}\u00a0%`;
}

export function difficultyWhy(): string {
  return say(
    'Each header names the target that its hash must stay below; the hashes that takes on ' +
      'average are shown, in thousands (kH) or millions (MH). The rule raises them while blocks ' +
      'come sooner than aimed at, and lowers them while they come later. The mean interval runs ' +
      'over the last blocks up to each.',
  );
}
