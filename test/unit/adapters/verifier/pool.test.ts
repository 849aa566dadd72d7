import { describe, expect, it } from 'vitest';
import type { BatchVerdict } from '../../../../src/adapters/verifier/batch.ts';
import { createVerifierPool } from '../../../../src/adapters/verifier/pool.ts';
import type { SignatureCheck } from '../../../../src/consensus/signature.ts';
import { badCheck, goodCheck } from '../../../support/signature-checks.ts';
import { FakeVerifyWorker } from '../../../support/verify-workers.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const SLICE = 24;
const good = goodCheck(1);
const bad = badCheck(good);
/** So many checks, bad at these places. */
const checks = (count: number, ...badAt: number[]): SignatureCheck[] =>
  Array.from({ length: count }, (_, at) => (badAt.includes(at) ? bad : good));

function setUp(threads: number, makeWorker?: () => FakeVerifyWorker) {
  const clock = createVirtualClock();
  const workers: FakeVerifyWorker[] = [];
  const make = () => {
    const worker = makeWorker ? makeWorker() : new FakeVerifyWorker();
    workers.push(worker);
    return worker;
  };
  const pool = createVerifierPool({ makeWorker: make, clock, threads });
  const verdicts: BatchVerdict[] = [];
  const verify = (asked: SignatureCheck[]) =>
    pool.verify(asked, (verdict) => verdicts.push(verdict));
  /** Lets all living workers answer until none has anything to do. */
  const work = () => {
    const isAlive = (worker: FakeVerifyWorker) => !worker.isTerminated;
    while (workers.filter(isAlive).some((worker) => worker.answer()));
  };
  return { clock, workers, pool, verdicts, verify, work };
}

describe('a pool of verifying workers', () => {
  it('starts none before there is something to verify, and no more than are needed', () => {
    const { workers, verify } = setUp(4);
    expect(workers).toHaveLength(0);
    verify(checks(SLICE + 1));
    expect(workers).toHaveLength(2);
  });

  it('spreads a batch over its workers, with a reserve of two slices for each', () => {
    const { workers, verify, verdicts, work } = setUp(2);
    verify(checks(5 * SLICE));
    expect(workers.map(({ orders }) => orders.length)).toEqual([3, 2]);
    verify(checks(4 * SLICE));
    expect(workers.map(({ orders }) => orders.length)).toEqual([3, 3]);
    workers[1]!.answer();
    expect(workers.map(({ orders }) => orders.length)).toEqual([3, 4]);
    expect(verdicts).toEqual([]);
    work();
    expect(verdicts).toEqual([{ ok: true }, { ok: true }]);
    expect(workers).toHaveLength(2);
  });

  it('names the first bad signature in whatever order the answers come', () => {
    const { workers, verify, verdicts } = setUp(3);
    verify(checks(3 * SLICE, 10, 30, 60));
    workers[2]!.answer();
    workers[1]!.answer();
    expect(verdicts).toEqual([]);
    workers[0]!.answer();
    expect(verdicts).toEqual([{ ok: false, firstBad: 10 }]);
  });

  it('answers as soon as all before the bad one is known, and sends nothing more of it', () => {
    const { workers, verify, verdicts, work } = setUp(2);
    verify(checks(20 * SLICE, SLICE + 3));
    verify(checks(1));
    workers[1]!.answer();
    workers[0]!.answer();
    expect(verdicts).toEqual([{ ok: false, firstBad: SLICE + 3 }]);
    work();
    expect(verdicts).toEqual([{ ok: false, firstBad: SLICE + 3 }, { ok: true }]);
    expect(workers.flatMap(({ orders }) => orders)).toHaveLength(6 + 1);
  });

  it('answers each of several batches once', () => {
    const { verify, verdicts, work } = setUp(2);
    verify(checks(2 * SLICE));
    verify(checks(1, 0));
    verify(checks(3));
    work();
    expect(verdicts).toHaveLength(3);
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(2);
  });
});

