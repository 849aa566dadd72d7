import { describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/adapters/miner/batches.ts';
import { createGrinder } from '../../../../src/adapters/miner/grinder.ts';
import type { Kernel, ScanResult } from '../../../../src/adapters/miner/kernel/kernel.ts';
import { jobHeader } from '../../../../src/adapters/miner/search-space.ts';
import { toHex } from '../../../../src/util/bytes.ts';
import { miningJob } from '../../../support/mining-jobs.ts';

const PREFIX = Uint8Array.of(1, 2, 3, 4, 0, 9);

interface Options {
  readonly noncesPerMs?: number;
  readonly versions?: number;
  readonly stride?: number;
}

/** A kernel of a given speed that finds what it is told to find. */
function createWorld({ noncesPerMs = 1_000, versions = 1, stride = 4 }: Options = {}) {
  const world = { now: 0, noncesPerMs, hitAt: -1 };
  const scans: Array<{ readonly first: number; readonly count: number }> = [];
  const headers: string[] = [];
  const reports: Report[] = [];
  const kernel: Kernel = {
    name: 'plain',
    stride,
    versions,
    load: (header) => void headers.push(toHex(header)),
    scan(first, count): ScanResult {
      scans.push({ first, count });
      world.now += count / world.noncesPerMs;
      const offset = world.hitAt - first;
      if (offset < 0 || offset >= count) return { nonces: count, hits: [] };
      return { nonces: offset + 1, hits: [{ nonce: world.hitAt, version: 5 }] };
    },
  };
  const post = (report: Report) => void reports.push(report);
  const grinder = createGrinder({ kernel, now: () => world.now, post });
  const work = (id: number) => grinder.take({ type: 'work', job: miningJob(id), prefix: PREFIX });
  return Object.assign(world, { scans, headers, reports, grinder, work });
}

function headerOf(id: number, count: number): string {
  return toHex(jobHeader(miningJob(id), Uint8Array.of(...PREFIX, count >> 8, count & 255)));
}

describe('a grinder', () => {
  it('has nothing to do until it is given work, and after it was told to stop', () => {
    const { grinder, work, scans } = createWorld();
    expect(grinder.step()).toBe(false);
    work(1);
    expect(grinder.step()).toBe(true);
    grinder.take({ type: 'stop' });
    expect(grinder.step()).toBe(false);
    expect(scans).toHaveLength(1);
  });

  it('starts small and grows to batches of 5 to 10 ms, none longer', () => {
    const world = createWorld();
    world.work(1);
    const durations: number[] = [];
    for (let batch = 0; batch < 20; batch += 1) {
      const before = world.now;
      world.grinder.step();
      durations.push(world.now - before);
    }
    expect(durations[0]).toBeLessThan(2);
    expect(Math.max(...durations)).toBeLessThan(10);
    expect(Math.min(...durations.slice(5))).toBeGreaterThan(5);
    expect(world.scans.every(({ count }) => count % 4 === 0)).toBe(true);
  });

  it('shrinks its batches when the device slows down', () => {
    const world = createWorld();
    world.work(1);
    for (let batch = 0; batch < 10; batch += 1) world.grinder.step();
    world.noncesPerMs = 500;
    for (let batch = 0; batch < 3; batch += 1) world.grinder.step();
    const before = world.now;
    world.grinder.step();
    expect(world.now - before).toBeLessThan(10);
  });

  it('searches the nonces of a job without a gap', () => {
    const world = createWorld();
    world.work(1);
    for (let batch = 0; batch < 10; batch += 1) world.grinder.step();
    let next = 0;
    for (const { first, count } of world.scans) {
      expect(first).toBe(next);
      next += count;
    }
  });

  it('starts each job, and the same one again, with a coinbase of its own', () => {
    const world = createWorld();
    for (const id of [1, 2, 2]) {
      world.work(id);
      world.grinder.step();
    }
    expect(world.headers).toEqual([headerOf(1, 0), headerOf(2, 1), headerOf(2, 2)]);
    expect(world.scans.map(({ first }) => first)).toEqual([0, 0, 0]);
  });

  it('takes the next coinbase when the nonces are used up', () => {
    const world = createWorld({ noncesPerMs: 2 ** 20 });
    world.work(1);
    while (world.headers.length < 2) world.grinder.step();
    expect(world.headers).toEqual([headerOf(1, 0), headerOf(1, 1)]);
    const lengths = world.scans.slice(0, -1).map(({ count }) => count);
    expect(lengths.reduce((sum, count) => sum + count)).toBe(2 ** 32);
    expect(world.scans.at(-1)!.first).toBe(0);
  });

  it('tells a hit with its coinbase, and rests until the next job', () => {
    const world = createWorld();
    world.hitAt = 1_500;
    world.work(7);
    world.grinder.step();
    expect(world.grinder.step()).toBe(false);
    expect(world.scans).toHaveLength(2);
    const hit = { jobId: 7, extraNonce: Uint8Array.of(...PREFIX, 0, 0), nonce: 1_500, version: 5 };
    expect(world.reports).toEqual([
      { type: 'progress', hashes: 1_501 },
      { type: 'hit', hit },
    ]);
    world.hitAt = -1;
    world.work(8);
    expect(world.grinder.step()).toBe(true);
  });

  it('reports the hashes of all versions four times a second, and the rest when it stops', () => {
    const world = createWorld({ versions: 2 });
    world.work(1);
    while (world.now < 1_010) world.grinder.step();
    expect(world.reports).toHaveLength(4);
    world.grinder.take({ type: 'stop' });
    const hashes = world.reports.map((report) => (report.type === 'progress' ? report.hashes : 0));
    const nonces = world.scans.reduce((sum, { count }) => sum + count, 0);
    expect(hashes.reduce((sum, count) => sum + count)).toBe(2 * nonces);
  });
});
