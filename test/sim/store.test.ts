import { describe, expect, it } from 'vitest';
import { describeStore } from '../contracts/store.ts';
import type { Store, StoreWrite } from '../../src/node/ports.ts';
import { type Crash, settled, SimDisk } from './disk.ts';
import { openStream } from './streams.ts';
import { Timeline } from './timeline.ts';

const DAY_MS = 86_400_000;

async function run(timeline: Timeline, durationMs: number): Promise<void> {
  await settled();
  const endMs = timeline.now + durationMs;
  for (let next = timeline.next(endMs); next; next = timeline.next(endMs)) await next();
}

/** Time passes as soon as anything is asked of it. */
function hurry(timeline: Timeline, store: Store): Store {
  async function hurried<Answer>(answer: Promise<Answer>): Promise<Answer> {
    answer.catch(() => {});
    await run(timeline, 1_000);
    return answer;
  }
  return {
    get: (table, key) => hurried(store.get(table, key)),
    entries: (table) => hurried(store.entries(table)),
    write: (writes, durability) => hurried(store.write(writes, durability)),
    close: () => store.close(),
  };
}

describeStore('a disk of the simulator as a store', () => {
  const timeline = new Timeline(openStream(1, 'order'));
  const disk = new SimDisk(timeline, openStream(1, 'disks'));
  return { open: async () => hurry(timeline, disk.open()), end: async () => {} };
});

describe('a crash', () => {
  /** Ten batches of two records: five done, the first two long ago, and five under way. */
  async function crashed(seed: number, kind: Crash): Promise<number[]> {
    const timeline = new Timeline(openStream(seed, 'order'));
    const disk = new SimDisk(timeline, openStream(seed, 'disks'));
    const store = disk.open();
    for (let batch = 0; batch < 10; batch += 1) {
      void store.write(batchOf(batch));
      if (batch < 5) await run(timeline, batch === 1 ? DAY_MS : 1_000);
    }
    await settled();
    disk.crash(kind);
    const rows = await disk.peek().entries('bodies');
    const keys = rows.map(([key]) => Number(key));
    expect(keys).toEqual(keys.map((_, at) => at));
    expect(keys.length % 2).toBe(0);
    return keys;
  }

  function batchOf(batch: number): StoreWrite[] {
    const value = Uint8Array.of(batch);
    return [{ put: ['bodies', 2 * batch, value] }, { put: ['bodies', 2 * batch + 1, value] }];
  }

  async function batchesKept(kind: Crash): Promise<Set<number>> {
    const kept = new Set<number>();
    for (let seed = 0; seed < 60; seed += 1) kept.add((await crashed(seed, kind)).length / 2);
    return kept;
  }

  it('of the process keeps all that was done, and whole batches of the rest', async () => {
    const kept = [...(await batchesKept('process'))];
    expect(kept.toSorted((left, right) => left - right)).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it('of the power keeps a prefix that holds what was written long ago', async () => {
    const kept = await batchesKept('power');
    expect(Math.min(...kept)).toBe(2);
    expect(Math.max(...kept)).toBeGreaterThan(5);
  });
});
