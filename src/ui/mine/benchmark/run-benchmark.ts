/**
 * How fast this device hashes, kernel by kernel: on one thread, then on all of them together, since
 * threads share caches, heat and what the browser leaves them.
 *
 * All workers of a step get ready first and then hash at the same time; what counts is completed
 * hashes over each one's own wall time.
 */

import { WORKER_SILENT } from '../gpu-reason.ts';
import type { FromSpeedWorker, SpeedKernel, SpeedWorker, ToSpeedWorker } from './speed-messages.ts';

export interface BenchmarkOptions {
  readonly makeWorker: () => SpeedWorker;
  /** Threads that may mine at once. */
  readonly threads: number;
  readonly kernels: readonly SpeedKernel[];
  /** Ends it: it then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  readonly tell: (progress: BenchmarkProgress) => void;
}

export interface BenchmarkProgress {
  readonly step: BenchmarkStep;
  /** Steps done, and all of them. */
  readonly done: number;
  readonly total: number;
  readonly rows: readonly SpeedRow[];
}

export interface BenchmarkStep {
  readonly kernel: SpeedKernel;
  readonly threads: number;
}

/** Hashes per second. */
export interface SpeedRow {
  readonly kernel: SpeedKernel;
  readonly one?: number;
  /** Absent for the graphics card, and on a device with one core. */
  readonly all?: number;
  /** Why it was not measured; part of a sentence. */
  readonly reason?: string;
}

const MEASURE_MS = 1_500;
/** With its warm-up and the start of its workers. */
export const STEP_SECONDS = 2.5;

export async function runBenchmark(options: BenchmarkOptions): Promise<readonly SpeedRow[]> {
  const { kernels, threads, signal, tell } = options;
  const steps = kernels.flatMap((kernel) => stepsOf(kernel, threads));
  const rows = new Map<SpeedKernel, SpeedRow>();
  const ended = endOf(signal);
  for (const [done, step] of steps.entries()) {
    const row = rows.get(step.kernel) ?? { kernel: step.kernel };
    if (row.reason !== undefined) continue;
    tell({ step, done, total: steps.length, rows: [...rows.values()] });
    rows.set(step.kernel, { ...row, ...(await measure(step, options, ended)) });
  }
  return [...rows.values()];
}

/** Rejects when the signal says so. */
function endOf(signal: AbortSignal): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Nobody may be waiting when it is told.
  ended.catch(() => {});
  return ended;
}

/** There is one card, however many threads ask it. */
function stepsOf(kernel: SpeedKernel, threads: number): readonly BenchmarkStep[] {
  const counts = kernel === 'gpu' || threads === 1 ? [1] : [1, threads];
  return counts.map((count) => ({ kernel, threads: count }));
}

async function measure(
  { kernel, threads }: BenchmarkStep,
  { makeWorker }: BenchmarkOptions,
  ended: Promise<never>,
): Promise<Partial<SpeedRow>> {
  const workers = Array.from({ length: threads }, makeWorker);
  const askAll = (message: ToSpeedWorker) =>
    Promise.race([ended, Promise.all(workers.map((worker) => ask(worker, message)))]);
  try {
    const answers = await askAll({ type: 'prepare', kernel });
    const isReady = answers.every(({ type }) => type === 'ready');
    const results = isReady ? await askAll({ type: 'measure', durationMs: MEASURE_MS }) : answers;
    return summarize(results, threads);
  } finally {
    for (const worker of workers) worker.terminate();
  }
}

function summarize(results: readonly FromSpeedWorker[], threads: number): Partial<SpeedRow> {
  let rate = 0;
  for (const result of results) {
    if (result.type === 'unable') return { reason: result.reason };
    if (result.type === 'measured') rate += (1_000 * result.hashes) / result.elapsedMs;
  }
  return threads === 1 ? { one: rate } : { all: rate };
}

/** The worker's next word. */
function ask(worker: SpeedWorker, message: ToSpeedWorker): Promise<FromSpeedWorker> {
  return new Promise((resolve) => {
    worker.addEventListener('message', (event) =>
      resolve((event as MessageEvent<FromSpeedWorker>).data),
    );
    const crashed = { type: 'unable', reason: WORKER_SILENT } as const;
    worker.addEventListener('error', () => resolve(crashed));
    worker.postMessage(message);
  });
}