describe('a signature that a worker could not verify is not bad', () => {
  it('when the worker dies: it is verified here, and another worker goes on', () => {
    const { clock, workers, verify, verdicts, work } = setUp(1);
    verify(checks(5 * SLICE));
    workers[0]!.crash();
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    expect(workers.map(({ orders }) => orders.length)).toEqual([3, 2]);
    work();
    expect(verdicts).toEqual([]);
    clock.advance(0);
    expect(verdicts).toEqual([{ ok: true }]);
  });

  it('and a bad one is found bad all the same', () => {
    const { clock, workers, verify, verdicts } = setUp(1);
    verify(checks(SLICE, 7));
    workers[0]!.crash();
    clock.advance(0);
    expect(verdicts).toEqual([{ ok: false, firstBad: 7 }]);
  });

  it('when the worker falls silent for six seconds, even while another one is busy', () => {
    const { clock, workers, verify, verdicts, work } = setUp(2);
    verify(checks(20 * SLICE));
    for (let second = 0; second < 6; second += 1) {
      expect(workers[0]!.isTerminated).toBe(false);
      workers[1]!.answer();
      clock.advance(1_000);
    }
    expect(workers[0]!.isTerminated).toBe(true);
    work();
    clock.advance(0);
    expect(verdicts).toEqual([{ ok: true }]);
  });

  it('when the device slept: the worker has its seconds still', () => {
    const { clock, workers, verify } = setUp(1);
    verify(checks(1));
    clock.wakeAt(clock.now() + 3_600_000, () => undefined);
    clock.advance(3_600_000);
    expect(workers[0]!.isTerminated).toBe(false);
  });

  it('when a worker that was given up answers after all', () => {
    const { clock, workers, verify, verdicts } = setUp(1);
    verify(checks(SLICE));
    workers[0]!.crash();
    workers[0]!.say({ id: 1, firstBad: 0 });
    clock.advance(0);
    expect(verdicts).toEqual([{ ok: true }]);
    workers[0]!.answer();
    expect(verdicts).toHaveLength(1);
  });

  it('when no worker can be had: one slice in each turn', () => {
    const { clock, verify, verdicts } = setUp(2, () => {
      throw new Error('no workers here');
    });
    verify(checks(3 * SLICE, 2 * SLICE));
    expect(verdicts).toEqual([]);
    clock.advance(0);
    expect(verdicts).toEqual([{ ok: false, firstBad: 2 * SLICE }]);
  });

  it('when workers die again and again: after the third in a row their place stays empty', () => {
    const { clock, workers, verify, verdicts } = setUp(1);
    for (let round = 0; round < 5; round += 1) {
      verify(checks(1));
      workers[round]?.crash();
      clock.advance(0);
    }
    expect(workers).toHaveLength(3);
    expect(verdicts).toEqual(Array.from({ length: 5 }, () => ({ ok: true })));
  });

  it('and a worker that answers once is forgiven what others did before', () => {
    const { clock, workers, verify, work } = setUp(1);
    for (let round = 0; round < 6; round += 1) {
      verify(checks(2));
      if (round % 2 === 0) workers.at(-1)!.crash();
      else work();
      clock.advance(0);
    }
    expect(workers).toHaveLength(4);
  });
});

describe('a stopped pool', () => {
  it('has no workers and answers nothing', () => {
    const { clock, pool, workers, verify, verdicts } = setUp(2);
    verify(checks(9 * SLICE));
    workers[0]!.crash();
    pool.stop();
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
    for (const worker of workers) worker.answer();
    clock.advance(60_000);
    expect(verdicts).toEqual([]);
  });

  it('may be used again', () => {
    const { pool, workers, verify, verdicts, work } = setUp(1);
    verify(checks(1));
    pool.stop();
    verify(checks(1, 0));
    work();
    expect(workers).toHaveLength(2);
    expect(verdicts).toEqual([{ ok: false, firstBad: 0 }]);
  });
});
