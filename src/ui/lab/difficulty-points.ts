/** Difficulty and wait of each block, and where they stand in the drawing. */

import type { BookBlock } from './block-book.ts';

export interface DifficultyPoint {
  readonly height: number;
  readonly difficulty: number;
  /** From its parent's time to its own; a clock may have gone back. */
  readonly waitSeconds: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DrawnPoints {
  readonly bars: readonly Box[];
  /** Path data: a step for each block. */
  readonly line: string;
  /** Where the target spacing lies among the waits. */
  readonly aim: number;
}

interface Scale {
  readonly spacing: number;
  readonly width: number;
  readonly height: number;
}

const BAR_SHARE = 0.6;
/** Waits beyond so many times the aim are cut off: one of them would flatten all others. */
const WAITS_MAX = 4;

/** Of a branch, lowest block first; the first has no parent to be measured from. */
export function pointsOf(branch: readonly BookBlock[]): DifficultyPoint[] {
  return branch.slice(1).map(({ height, difficulty, time }, at) => ({
    height,
    difficulty,
    waitSeconds: time - branch[at]!.time,
  }));
}

export function drawPoints(
  points: readonly DifficultyPoint[],
  { spacing, width, height }: Scale,
): DrawnPoints {
  const step = width / points.length;
  const yOfWait = (seconds: number) =>
    height * (1 - Math.min(1, Math.max(0, seconds) / (WAITS_MAX * spacing)));
  const hardest = Math.max(...points.map(({ difficulty }) => difficulty));
  const yOf = (difficulty: number) => round(height * (1 - (difficulty / hardest) * 0.92));
  const bars = points.map(({ waitSeconds }, at) => {
    const y = yOfWait(waitSeconds);
    return {
      x: round(at * step + (step * (1 - BAR_SHARE)) / 2),
      y: round(y),
      width: round(step * BAR_SHARE),
      height: round(height - y),
    };
  });
  const steps = points.map(
    ({ difficulty }, at) => `${at === 0 ? 'M0' : `H${round(at * step)}V`} ${yOf(difficulty)}`,
  );
  return { bars, line: `${steps.join('')}H${width}`, aim: round(yOfWait(spacing)) };
}

/** How much harder a block becomes whose parent came so many seconds early, in percent. */
export function harderPercent(earlySeconds: number, halfLifeSeconds: number): number {
  return (2 ** (earlySeconds / halfLifeSeconds) - 1) * 100;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
