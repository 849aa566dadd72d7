import { createMinerPool } from '../../src/adapters/miner/pool.ts';
import { createSharedMiner } from '../../src/adapters/miner/shared-miner.ts';
import { FakeGrindWorker } from '../support/grind-workers.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';
import { createVirtualMiner } from '../support/virtual-miner.ts';
import { describeMiner } from './miner.ts';

/** Enough for a report of progress, which comes each quarter of a second. */
const BATCHES = 40;
const BATCH_MS = 7;
const HASHES = 1_000;

describeMiner('the pool of workers', () => {
  const workers: FakeGrindWorker[] = [];
  const clock = createVirtualClock();
  const makeWorker = () => {
    const worker = new FakeGrindWorker();
    workers.push(worker);
    return worker;
  };
  const run = () => {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      clock.advance(BATCH_MS);
      for (const worker of workers) worker.step();
    }
  };
  const options = { makeWorker, makeGpuWorker: makeWorker, clock, prefix: new Uint8Array(4) };
  return { miner: createMinerPool(options), run };
});

describeMiner('a seat at a miner that is shared', () => {
  const workers: FakeGrindWorker[] = [];
  const clock = createVirtualClock();
  const makeWorker = () => {
    const worker = new FakeGrindWorker();
    workers.push(worker);
    return worker;
  };
  const run = () => {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      clock.advance(BATCH_MS);
      for (const worker of workers) worker.step();
    }
  };
  const shared = createSharedMiner({ makeWorker, clock, prefix: new Uint8Array(4), duty: 100 });
  const miner = shared.seat();
  miner.setWeight(100);
  return { miner, run };
});

describeMiner('the virtual miner', () => {
  const miner = createVirtualMiner();
  return { miner, run: () => void miner.search(HASHES) };
});
