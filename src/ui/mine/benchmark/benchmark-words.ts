/** What the benchmark says: its rows in words, and the whole of it as text that can be sent. */

import { formatCount, formatDecimal, formatDuration, formatHashRate } from '../../format.ts';
import { say, sayCount, toSay } from '../../language/say.ts';
import { type BenchmarkProgress, type SpeedRow, STEP_SECONDS } from './run-benchmark.ts';
import type { SpeedKernel } from './speed-messages.ts';

const SECONDS_PER_HOUR = 3_600;

const NAMES: Readonly<Record<SpeedKernel, string>> = {
  plain: toSay('Plain'),
  scalar: toSay('WebAssembly'),
  simd: toSay('SIMD'),
  gpu: toSay('Graphics card'),
};

const MEANINGS: Readonly<Record<SpeedKernel, string>> = {
  plain: toSay('Plain: the TypeScript of this page, one hash at a time'),
  scalar: toSay('WebAssembly: a program made for this page, one hash at a time'),
  simd: toSay(
    'SIMD: the same program in vectors of 128 bits, four nonces at a time, each with four versions',
  ),
  gpu: toSay('Graphics card: the same program again, thousands of hashes at a time'),
};

export function kernelName(kernel: SpeedKernel): string {
  return say(NAMES[kernel]);
}

export function kernelMeaning(kernel: SpeedKernel): string {
  return say(MEANINGS[kernel]);
}

/** What the row can do at its most. */
export function bestRate({ one = 0, all = 0 }: SpeedRow): number {
  return Math.max(one, all);
}

export function blocksPerHour(hashesPerSecond: number, difficultyHashes: number): number {
  return (hashesPerSecond * SECONDS_PER_HOUR) / difficultyHashes;
}

export function formatPace(blocks: number): string {
  return blocks >= 100 ? formatCount(blocks) : formatDecimal(blocks);
}

export function stepSentence({ step, done, total }: BenchmarkProgress): string {
  const left = formatDuration((total - done) * STEP_SECONDS);
  if (step.kernel === 'gpu')
    return say('Measuring the graphics card; about {left} left.', { left });
  return sayCount(
    step.threads,
    'Measuring {program} on {count} thread; about {left} left.',
    'Measuring {program} on {count} threads; about {left} left.',
    { program: kernelName(step.kernel), left },
  );
}

/** What the best of it comes to in this room. */
export function paceSentence(rows: readonly SpeedRow[], difficultyHashes: number): string {
  const best = rows.reduce((most, row) => (bestRate(row) > bestRate(most) ? row : most));
  if (bestRate(best) === 0) return say('Nothing could be measured here.');
  const blocks = blocksPerHour(bestRate(best), difficultyHashes);
  return sayCount(
    blocks,
    'At its most, with {program}, this device would find {count} block an hour in this room, ' +
      'one every {every}, at the difficulty of now.',
    'At its most, with {program}, this device would find {count} blocks an hour in this room, ' +
      'one every {every}, at the difficulty of now.',
    {
      program: kernelName(best.kernel),
      count: formatPace(blocks),
      every: formatDuration(SECONDS_PER_HOUR / blocks),
    },
  );
}

export function threadsWords(threads: number): string {
  return sayCount(threads, '{count} thread', '{count} threads');
}

export interface SpeedFacts {
  readonly rows: readonly SpeedRow[];
  readonly threads: number;
  readonly difficultyHashes: number;
  readonly room: string;
  /** The browser's own words for itself. */
  readonly browser: string;
  /** Day and time. */
  readonly moment: string;
}

/** The table as plain text: columns by spaces, no characters that a mail program would lose. */
export function speedText(facts: SpeedFacts): string {
  const { rows, threads, difficultyHashes, room, browser, moment } = facts;
  const table = [
    ['', threadsWords(1), threadsWords(threads), say('blocks/hour')],
    ...rows.map((row) => [
      kernelName(row.kernel),
      rateOrDash(row.one),
      rateOrDash(row.all),
      row.reason === undefined ? formatPace(blocksPerHour(bestRate(row), difficultyHashes)) : '-',
    ]),
  ];
  // On one core all threads are one.
  const columns = threads > 1 ? table : table.map((row) => row.toSpliced(2, 1));
  const lines = [
    say('Tabchain: double SHA-256 of block headers, {moment}', { moment }),
    browser,
    '',
    ...align(columns),
    '',
    say('Blocks per hour in the room {room}, where a block takes {hashes} hashes on average.', {
      room,
      hashes: formatCount(difficultyHashes),
    }),
  ];
  return lines.map(plainSpaces).join('\n');
}

function rateOrDash(rate: number | undefined): string {
  return rate === undefined ? '-' : formatHashRate(rate);
}

/** Names to the left, figures to the right. */
function align(table: readonly (readonly string[])[]): string[] {
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column]!;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width + 2);
      })
      .join(''),
  );
}

function plainSpaces(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ').trimEnd();
}
