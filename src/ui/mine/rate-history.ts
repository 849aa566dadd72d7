/** The last minutes of hash rate, one series per mining thread, at most one sample a second. */

import { RATE_SAMPLES_MAX } from '../../util/limits.ts';

export interface RateHistory {
  readonly sampledAtMs: number;
  /** Oldest first; one inner list per thread. */
  readonly series: readonly (readonly number[])[];
}

const SAMPLE_INTERVAL_MS = 1000;

export const EMPTY_HISTORY: RateHistory = { sampledAtMs: -Infinity, series: [] };

/** The history with a new sample, or the same object where the last one is too recent. */
export function sampleRates(
  history: RateHistory,
  perWorker: readonly number[],
  nowMs: number,
): RateHistory {
  const sameThreads = history.series.length === perWorker.length;
  if (sameThreads && nowMs - history.sampledAtMs < SAMPLE_INTERVAL_MS) return history;
  const series = perWorker.map((rate, index) =>
    [...(history.series[index] ?? []), rate].slice(-RATE_SAMPLES_MAX),
  );
  return { sampledAtMs: nowMs, series };
}

/** A line through the samples in a box, newest at the right; `peak` is the top of the box. */
export function rateLine(samples: readonly number[], peak: number, box: RateBox): string {
  const step = box.width / (RATE_SAMPLES_MAX - 1);
  return samples
    .map((rate, index) => {
      const x = box.width - (samples.length - 1 - index) * step;
      const y = box.height * (1 - (peak > 0 ? Math.min(1, rate / peak) : 0));
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

export interface RateBox {
  readonly width: number;
  readonly height: number;
}
