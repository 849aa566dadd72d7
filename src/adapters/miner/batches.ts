/**
 * Which nonces a worker tries next, and what it says of them: orders are taken between batches of a
 * few milliseconds, so that a new job or a stop never waits longer than one batch.
 *
 * A hit ends the job here: what the node makes of it is the next job, so an easy target cannot
 * flood the node with blocks of one height.
 */

import type { MiningHit, MiningJob } from '../../node/ports.ts';
import type { Kernel, KernelHit, KernelName, ScanResult } from './kernel/kernel.ts';
import { extraNonce, jobHeader } from './search-space.ts';

export type Order =
  | {
      readonly type: 'work';
      readonly job: MiningJob;
      readonly prefix: Uint8Array;
      /** Percent of the time to work in; all of it where nothing is said. */
      readonly intensity?: number;
    }
  | { readonly type: 'stop' };

export type Report =
  | { readonly type: 'ready'; readonly kernel: KernelName | 'gpu' }
  /** Hashes completed since the last report. */
  | { readonly type: 'progress'; readonly hashes: number }
  | { readonly type: 'hit'; readonly hit: MiningHit }
  /** It cannot work; a worker in its place could, unless it is for good. */
  | { readonly type: 'unable'; readonly reason: string; readonly forGood: boolean };

export interface BatchesOptions {
  readonly kernel: Pick<Kernel, 'stride' | 'versions' | 'load'>;
  /** How long a batch should take. */
  readonly batchMs: number;
  readonly firstNonces: number;
  readonly maxNonces: number;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  readonly post: (report: Report) => void;
}

export interface Batch {
  readonly first: number;
  readonly count: number;
  readonly search: Search;
}

interface Search {
  readonly job: MiningJob;
  readonly extraNonce: Uint8Array;
  nextNonce: number;
}

/** One batch is out at a time; orders may come meanwhile, and do not make it vain. */
export interface Batches {
  /** False when there is nothing to do until the next order. */
  readonly isBusy: boolean;
  /** Percent of the time. */
  readonly intensity: number;
  take(order: Order): void;
  /** The kernel is loaded for it; undefined when not busy. */
  next(): Batch | undefined;
  done(batch: Batch, result: ScanResult, elapsedMs: number): void;
}

const REPORT_MS = 250;
const NONCES = 2 ** 32;

export function createBatches(options: BatchesOptions): Batches {
  const { kernel, batchMs, firstNonces, maxNonces, now, post } = options;
  let order: Extract<Order, { type: 'work' }> | undefined;
  let search: Search | undefined;
  let batchNonces = firstNonces;
  let extraNonces = 0;
  let hashes = 0;
  let reportedAt = now();

  function begin({ job, prefix }: Extract<Order, { type: 'work' }>): Search {
    const nonce = extraNonce(prefix, extraNonces++);
    kernel.load(jobHeader(job, nonce), job.target);
    return { job, extraNonce: nonce, nextNonce: 0 };
  }

  function report(): void {
    if (hashes > 0) post({ type: 'progress', hashes });
    hashes = 0;
    reportedAt = now();
  }

  function finish(finished: Search, hit: KernelHit): void {
    if (finished.job === order?.job) search = order = undefined;
    report();
    post({ type: 'hit', hit: { jobId: finished.job.id, extraNonce: finished.extraNonce, ...hit } });
  }

  /** Twice or half as much at most: one late answer of the scheduler tells little. */
  function adapt(elapsedMs: number): void {
    const factor = Math.min(2, Math.max(0.5, batchMs / elapsedMs));
    const nonces = Math.min(maxNonces, Math.max(firstNonces, batchNonces * factor));
    batchNonces = nonces - (nonces % kernel.stride);
  }

  return {
    get isBusy() {
      return order !== undefined;
    },
    get intensity() {
      return order?.intensity ?? 100;
    },
    take(next) {
      order = next.type === 'work' ? next : undefined;
      search = undefined;
      if (!order) report();
    },
    next() {
      if (!order) return undefined;
      search ??= begin(order);
      const { nextNonce } = search;
      return { first: nextNonce, count: Math.min(batchNonces, NONCES - nextNonce), search };
    },
    done(batch, { nonces, hits }, elapsedMs) {
      hashes += nonces * kernel.versions;
      batch.search.nextNonce += nonces;
      if (nonces === batchNonces) adapt(elapsedMs);
      if (hits[0]) finish(batch.search, hits[0]);
      else if (batch.search.nextNonce === NONCES && batch.search === search) search = undefined;
      if (!order || now() - reportedAt >= REPORT_MS) report();
    },
  };
}
