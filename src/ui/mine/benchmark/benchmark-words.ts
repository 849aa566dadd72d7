/** What the benchmark says: its rows in words, and the whole of it as text that can be sent. */

import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatHashRate,
  formatPlural,
} from '../../format.ts';
import { type BenchmarkProgress, type SpeedRow, STEP_SECONDS } from './run-benchmark.ts';
import type { SpeedKernel } from './speed-messages.ts';

const SECONDS_PER_HOUR = 3_600;

const NAMES: Readonly<Record<SpeedKernel, string>> = {
  plain: 'Plain',
  scalar: 'WebAssembly',
  simd: 'SIMD',
  gpu: 'Graphics card',
};

const MEANINGS: Readonly<Record<SpeedKernel, string>> = {
  plain: 'the TypeScript of this page, one hash at a time',
  scalar: 'a program made for this page in WebAssembly, one hash at a time',
  simd: 'the same program in vectors of 128 bits, four nonces at a time, each with four versions',
  gpu: 'the same program again, thousands of hashes at a time',
};

export function kernelName(kernel: SpeedKernel): string {
  return NAMES[kernel];
}

export function kernelMeaning(kernel: SpeedKernel): string {
  return `${NAMES[kernel]}: ${MEANINGS[kernel]}`;
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
  const where = step.kernel === 'gpu' ? '' : ` on ${formatPlural(step.threads, 'thread')}`;
  const left = formatDuration((total - done) * STEP_SECONDS);
  return `Measuring ${NAMES[step.kernel]}${where}; about ${left} left.`;
}

/** What the best of it comes to in this room. */
export function paceSentence(rows: readonly SpeedRow[], difficultyHashes: number): string {
  const best = rows.reduce((most, row) => (bestRate(row) > bestRate(most) ? row : most));
  if (bestRate(best) === 0) return 'Nothing could be measured here.';
  const blocks = blocksPerHour(bestRate(best), difficultyHashes);
  const every = formatDuration(SECONDS_PER_HOUR / blocks);
  return (
    `With ${NAMES[best.kernel]} at its most this device would find ${formatPace(blocks)} blocks ` +
    `an hour in this room, one every ${every}, at the difficulty of now.`
  );
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
    ['', '1 thread', `${threads} threads`, 'blocks/hour'],
    ...rows.map((row) => [
      NAMES[row.kernel],
      rateOrDash(row.one),
      rateOrDash(row.all),
      row.reason === undefined ? formatPace(blocksPerHour(bestRate(row), difficultyHashes)) : '-',
    ]),
  ];
  // On one core all threads are one.
  const columns = threads > 1 ? table : table.map((row) => row.toSpliced(2, 1));
  const lines = [
    `Tabchain: double SHA-256 of block headers, ${moment}`,
    browser,
    '',
    ...align(columns),
    '',
    `Blocks per hour in the room ${room}, where a block takes ` +
      `${formatCount(difficultyHashes)} hashes on average.`,
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
