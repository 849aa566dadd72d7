/**
 * What a mining worker does, without the worker: it takes orders between batches of a few
 * milliseconds, so that a new job or a stop never waits longer than one batch.
 *
 * A hit ends the job here: what the node makes of it is the next job, so an easy target cannot
 * flood the node with blocks of one height.
 */

import type { MiningHit, MiningJob } from '../../node/ports.ts';
import type { Kernel, KernelHit, KernelName } from './kernel/kernel.ts';
import { extraNonce, jobHeader } from './search-space.ts';

export type Order =
  | { readonly type: 'work'; readonly job: MiningJob; readonly prefix: Uint8Array }
  | { readonly type: 'stop' };

export type Report =
  | { readonly type: 'ready'; readonly kernel: KernelName }
  /** Hashes completed since the last report. */
  | { readonly type: 'progress'; readonly hashes: number }
  | { readonly type: 'hit'; readonly hit: MiningHit };

export interface Grinder {
  take(order: Order): void;
  /** Hashes one batch; false when there is nothing to do until the next order. */
  step(): boolean;
}

interface GrinderOptions {
  readonly kernel: Kernel;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  readonly post: (report: Report) => void;
}

interface Search {
  readonly job: MiningJob;
  readonly extraNonce: Uint8Array;
  nextNonce: number;
}

/** Measured: batches of 5 to 10 ms cost no hash rate, and the next job starts within them. */
const BATCH_MS = 7;
/** WebAssembly is interpreted or compiled in haste at first, and a long first call stays so. */
const FIRST_BATCH_NONCES = 1_024;
const BATCH_MAX_NONCES = 2 ** 22;
const REPORT_MS = 250;
const NONCES = 2 ** 32;

export function createGrinder({ kernel, now, post }: GrinderOptions): Grinder {
  let order: Extract<Order, { type: 'work' }> | undefined;
  let search: Search | undefined;
  let batchNonces = FIRST_BATCH_NONCES;
  let extraNonces = 0;
  let hashes = 0;
  let reportedAt = now();

  function begin(): Search {
    const nonce = extraNonce(order!.prefix, extraNonces++);
    kernel.load(jobHeader(order!.job, nonce), order!.job.target);
    return { job: order!.job, extraNonce: nonce, nextNonce: 0 };
  }

  function report(): void {
    if (hashes > 0) post({ type: 'progress', hashes });
    hashes = 0;
    reportedAt = now();
  }

  function finish({ job, extraNonce: nonce }: Search, hit: KernelHit): void {
    search = order = undefined;
    report();
    post({ type: 'hit', hit: { jobId: job.id, extraNonce: nonce, ...hit } });
  }

  /** Twice or half as much at most: one late answer of the scheduler tells little. */
  function adapt(elapsedMs: number): void {
    const factor = Math.min(2, Math.max(0.5, BATCH_MS / elapsedMs));
    const nonces = Math.min(BATCH_MAX_NONCES, Math.max(FIRST_BATCH_NONCES, batchNonces * factor));
    batchNonces = nonces - (nonces % kernel.stride);
  }

  return {
    take(next) {
      order = next.type === 'work' ? next : undefined;
      search = undefined;
      if (!order) report();
    },
    step() {
      if (!order) return false;
      search ??= begin();
      const startedAt = now();
      const count = Math.min(batchNonces, NONCES - search.nextNonce);
      const { nonces, hits } = kernel.scan(search.nextNonce, count);
      hashes += nonces * kernel.versions;
      search.nextNonce += nonces;
      if (nonces === batchNonces) adapt(now() - startedAt);
      if (hits[0]) finish(search, hits[0]);
      else if (search.nextNonce === NONCES) search = undefined;
      if (now() - reportedAt >= REPORT_MS) report();
      return order !== undefined;
    },
  };
}
