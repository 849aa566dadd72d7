import { describe, expect, it } from 'vitest';
import type { Report } from '../../../../../src/adapters/miner/batches.ts';
import { createGpuGrinder } from '../../../../../src/adapters/miner/gpu/gpu-grinder.ts';
import type { KernelHit } from '../../../../../src/adapters/miner/kernel/kernel.ts';
import { miningJob } from '../../../../support/mining-jobs.ts';

const PREFIX = Uint8Array.of(1, 2, 3, 4, 0, 9);
const STRIDE = 4_096;

/** A card of a given speed; `during` happens while it is at work, for one batch each. */
function createWorld(noncesPerMs = 10_000) {
  const world = { now: 0, isGone: false };
  const scans: Array<{ readonly first: number; readonly count: number; readonly ms: number }> = [];
  const rests: number[] = [];
  const reports: Report[] = [];
  const during: Array<() => KernelHit[] | void> = [];
  const kernel = {
    stride: STRIDE,
    versions: 1,
    load: () => {},
    async scan(first: number, count: number) {
      if (world.isGone) throw new Error('the card is gone');
      const ms = 1 + count / noncesPerMs;
      world.now += ms;
      scans.push({ first, count, ms });
      return { nonces: count, hits: during.shift()?.() ?? [] };
    },
  };
  const rest = async (durationMs: number) => {
    rests.push(durationMs);
    world.now += durationMs;
  };
  const post = (report: Report) => void reports.push(report);
  const grinder = createGpuGrinder({ kernel, now: () => world.now, rest, post });
  const work = (id: number, intensity = 100) =>
    grinder.take({ type: 'work', job: miningJob(id), prefix: PREFIX, intensity });
  const stop = () => grinder.take({ type: 'stop' });
  /** So many batches, then no more work. */
  const runBatches = (count: number) => {
    for (let batch = 1; batch < count; batch += 1) during.push(() => {});
    during.push(stop);
    return grinder.run();
  };
  return Object.assign(world, { scans, rests, reports, during, grinder, work, runBatches });
}

describe('the worker of the graphics card', () => {
  it('starts with one row and grows to batches shorter than a frame', async () => {
    const world = createWorld();
    world.work(1);
    await world.runBatches(20);
    expect(world.scans[0]!.count).toBe(STRIDE);
    expect(world.scans.every(({ count }) => count % STRIDE === 0)).toBe(true);
    const late = world.scans.slice(10).map(({ ms }) => ms);
    expect(Math.max(...late)).toBeLessThan(16);
    expect(Math.min(...late)).toBeGreaterThan(8);
  });

  it('never asks for more than one dispatch can have', async () => {
    const world = createWorld(1e9);
    world.work(1);
    await world.runBatches(40);
    expect(Math.max(...world.scans.map(({ count }) => count))).toBe(2 ** 27);
  });

  it.each([
    [100, 0],
    [50, 1],
    [25, 3],
    [1, 99],
  ])('at %d percent rests %d times as long as it works', async (intensity, times) => {
    const world = createWorld();
    world.work(1, intensity);
    // The rest behind the order to stop is the only one that knows of no share.
    await world.runBatches(5);
    const rests = world.rests.slice(0, 4);
    rests.forEach((rest, at) => expect(rest).toBeCloseTo(times * world.scans[at]!.ms));
  });

  it('searches without a gap, and counts what it did', async () => {
    const world = createWorld();
    world.work(1);
    await world.runBatches(10);
    let next = 0;
    for (const { first, count } of world.scans) {
      expect(first).toBe(next);
      next += count;
    }
    const hashes = world.reports.map((report) => (report.type === 'progress' ? report.hashes : 0));
    expect(hashes.reduce((sum, count) => sum + count)).toBe(next);
  });

  it('tells a hit of the job before, which came while the card was at work', async () => {
    const world = createWorld();
    world.work(1);
    world.during.push(() => {
      world.work(2);
      return [{ nonce: 7, version: 5 }];
    });
    await world.runBatches(1);
    const hits = world.reports.filter(({ type }) => type === 'hit');
    expect(hits).toMatchObject([{ hit: { jobId: 1, nonce: 7, version: 5 } }]);
    // And goes on with the next.
    expect(world.scans).toHaveLength(2);
    expect(world.scans[1]!.first).toBe(0);
  });

  it('rests from a hit until the next job', async () => {
    const world = createWorld();
    world.work(1);
    world.during.push(() => [{ nonce: 7, version: 5 }]);
    await world.grinder.run();
    expect(world.scans).toHaveLength(1);
    world.work(2);
    await world.runBatches(2);
    expect(world.scans).toHaveLength(3);
  });

  it('is one search, however often it is told to run', async () => {
    const world = createWorld();
    world.work(1);
    const running = world.runBatches(5);
    await world.grinder.run();
    await running;
    expect(world.scans).toHaveLength(5);
  });

  it('ends with its card', async () => {
    const world = createWorld();
    world.work(1);
    world.isGone = true;
    await expect(world.grinder.run()).rejects.toThrow('the card is gone');
  });
});
