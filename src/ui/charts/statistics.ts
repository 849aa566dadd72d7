/**
 * What the columns of a chain say: rates over windows, intervals and how often each length comes.
 * A block's work is the hashes that it takes on average; its interval is its time minus that of the
 * block below, by the clocks of two miners, so that it may be negative.
 */

/** Difficulty 1 is a target of 0xffff × 2^208. */
const HASHES_OF_DIFFICULTY_ONE = 2 ** 48 / 0xffff;
/** Fewer intervals tell nothing of a rate. */
const INTERVALS_MIN = 4;

/** Hashes that a block of this difficulty takes on average. */
export function hashesOf(difficulty: number): number {
  return difficulty * HASHES_OF_DIFFICULTY_ONE;
}

export interface MinedColumns {
  /** Height of the first row. */
  readonly first: number;
  readonly time: readonly number[];
  readonly difficulty: readonly number[];
}

/**
 * For each row the room's hash rate over at most `window` blocks up to it, as the node estimates it
 * (node/room-rate.ts): work over n waits is too high by n / (n − 1) on average. Nothing is known of
 * the time before the first mined block.
 */
export function rollingRates(columns: MinedColumns, window: number): (number | null)[] {
  const { time, difficulty } = columns;
  const work = prefixSums(difficulty.map(hashesOf));
  return time.map((now, row) => {
    const blocks = Math.min(window, row - lowestRow(columns));
    if (blocks < INTERVALS_MIN) return null;
    const seconds = now - time[row - blocks]!;
    if (seconds <= 0) return null;
    const hashes = work[row + 1]! - work[row + 1 - blocks]!;
    return (((blocks - 1) / blocks) * hashes) / seconds;
  });
}

/** For each row the mean interval of at most `window` blocks up to it. */
export function rollingIntervals(columns: MinedColumns, window: number): (number | null)[] {
  const { time } = columns;
  return time.map((now, row) => {
    const blocks = Math.min(window, row - lowestRow(columns));
    return blocks < INTERVALS_MIN ? null : (now - time[row - blocks]!) / blocks;
  });
}

/** Of each row but the first; none from genesis, where the room's clock began without miners. */
export function intervalsOf(columns: MinedColumns, fromRow = 0): number[] {
  const { time } = columns;
  const lowest = Math.max(fromRow, lowestRow(columns));
  return time.slice(lowest + 1).map((now, at) => now - time[lowest + at]!);
}

/** The row of block 1, or the first there is. */
function lowestRow({ first }: MinedColumns): number {
  return Math.max(0, 1 - first);
}

export interface Bin {
  /** Seconds; the last one has no end. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** How many a steady search would put here, on average. */
  readonly expected: number;
}

/** The bins reach so many aimed intervals; 0.7 % of waits are longer and share the last one. */
const SPAN_SPACINGS = 5;
const BINS_PER_SPACING = 5;

/**
 * Intervals beside what a steady search with the aimed mean gives, in bins of whole seconds;
 * negative intervals are in the first.
 */
export function histogram(intervals: readonly number[], spacingSeconds: number): Bin[] {
  const width = Math.max(1, Math.round(spacingSeconds / BINS_PER_SPACING));
  const bins = Math.ceil((SPAN_SPACINGS * spacingSeconds) / width);
  const counts = Array.from({ length: bins + 1 }, () => 0);
  for (const interval of intervals) {
    counts[Math.min(bins, Math.max(0, Math.floor(interval / width)))]! += 1;
  }
  return counts.map((count, at) => {
    const from = at * width;
    const to = at === bins ? Infinity : from + width;
    const share = shareFrom(from, spacingSeconds) - shareFrom(to, spacingSeconds);
    return { from, to, count, expected: intervals.length * share };
  });
}

/**
 * The share of intervals of at least k whole seconds. Waits are exponential, but header times are
 * cut to seconds, and the difference of two cut times is k for waits from k − 1 to k + 1, the most
 * often for k: the share is the mean of e^(−t/s) over the second before k. For s = 10 it makes 61 %
 * of the intervals shorter than s, where of waits 63 % are.
 */
export function shareFrom(seconds: number, spacingSeconds: number): number {
  if (seconds <= 0) return 1;
  if (seconds === Infinity) return 0;
  const beyond = (wait: number) => Math.exp(-wait / spacingSeconds);
  return spacingSeconds * (beyond(seconds - 1) - beyond(seconds));
}

/** The middle one, or the mean of both middle ones; undefined of nothing. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((left, right) => left - right);
  const half = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[half];
  return sorted.length === 0 ? undefined : (sorted[half - 1]! + sorted[half]!) / 2;
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A header's time may lie before its parent's: on an axis time only goes on. */
export function risingTimes(times: readonly number[]): number[] {
  let latest = -Infinity;
  return times.map((time) => (latest = Math.max(latest, time)));
}

/** Of large arrays, which are no arguments: Math.max(...values) overflows the stack. */
export function largestOf(values: Iterable<number | null>): number {
  let largest = -Infinity;
  for (const value of values) if (value !== null && value > largest) largest = value;
  return largest;
}

function prefixSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at += 1) sums[at + 1] = sums[at]! + values[at]!;
  return sums;
}
