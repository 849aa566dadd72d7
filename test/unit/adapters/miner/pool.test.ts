import { describe, expect, it } from 'vitest';
import { createMinerPool } from '../../../../src/adapters/miner/pool.ts';
import type { MiningHit } from '../../../../src/node/ports.ts';
import { FakeGrindWorker } from '../../../support/grind-workers.ts';
import { HOPELESS_TARGET, miningJob } from '../../../support/mining-jobs.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const SECOND_MS = 1_000;
const HOPELESS = miningJob(1, HOPELESS_TARGET);

function createPool() {
  const workers: FakeGrindWorker[] = [];
  const clock = createVirtualClock();
  const state = { isBroken: false };
  const makeWorker = () => {
    if (state.isBroken) throw new Error('no workers here');
    const worker = new FakeGrindWorker();
    workers.push(worker);
    return worker;
  };
  const gpuWorkers: FakeGrindWorker[] = [];
  const makeGpuWorker = () => {
    const worker = new FakeGrindWorker();
    gpuWorkers.push(worker);
    return worker;
  };
  const prefix = Uint8Array.of(1, 2, 3, 4);
  const pool = createMinerPool({ makeWorker, makeGpuWorker, clock, prefix });
  const hits: MiningHit[] = [];
  const work = (job = HOPELESS, threads = 1, gpu = 0) =>
    pool.work(job, { threads, duty: 100, gpu }, (hit) => void hits.push(hit));
  const living = () => workers.filter((worker) => !worker.isTerminated);
  return { workers, gpuWorkers, clock, state, pool, hits, work, living };
}

function hitOf(jobId: number): MiningHit {
  return { jobId, extraNonce: new Uint8Array(8), version: 0x2000_0000, nonce: 7 };
}

describe('the pool', () => {
  it('starts no worker before there is a job', () => {
    const { pool, workers } = createPool();
    pool.work(undefined, { threads: 4, duty: 100, gpu: 0 }, () => {});
    expect(workers).toEqual([]);
  });

  it('has as many workers as threads, and ends those it no longer needs', () => {
    const { work, living } = createPool();
    work(HOPELESS, 3);
    expect(living()).toHaveLength(3);
    work(HOPELESS, 1);
    expect(living()).toHaveLength(1);
    work(HOPELESS, 2);
    expect(living()).toHaveLength(2);
    work(HOPELESS, 0);
    expect(living()).toEqual([]);
  });

  it('tells each worker how much of the time is its', () => {
    const { pool, workers } = createPool();
    pool.work(HOPELESS, { threads: 2, duty: 25, gpu: 0 }, () => {});
    const intensities = workers.map(({ orders }) => orders.map((order) => ({ ...order })));
    expect(intensities).toMatchObject([[{ intensity: 25 }], [{ intensity: 25 }]]);
  });

  it('starts 64 workers and no more', () => {
    const { work, workers } = createPool();
    work(HOPELESS, 65);
    expect(workers).toHaveLength(64);
  });

  it('keeps its workers while it waits for a job', () => {
    const { pool, work, living, workers } = createPool();
    work(HOPELESS, 2);
    pool.work(undefined, { threads: 2, duty: 100, gpu: 0 }, () => {});
    expect(living()).toHaveLength(2);
    expect(workers[0]!.orders.at(-1)).toEqual({ type: 'stop' });
    work(HOPELESS, 2);
    expect(workers).toHaveLength(2);
  });

  it('gives each worker coinbases of its own', () => {
    const { work, workers } = createPool();
    work(HOPELESS, 3);
    const prefixes = [0, 1, 2].map((worker) => Uint8Array.of(1, 2, 3, 4, 0, worker));
    expect(workers.map(({ orders }) => orders)).toEqual(
      prefixes.map((prefix) => [{ type: 'work', job: HOPELESS, prefix, intensity: 100 }]),
    );
  });

  it('drops hits for another block than the present tip', () => {
    const { work, workers, hits } = createPool();
    work(miningJob(1, HOPELESS_TARGET));
    work(miningJob(2, HOPELESS_TARGET));
    workers[0]!.report({ type: 'hit', hit: hitOf(1) });
    expect(hits).toEqual([]);
    workers[0]!.report({ type: 'hit', hit: hitOf(2) });
    expect(hits).toEqual([hitOf(2)]);
  });

  it('takes one hit of the last 16 jobs for a tip', () => {
    const { work, workers, hits } = createPool();
    for (let id = 1; id <= 17; id += 1) work({ ...HOPELESS, id });
    workers[0]!.report({ type: 'hit', hit: hitOf(1) });
    expect(hits).toEqual([]);
    for (const id of [2, 17, 3]) workers[0]!.report({ type: 'hit', hit: hitOf(id) });
    expect(hits).toEqual([hitOf(2)]);
    work({ ...HOPELESS, id: 18 });
    for (const id of [17, 18]) workers[0]!.report({ type: 'hit', hit: hitOf(id) });
    expect(hits).toEqual([hitOf(2), hitOf(18)]);
  });

  it('takes the first of two workers’ hits', () => {
    const { work, workers, hits } = createPool();
    work(HOPELESS, 2);
    for (const worker of workers) worker.report({ type: 'hit', hit: hitOf(1) });
    expect(hits).toHaveLength(1);
  });

  it('is deaf to workers that it ended', () => {
    const { pool, work, workers, hits } = createPool();
    work(HOPELESS, 2);
    work(HOPELESS, 1);
    workers[1]!.report({ type: 'hit', hit: hitOf(1) });
    workers[1]!.report({ type: 'progress', hashes: 1_000 });
    workers[1]!.crash();
    expect(hits).toEqual([]);
    expect(pool.rate.hashes).toBe(0);
  });
});

