/**
 * The miner of a tab: a few workers that search different coinbases for the same job. The job is
 * renewed each second, and what a worker finds meanwhile for the one before is as good, as long as
 * both stand on one block. Each block yields one hit; all other hits are stale and dropped.
 */

import type { Clock, Miner, MiningHit, MiningJob } from '../../node/ports.ts';
import { assert } from '../../util/assert.ts';
import { equalBytes } from '../../util/bytes.ts';
import { JOBS_KEPT_MAX, MINING_WORKERS_MAX } from '../../util/limits.ts';
import { GrindSlot, type GrindWorker } from './grind-slot.ts';
import { workerPrefix } from './search-space.ts';

export interface MinerPoolOptions {
  readonly makeWorker: () => GrindWorker;
  /** Its alarm is used by the pool alone. */
  readonly clock: Clock;
  /** 4 random bytes, so that two tabs with one wallet do not search the same coinbases. */
  readonly prefix: Uint8Array;
}

const WATCH_MS = 1_000;

export function createMinerPool({ makeWorker, clock, prefix }: MinerPoolOptions): Miner {
  const slots: GrindSlot[] = [];
  let job: MiningJob | undefined;
  let found: (hit: MiningHit) => void = () => {};
  let hashes = 0;
  let workers = 0;
  /** Ids of jobs whose hits count, newest last. */
  let open: number[] = [];

  const slotOptions = {
    makeWorker,
    nextPrefix: () => workerPrefix(prefix, workers++),
    now: () => clock.now(),
    hit,
    completed: (count: number) => void (hashes += count),
  };

  function hit(mined: MiningHit): void {
    if (!open.includes(mined.jobId)) return;
    open = [];
    found(mined);
  }

  function replace(next: MiningJob | undefined): void {
    const isSameTip = job && next && equalBytes(job.previousHash, next.previousHash);
    if (!isSameTip) open = [];
    if (next) open = [...open.slice(1 - JOBS_KEPT_MAX), next.id];
    job = next;
  }

  function resize(threads: number): void {
    while (slots.length > threads) slots.pop()!.end();
    if (!job) return;
    while (slots.length < threads) slots.push(new GrindSlot(slotOptions));
  }

  function watch(): void {
    clock.wakeAt(clock.now() + WATCH_MS, () => {
      for (const slot of slots) slot.tick();
      if (slots.length > 0) watch();
    });
  }

  return {
    work(nextJob, threads, nextFound) {
      assert(Number.isInteger(threads) && threads >= 0, 'a whole number of threads');
      const wasIdle = slots.length === 0;
      replace(threads > 0 ? nextJob : undefined);
      found = nextFound;
      resize(Math.min(threads, MINING_WORKERS_MAX));
      for (const slot of slots) slot.order(job);
      if (wasIdle && slots.length > 0) watch();
    },
    get rate() {
      return { hashes, perWorker: job ? slots.map((slot) => slot.hashesPerSecond) : [] };
    },
  };
}
