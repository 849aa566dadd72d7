/**
 * The miner of a tab: a few workers that search different coinbases for the same job. The job is
 * renewed each second, and what a worker finds meanwhile for the one before is as good, as long as
 * both stand on one block. Each block yields one hit; all other hits are stale and dropped.
 */

import type { Clock, GpuRate, Miner, MiningHit, MiningJob } from '../../node/ports.ts';
import { assert } from '../../util/assert.ts';
import { equalBytes } from '../../util/bytes.ts';
import { JOBS_KEPT_MAX, MINING_WORKERS_MAX } from '../../util/limits.ts';
import { GrindSlot, type GrindWorker } from './grind-slot.ts';
import { workerPrefix } from './search-space.ts';

export interface MinerPoolOptions {
  readonly makeWorker: () => GrindWorker;
  /** For the graphics card, which has one worker. */
  readonly makeGpuWorker: () => GrindWorker;
  /** Its alarm is used by the pool alone. */
  readonly clock: Clock;
  /** 4 random bytes, so that two tabs with one wallet do not search the same coinbases. */
  readonly prefix: Uint8Array;
}

const WATCH_MS = 1_000;
/** A card whose device is lost so often in a row, without a result between, is left alone. */
const GPU_FAILURES_MAX = 6;

export function createMinerPool(options: MinerPoolOptions): Miner {
  const { makeWorker, makeGpuWorker, clock, prefix } = options;
  const slots: GrindSlot[] = [];
  let job: MiningJob | undefined;
  let found: (hit: MiningHit) => void = () => {};
  let gpuSlot: GrindSlot | undefined;
  let isGpuWanted = false;
  let hashes = 0;
  let workers = 0;
  /** Ids of jobs whose hits count, newest last. */
  let open: number[] = [];

  const slotOptions = {
    nextPrefix: () => workerPrefix(prefix, workers++),
    now: () => clock.now(),
    hit,
    completed: (count: number) => void (hashes += count),
  };

  const cpuOptions = { ...slotOptions, makeWorker };
  const gpuOptions = {
    ...slotOptions,
    makeWorker: makeGpuWorker,
    failuresMax: GPU_FAILURES_MAX,
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
    while (slots.length < threads) slots.push(new GrindSlot(cpuOptions));
  }

  function resizeGpu(isWanted: boolean): void {
    isGpuWanted = isWanted;
    if (!isWanted) gpuSlot?.end();
    if (!isWanted) gpuSlot = undefined;
    else if (job) gpuSlot ??= new GrindSlot(gpuOptions);
  }

  const allSlots = () => (gpuSlot ? [...slots, gpuSlot] : slots);

  function watch(): void {
    clock.wakeAt(clock.now() + WATCH_MS, () => {
      for (const slot of allSlots()) slot.tick();
      if (allSlots().length > 0) watch();
    });
  }

  function gpuRate(): GpuRate {
    if (!isGpuWanted) return { state: 'off', hashesPerSecond: 0 };
    const hashesPerSecond = (job && gpuSlot?.hashesPerSecond) ?? 0;
    return { state: 'starting', ...gpuSlot?.state, hashesPerSecond };
  }

  return {
    work(nextJob, { threads, duty, gpu }, nextFound) {
      assert(Number.isInteger(threads) && threads >= 0, 'a whole number of threads');
      assert(gpu >= 0 && gpu <= 100, 'a share in percent');
      assert(duty > 0 && duty <= 100, 'a share of the time in percent');
      const wasIdle = allSlots().length === 0;
      replace(threads > 0 || gpu > 0 ? nextJob : undefined);
      found = nextFound;
      resize(Math.min(threads, MINING_WORKERS_MAX));
      resizeGpu(gpu > 0);
      for (const slot of slots) slot.order(job, duty);
      gpuSlot?.order(job, gpu);
      if (wasIdle && allSlots().length > 0) watch();
    },
    get rate() {
      const perWorker = job ? slots.map((slot) => slot.hashesPerSecond) : [];
      return { hashes, perWorker, gpu: gpuRate() };
    },
  };
}