describe('hash rates', () => {
  it('are completed hashes over wall time, for each worker', () => {
    const { clock, pool, work, workers } = createPool();
    work(HOPELESS, 2);
    for (let second = 0; second < 4; second += 1) {
      clock.advance(SECOND_MS);
      workers[0]!.report({ type: 'progress', hashes: 5_000 });
      workers[1]!.report({ type: 'progress', hashes: 2_000 });
    }
    expect(pool.rate).toMatchObject({ hashes: 28_000, perWorker: [5_000, 2_000] });
  });

  it('fall to nothing when a worker stalls', () => {
    const { clock, pool, work, workers } = createPool();
    work();
    clock.advance(SECOND_MS);
    workers[0]!.report({ type: 'progress', hashes: 6_000 });
    expect(pool.rate.perWorker).toEqual([6_000]);
    clock.advance(2 * SECOND_MS);
    expect(pool.rate.perWorker).toEqual([2_000]);
    clock.advance(2 * SECOND_MS);
    expect(pool.rate).toMatchObject({ hashes: 6_000, perWorker: [0] });
  });

  it('count from the start of the work, not from before a pause', () => {
    const { clock, pool, work, workers } = createPool();
    work();
    pool.work(undefined, { threads: 1, duty: 100, gpu: 0 }, () => {});
    clock.advance(10 * SECOND_MS);
    work();
    clock.advance(SECOND_MS);
    workers[0]!.report({ type: 'progress', hashes: 3_000 });
    expect(pool.rate.perWorker).toEqual([3_000]);
  });
});

