/** What a mining worker does, without the worker: one batch after the other by its kernel. */

import { type Batches, createBatches, type Report } from './batches.ts';
import type { Kernel } from './kernel/kernel.ts';

export interface Grinder extends Pick<Batches, 'take' | 'intensity'> {
  /** Hashes one batch; false when there is nothing to do until the next order. */
  step(): boolean;
}

interface GrinderOptions {
  readonly kernel: Kernel;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  readonly post: (report: Report) => void;
}

/** Measured: batches of 5 to 10 ms cost no hash rate, and the next job starts within them. */
const BATCH_MS = 7;
/** WebAssembly is interpreted or compiled in haste at first, and a long first call stays so. */
const FIRST_BATCH_NONCES = 1_024;
const BATCH_MAX_NONCES = 2 ** 22;

export function createGrinder({ kernel, now, post }: GrinderOptions): Grinder {
  const batches = createBatches({
    kernel,
    batchMs: BATCH_MS,
    firstNonces: FIRST_BATCH_NONCES,
    maxNonces: BATCH_MAX_NONCES,
    now,
    post,
  });
  return {
    take: batches.take,
    get intensity() {
      return batches.intensity;
    },
    step() {
      const batch = batches.next();
      if (!batch) return false;
      const startedAt = now();
      const result = kernel.scan(batch.first, batch.count);
      batches.done(batch, result, now() - startedAt);
      return batches.isBusy;
    },
  };
}
