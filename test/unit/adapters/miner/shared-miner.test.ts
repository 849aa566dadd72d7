import { describe, expect, it } from 'vitest';
import { createSharedMiner, type MinerSeat } from '../../../../src/adapters/miner/shared-miner.ts';
import type { MiningHit, MiningJob } from '../../../../src/node/ports.ts';
import { FakeGrindWorker } from '../../../support/grind-workers.ts';
import { HOPELESS_TARGET, miningJob } from '../../../support/mining-jobs.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const ONE_THREAD = { threads: 1, duty: 100, gpu: 0 };
const REPORTS = 400;

function createMiner(duty = 50) {
  const workers: FakeGrindWorker[] = [];
  const clock = createVirtualClock();
  const makeWorker = () => {
    const worker = new FakeGrindWorker();
    workers.push(worker);
    return worker;
  };
  const miner = createSharedMiner({ makeWorker, clock, prefix: Uint8Array.of(1, 2, 3, 4), duty });
  const hits: string[] = [];

  function sit(name: string, weight: number, job = hopeless(1)) {
    const seat = miner.seat();
    const work = (next: MiningJob | undefined) =>
      seat.work(next, ONE_THREAD, ({ jobId }: MiningHit) => void hits.push(`${name} ${jobId}`));
    seat.setWeight(weight);
    work(job);
    return { seat, work };
  }

  /** The worker hashes for real, so many batches. */
  function run(batches: number): void {
    for (let batch = 0; batch < batches; batch += 1) {
      clock.advance(7);
      workers.at(-1)?.step();
    }
  }

  /** The worker says that it has hashed. */
  function report(times = REPORTS): void {
    for (let time = 0; time < times; time += 1) {
      clock.advance(250);
      workers.at(-1)?.report({ type: 'progress', hashes: 900 + (time % 7) });
    }
  }

  const orders = () => workers.flatMap((worker) => worker.orders);
  return { miner, workers, clock, hits, sit, run, report, orders };
}

const hopeless = (id: number) => miningJob(id, HOPELESS_TARGET);

function partsOf(seats: readonly MinerSeat[]): number[] {
  const all = seats.reduce((sum, { rate }) => sum + rate.hashes, 0);
  return seats.map(({ rate }) => Math.round((100 * rate.hashes) / all));
}

describe('a miner that is shared', () => {
  it('has one worker, and none before anybody mines', () => {
    const { sit, workers } = createMiner();
    const { seat } = sit('a', 0);
    expect(workers).toEqual([]);
    seat.setWeight(10);
    sit('b', 10);
    sit('c', 10);
    expect(workers).toHaveLength(1);
  });

  it.each([[[50, 50]], [[10, 90]], [[60, 30, 10]], [[33, 33, 33, 1]]])(
    'gives hashes by weight: %j',
    (weights) => {
      const { sit, report } = createMiner();
      const seats = weights.map((weight, index) => sit(`${index}`, weight).seat);
      report();
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      for (const [index, part] of partsOf(seats).entries()) {
        expect(Math.abs(part - (100 * weights[index]!) / all)).toBeLessThan(2);
      }
    },
  );

  it('brings a hit to whose job it was, under the id that it had there', () => {
    const { sit, run, hits } = createMiner();
    sit('a', 50);
    sit('b', 50, miningJob(1));
    sit('c', 50);
    run(100);
    expect(hits).toEqual(['b 1']);
  });

  it('takes one hit of a job, and goes on for the others', () => {
    const { sit, run, report, hits } = createMiner();
    const { seat } = sit('a', 50);
    const { seat: easy, work } = sit('b', 50, miningJob(1));
    run(100);
    expect(hits).toEqual(['b 1']);
    const { hashes } = easy.rate;
    report();
    expect(easy.rate.hashes).toBe(hashes);
    expect(seat.rate.hashes).toBeGreaterThan(10 * hashes);
    work(miningJob(2));
    run(100);
    expect(hits).toEqual(['b 1', 'b 2']);
  });

  it('takes a new job up at once where it is the one being worked on', () => {
    const { sit, orders } = createMiner();
    const { work } = sit('a', 50);
    sit('b', 50);
    const before = orders().length;
    work(hopeless(2));
    expect(orders()).toHaveLength(before + 1);
  });

  it('owes nobody the time in which it did not mine', () => {
    const { sit, report } = createMiner();
    const first = sit('a', 50);
    const late = sit('b', 50);
    late.work(undefined);
    report();
    const { hashes } = first.seat.rate;
    late.work(hopeless(2));
    report();
    const gained = first.seat.rate.hashes - hashes;
    expect(Math.abs(gained / late.seat.rate.hashes - 1)).toBeLessThan(0.1);
  });

  it.each([
    [[50, 50], 50],
    [[20], 10],
    [[20, 20], 20],
    [[1], 1],
  ])('rests the more the less is asked of it: %j is %d percent of the time', (weights, percent) => {
    const { sit, report, orders } = createMiner(50);
    for (const weight of weights) sit('it', weight);
    // The order of the first one stands until its report.
    report(1);
    expect(orders().findLast(({ type }) => type === 'work')).toMatchObject({ intensity: percent });
  });

  it('replaces a worker that falls silent', () => {
    const { sit, clock, workers } = createMiner();
    sit('a', 50);
    workers[0]!.report({ type: 'ready', kernel: 'plain' });
    clock.advance(10_000);
    expect(workers[0]!.isTerminated).toBe(true);
    clock.advance(3_000);
    expect(workers.length).toBeGreaterThan(1);
  });

  it('forgets who leaves, and ends with its worker', () => {
    const { sit, run, hits, miner, workers, orders } = createMiner();
    const { seat } = sit('a', 50, miningJob(1));
    seat.leave();
    expect(orders().at(-1)).toEqual({ type: 'stop' });
    run(100);
    expect(hits).toEqual([]);
    miner.end();
    expect(workers[0]!.isTerminated).toBe(true);
  });
});