describe('the watchdog', () => {
  /** Seconds in which a living worker says something. */
  function passTalking({ clock, living }: ReturnType<typeof createPool>, seconds: number): void {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(SECOND_MS);
      for (const worker of living()) worker.report({ type: 'progress', hashes: 1 });
    }
  }

  it('leaves workers alone that report', () => {
    const world = createPool();
    world.work(HOPELESS, 2);
    passTalking(world, 60);
    expect(world.workers).toHaveLength(2);
  });

  it('replaces a worker that fell silent, with new coinbases and the newest job', () => {
    const newest = miningJob(2, HOPELESS_TARGET);
    const world = createPool();
    world.work(miningJob(1, HOPELESS_TARGET));
    passTalking(world, 1);
    world.work(newest);
    world.clock.advance(8 * SECOND_MS);
    expect(world.workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    expect(world.workers[1]!.orders).toEqual([
      {
        type: 'work',
        job: newest,
        prefix: Uint8Array.of(1, 2, 3, 4, 0, 1),
        intensity: 100,
      },
    ]);
  });

  it('gives a worker more time for its first word', () => {
    const { clock, work, workers } = createPool();
    work();
    clock.advance(15 * SECOND_MS);
    expect(workers[0]!.isTerminated).toBe(false);
    clock.advance(10 * SECOND_MS);
    expect(workers[0]!.isTerminated).toBe(true);
  });

  it('does not take a waiting worker for a dead one', () => {
    const { clock, pool, work, workers } = createPool();
    work(HOPELESS, 2);
    workers[0]!.report({ type: 'hit', hit: hitOf(1) });
    clock.advance(60 * SECOND_MS);
    expect(workers[0]!.isTerminated).toBe(false);
    pool.work(undefined, { threads: 2, duty: 100, gpu: 0 }, () => {});
    const before = workers.length;
    clock.advance(60 * SECOND_MS);
    expect(workers).toHaveLength(before);
  });

  it('does not take a night’s sleep for silence', () => {
    const { clock, work, workers } = createPool();
    work();
    workers[0]!.report({ type: 'ready', kernel: 'plain' });
    clock.sleep(8 * 3_600 * SECOND_MS);
    expect(workers[0]!.isTerminated).toBe(false);
  });

  it('replaces a worker that crashed', () => {
    const world = createPool();
    world.work(HOPELESS, 2);
    world.workers[0]!.crash();
    expect(world.living()).toHaveLength(1);
    world.clock.advance(SECOND_MS);
    expect(world.living()).toHaveLength(2);
  });

  it('tries less and less often where workers keep crashing', () => {
    const world = createPool();
    world.work();
    for (let second = 0; second < 128; second += 1) {
      for (const worker of world.living()) worker.crash();
      world.clock.advance(SECOND_MS);
    }
    // After 1, 2, 4, 8, 16 and then every 32 seconds.
    expect(world.workers).toHaveLength(9);
    passTalking(world, 33);
    world.living()[0]!.crash();
    world.clock.advance(SECOND_MS);
    expect(world.living()).toHaveLength(1);
  });

  it('tries again where no worker can be made', () => {
    const { clock, state, work, living } = createPool();
    state.isBroken = true;
    work(HOPELESS, 1);
    clock.advance(SECOND_MS);
    expect(living()).toEqual([]);
    state.isBroken = false;
    clock.advance(5 * SECOND_MS);
    expect(living()).toHaveLength(1);
  });

  it('ends with the last worker', () => {
    const { clock, work, living } = createPool();
    work();
    work(HOPELESS, 0);
    clock.advance(60 * SECOND_MS);
    work();
    clock.advance(60 * SECOND_MS);
    expect(living()).toHaveLength(1);
  });
});

