import { describe, expect, it } from 'vitest';
import type { Order } from '../../../../src/adapters/miner/batches.ts';
import { createTurns } from '../../../../src/adapters/miner/turns.ts';
import type { MiningJob } from '../../../../src/node/ports.ts';
import { miningJob } from '../../../support/mining-jobs.ts';

const BATCH_MS = 7;
const PREFIX = new Uint8Array(6);

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A worker whose batches take 7 ms, on a clock that only work and rest move. */
function createWorld({ lateMs = 0 } = {}) {
  const world = { now: 0, intensity: 100, isBusy: false };
  const batches: Span[] = [];
  let due: { at: number; run: () => void } | undefined;
  const grinder = {
    get intensity() {
      return world.intensity;
    },
    take(order: Order) {
      world.isBusy = order.type === 'work';
      if (order.type === 'work') world.intensity = order.intensity ?? 100;
    },
    step() {
      if (!world.isBusy) return false;
      batches.push({ from: world.now, to: world.now + BATCH_MS });
      world.now += BATCH_MS;
      return true;
    },
  };
  const turns = createTurns({
    grinder,
    now: () => world.now,
    soon: (run) => void (due = { at: world.now, run }),
    later(run, delayMs) {
      due = { at: world.now + delayMs + lateMs, run };
      return () => void (due = undefined);
    },
  });
  /** Runs whatever is due before the clock shows so many ms. */
  const runTo = (ms: number) => {
    while (due !== undefined && due.at < ms) {
      const { at, run } = due;
      due = undefined;
      world.now = Math.max(world.now, at);
      run();
    }
    world.now = Math.max(world.now, ms);
  };
  const work = (duty: number, job: MiningJob = miningJob(1)) =>
    turns.take({ type: 'work', job, prefix: PREFIX, intensity: duty });
  const workedMs = () => batches.reduce((sum, { from, to }) => sum + to - from, 0);
  return { world, batches, turns, runTo, work, workedMs };
}

function onTip(id: number, tip: number): MiningJob {
  return { ...miningJob(id), previousHash: new Uint8Array(32).fill(tip) };
}

describe('the turns of a mining worker', () => {
  it('follow each other without a pause when all of the time is given', () => {
    const { work, runTo, workedMs } = createWorld();
    work(100);
    runTo(700);
    expect(workedMs()).toBe(700);
  });

  it.each([10, 25, 50, 75, 90])('fill %i %% of the time', (duty) => {
    const { work, runTo, workedMs } = createWorld();
    work(duty);
    runTo(60_000);
    expect(workedMs() / 60_000).toBeCloseTo(duty / 100, 2);
  });

  it('are spread evenly: every rest is as long as the others', () => {
    const { work, runTo, batches } = createWorld();
    work(10);
    runTo(2_000);
    const rests = batches.slice(1).map(({ from }, index) => from - batches[index]!.to);
    expect(rests.every((ms) => Math.abs(ms - 63) < 0.001)).toBe(true);
  });

  it('fill that much also where timers are late by a few milliseconds', () => {
    const { work, runTo, workedMs } = createWorld({ lateMs: 4 });
    work(50);
    runTo(60_000);
    expect(workedMs() / 60_000).toBeCloseTo(0.5, 2);
  });

  it('never make up for a timer that slept long by running on without a pause', () => {
    const { work, runTo, batches } = createWorld({ lateMs: 1_000 });
    work(50);
    runTo(20_000);
    const spells = batches.slice(1).filter(({ from }, index) => from === batches[index]!.to);
    expect(spells.length / batches.length).toBeLessThan(0.95);
    expect(batches.length * BATCH_MS).toBeLessThan(20_000 / 8);
  });

  it('start on a new tip at once, and on a younger job of the same tip after the rest', () => {
    const { work, runTo, batches } = createWorld();
    work(10, onTip(1, 1));
    runTo(20);
    expect(batches).toHaveLength(1);
    work(10, onTip(2, 1));
    runTo(30);
    expect(batches).toHaveLength(1);
    work(10, onTip(3, 2));
    runTo(31);
    expect(batches.at(-1)!.from).toBe(30);
  });

  it('rest half a second at most, however often the tip changes', () => {
    const { world, work, runTo, batches } = createWorld();
    for (let tip = 0; tip < 100; tip += 1) {
      work(10, onTip(tip, tip));
      runTo(world.now + 1);
    }
    const { length } = batches;
    runTo(world.now + 510);
    expect(batches.length).toBeGreaterThan(length);
  });

  it('end when the worker is told to stop, also in the middle of a rest', () => {
    const { turns, work, runTo, batches } = createWorld();
    work(10);
    runTo(10);
    turns.take({ type: 'stop' });
    runTo(1_000);
    expect(batches).toHaveLength(1);
    work(100);
    runTo(1_007);
    expect(batches).toHaveLength(2);
  });
});
