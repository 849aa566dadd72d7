/**
 * What the worker of the graphics card does: batch after batch, each waited for, and a rest behind
 * each that leaves the card to others for as much of the time as the user wants.
 */

import { type Batches, createBatches, type Report } from '../batches.ts';
import type { GpuKernel } from './gpu-kernel.ts';

interface GpuGrinderOptions {
  readonly kernel: GpuKernel;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  readonly rest: (durationMs: number) => Promise<void>;
  readonly post: (report: Report) => void;
}

export interface GpuGrinder extends Pick<Batches, 'take'> {
  /** Ends when there is nothing to do until the next order; rejects when the card is gone. */
  run(): Promise<void>;
}

/**
 * A card does one thing at a time, so the page is not drawn during a batch: less than one frame at
 * 60 Hz, and more than the millisecond or two that it takes to ask and to answer.
 */
const BATCH_MS = 12;
/** All that one dispatch can have: 65,535 rows of workgroups (WebGPU, 3.6.2), as a power of two. */
const BATCH_MAX_ROWS = 2 ** 15;

export function createGpuGrinder({ kernel, now, rest, post }: GpuGrinderOptions): GpuGrinder {
  const batches = createBatches({
    kernel,
    batchMs: BATCH_MS,
    firstNonces: kernel.stride,
    maxNonces: kernel.stride * BATCH_MAX_ROWS,
    now,
    post,
  });
  let isRunning = false;

  async function runAll(): Promise<void> {
    for (let batch = batches.next(); batch !== undefined; batch = batches.next()) {
      const startedAt = now();
      const result = await kernel.scan(batch.first, batch.count);
      const elapsedMs = now() - startedAt;
      batches.done(batch, result, elapsedMs);
      await rest((elapsedMs * (100 - batches.intensity)) / batches.intensity);
    }
  }

  return {
    take: batches.take,
    async run() {
      if (isRunning) return;
      isRunning = true;
      await runAll();
      isRunning = false;
    },
  };
}
