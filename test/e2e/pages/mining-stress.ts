/**
 * A pool of real workers that is treated badly: a worker is killed in the middle of a batch while
 * the tip changes ten times a second, then all is stopped and started again fifty times. Afterwards
 * it is to be measured in turns with a fresh one, since other programs disturb both alike.
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
}

export interface StressRound {
  readonly hashes: number;
  readonly elapsedMs: number;
  /** Workers that had something to tell of late. */
  readonly working: number;
}

export interface StressPage {
  stress(): Promise<StressResult>;
  /** A turn of the pool that was treated badly, or of another that was not. */
  measureStressed(which: 'tried' | 'fresh'): Promise<StressRound>;
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
const ROUND_MS = 1_000;
const SETTLE_MS = 50;

let jobs = 0;

const pools: Partial<Record<'tried' | 'fresh', Stressed>> = {};

export const stressPage: StressPage = {
  async stress() {
    const tried = (pools.tried ??= openPool());
    const counts = await changeTips(tried);
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      tried.miner.work(hopelessJob(), EFFORT, ignore);
      await wait(RESTART_MS);
      tried.miner.work(undefined, restart % 2 === 0 ? NO_EFFORT : EFFORT, ignore);
    }
    return counts;
  },
  measureStressed: (which) => measure((pools[which] ??= openPool()).miner),
};

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

async function measure(miner: Miner): Promise<StressRound> {
  const { hashes } = miner.rate;
  const startedAt = performance.now();
  miner.work(hopelessJob(), EFFORT, ignore);
  await wait(ROUND_MS);
  const working = miner.rate.perWorker.filter((rate) => rate > 0).length;
  miner.work(undefined, EFFORT, ignore);
  const elapsedMs = performance.now() - startedAt;
  // What was done by then is told when the search ends.
  await wait(SETTLE_MS);
  return { hashes: miner.rate.hashes - hashes, elapsedMs, working };
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
