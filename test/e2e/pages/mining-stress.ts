/**
 * A pool of real workers that is treated badly: a worker is killed in the middle of a batch while
 * the tip changes ten times a second, then all is stopped and started again fifty times. Behind it
 * the pool is measured in turns with a fresh one, since other programs disturb both alike.
 */

import { createClock } from '../../../src/adapters/clock.ts';
import { createMinerPool } from '../../../src/adapters/miner/pool.ts';
import type { Miner, MiningHit } from '../../../src/node/ports.ts';
import { fromHex } from '../../../src/util/bytes.ts';
import { HOPELESS_TARGET, miningJob } from '../../support/mining-jobs.ts';

export interface StressResult {
  readonly found: number;
  /** Hits that were handed on though the tip had changed. */
  readonly stale: number;
  /** What each pair of measurements has to say: the rate of this pool by that of a fresh one. */
  readonly shares: readonly number[];
}

interface Stressed {
  readonly miner: Miner;
  readonly workers: Worker[];
}

const EFFORT = { threads: 2, duty: 100, gpu: 0 };
const NO_EFFORT = { threads: 0, duty: 100, gpu: 0 };
/** About five of them a second. */
const EASY_TARGET = fromHex(`00000fff${'ff'.repeat(28)}`);
const TIPS = 100;
const TIP_MS = 100;
const RESTARTS = 50;
const RESTART_MS = 15;
const SETTLE_MS = 300;
const ROUNDS = 5;
const ROUND_MS = 700;

let jobs = 0;

export async function runStress(): Promise<StressResult> {
  const tried = openPool();
  const { found, stale } = await changeTips(tried);
  for (let restart = 0; restart < RESTARTS; restart += 1) {
    tried.miner.work(hopelessJob(), EFFORT, ignore);
    await wait(RESTART_MS);
    tried.miner.work(undefined, restart % 2 === 0 ? NO_EFFORT : EFFORT, ignore);
  }
  const fresh = openPool();
  await measure(fresh.miner);
  const shares: number[] = [];
  while (shares.length < ROUNDS) {
    shares.push((await measure(tried.miner)) / (await measure(fresh.miner)));
  }
  for (const { miner } of [tried, fresh]) miner.work(undefined, NO_EFFORT, ignore);
  return { found, stale, shares };
}

async function changeTips({ miner, workers }: Stressed) {
  const counts = { found: 0, stale: 0 };
  for (let tip = 1; tip <= TIPS; tip += 1) {
    jobs += 1;
    const newest = jobs;
    const take = ({ jobId }: MiningHit) => {
      if (jobId === newest) counts.found += 1;
      else counts.stale += 1;
    };
    miner.work(miningJob(newest, EASY_TARGET), EFFORT, take);
    await wait(TIP_MS);
    // As a browser does it that runs out of memory: without a word.
    if (tip === TIPS / 10) workers.at(-1)!.terminate();
  }
  return counts;
}

/** Hashes a second; of both workers, so that one which is missing shows. */
async function measure(miner: Miner): Promise<number> {
  miner.work(hopelessJob(), EFFORT, ignore);
  await wait(SETTLE_MS);
  const { hashes } = miner.rate;
  const startedAt = performance.now();
  await wait(ROUND_MS);
  // What was done by then is told when the search ends.
  miner.work(undefined, EFFORT, ignore);
  const elapsedMs = performance.now() - startedAt;
  await wait(SETTLE_MS / 4);
  return (1_000 * (miner.rate.hashes - hashes)) / elapsedMs;
}

function openPool(): Stressed {
  const workers: Worker[] = [];
  const makeWorker = () => {
    const worker = new Worker(
      new URL('../../../src/adapters/miner/grind.worker.ts', import.meta.url),
      { type: 'module' },
    );
    workers.push(worker);
    return worker;
  };
  const makeGpuWorker = () => {
    throw new Error('no card is wanted here');
  };
  const prefix = crypto.getRandomValues(new Uint8Array(4));
  const miner = createMinerPool({ makeWorker, makeGpuWorker, clock: createClock(), prefix });
  return { miner, workers };
}

function hopelessJob() {
  jobs += 1;
  return miningJob(jobs, HOPELESS_TARGET);
}

function ignore(): void {}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