describe('the graphics card', () => {
  it('has one worker beside the threads, with coinbases of its own and its share of time', () => {
    const { work, workers, gpuWorkers, pool } = createPool();
    work(HOPELESS, 1, 40);
    expect(gpuWorkers.map(({ orders }) => orders)).toEqual([
      [{ type: 'work', job: HOPELESS, prefix: Uint8Array.of(1, 2, 3, 4, 0, 1), intensity: 40 }],
    ]);
    expect(workers[0]!.orders[0]).toMatchObject({ prefix: Uint8Array.of(1, 2, 3, 4, 0, 0) });
    expect(pool.rate.gpu).toEqual({ state: 'starting', hashesPerSecond: 0 });
    work(HOPELESS, 1, 80);
    expect(gpuWorkers[0]!.orders.at(-1)).toMatchObject({ intensity: 80 });
    expect(gpuWorkers).toHaveLength(1);
  });

  it('searches without any thread, and its hits and hashes count like theirs', () => {
    const { clock, work, workers, gpuWorkers, pool, hits } = createPool();
    work(HOPELESS, 0, 100);
    expect(workers).toEqual([]);
    clock.advance(SECOND_MS);
    gpuWorkers[0]!.report({ type: 'ready', kernel: 'gpu' });
    gpuWorkers[0]!.report({ type: 'progress', hashes: 9_000 });
    const gpu = { state: 'ready', hashesPerSecond: 9_000 };
    expect(pool.rate).toEqual({ hashes: 9_000, perWorker: [], gpu });
    gpuWorkers[0]!.report({ type: 'hit', hit: hitOf(1) });
    expect(hits).toEqual([hitOf(1)]);
  });

  it('is let go when it is no longer wanted', () => {
    const { work, gpuWorkers, pool } = createPool();
    work(HOPELESS, 1, 100);
    work(HOPELESS, 1, 0);
    expect(gpuWorkers[0]!.isTerminated).toBe(true);
    expect(pool.rate.gpu).toEqual({ state: 'off', hashesPerSecond: 0 });
  });

  it('shows no rate while there is nothing to search', () => {
    const { clock, work, gpuWorkers, pool } = createPool();
    work(HOPELESS, 0, 100);
    clock.advance(SECOND_MS);
    gpuWorkers[0]!.report({ type: 'progress', hashes: 9_000 });
    pool.work(undefined, { threads: 0, duty: 100, gpu: 100 }, () => {});
    expect(pool.rate.gpu).toEqual({ state: 'ready', hashesPerSecond: 0 });
  });

  it('is none where there is none, says why, and is not asked for again', () => {
    const { clock, work, gpuWorkers, pool } = createPool();
    work(HOPELESS, 1, 100);
    const reason = 'this browser has no WebGPU';
    gpuWorkers[0]!.report({ type: 'unable', reason, forGood: true });
    clock.advance(120 * SECOND_MS);
    work(HOPELESS, 1, 50);
    expect(gpuWorkers).toHaveLength(1);
    expect(pool.rate.gpu).toEqual({ state: 'none', reason, hashesPerSecond: 0 });
  });

  it('that was lost is taken up again', () => {
    const { clock, work, gpuWorkers, pool } = createPool();
    work(HOPELESS, 0, 100);
    gpuWorkers[0]!.report({ type: 'ready', kernel: 'gpu' });
    gpuWorkers[0]!.report({ type: 'unable', reason: 'the driver was updated', forGood: false });
    expect(pool.rate.gpu).toMatchObject({ state: 'lost', reason: 'the driver was updated' });
    clock.advance(2 * SECOND_MS);
    gpuWorkers[1]!.report({ type: 'ready', kernel: 'gpu' });
    expect(pool.rate.gpu).toMatchObject({ state: 'ready' });
    expect(gpuWorkers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  });

  it('that is lost six times without a result is left alone until it is wanted anew', () => {
    const { clock, work, gpuWorkers, pool } = createPool();
    work(HOPELESS, 0, 100);
    for (let second = 0; second < 128; second += 1) {
      const worker = gpuWorkers.at(-1)!;
      const unable = { type: 'unable', reason: 'gone', forGood: false } as const;
      if (!worker.isTerminated) worker.report(unable);
      clock.advance(SECOND_MS);
    }
    expect(gpuWorkers).toHaveLength(6);
    expect(pool.rate.gpu).toEqual({ state: 'lost', reason: 'gone', hashesPerSecond: 0 });
    work(HOPELESS, 0, 0);
    work(HOPELESS, 0, 100);
    expect(gpuWorkers).toHaveLength(7);
  });
});
