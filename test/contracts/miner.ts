/** What every miner owes the node. */

import { describe, expect, it } from 'vitest';
import { sha256d } from '../../src/consensus/hash.ts';
import type { Miner, MiningHit } from '../../src/node/ports.ts';
import { compareBytes, reverseBytes } from '../../src/util/bytes.ts';
import { HOPELESS_TARGET, minedHeader, miningJob } from '../support/mining-jobs.ts';

export interface MinerUnderTest {
  readonly miner: Miner;
  /** Lets it work long enough to find a block at one hash in 16. */
  run(): void;
}

export function describeMiner(name: string, makeMiner: () => MinerUnderTest): void {
  function start() {
    const { miner, run } = makeMiner();
    const hits: MiningHit[] = [];
    return { miner, run, hits, found: (hit: MiningHit) => void hits.push(hit) };
  }

  describe(name, () => {
    it('finds a header whose hash is at or below the target', () => {
      const { miner, run, hits, found } = start();
      for (let id = 1; id <= 20; id += 1) {
        const job = miningJob(id);
        miner.work(job, { threads: 1, duty: 100, gpu: 0 }, found);
        run();
        const hash = reverseBytes(sha256d(minedHeader(job, hits.at(-1)!)));
        expect(compareBytes(hash, job.target)).toBeLessThanOrEqual(0);
        expect(hits.at(-1)!.extraNonce).toHaveLength(8);
      }
      expect(hits.map(({ jobId }) => jobId)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    });

    it('finds one hit for a job and then waits for the next', () => {
      const { miner, run, hits, found } = start();
      miner.work(miningJob(1), { threads: 2, duty: 100, gpu: 0 }, found);
      run();
      run();
      expect(hits).toHaveLength(1);
      miner.work(miningJob(2), { threads: 2, duty: 100, gpu: 0 }, found);
      run();
      expect(hits.map(({ jobId }) => jobId)).toEqual([1, 2]);
    });

    it('drops a job for the next one', () => {
      const { miner, run, hits, found } = start();
      miner.work(miningJob(1), { threads: 1, duty: 100, gpu: 0 }, found);
      miner.work(miningJob(2, HOPELESS_TARGET), { threads: 1, duty: 100, gpu: 0 }, found);
      run();
      expect(hits).toEqual([]);
    });

    it.each([
      ['no job', undefined, 1],
      ['no threads', miningJob(2), 0],
    ])('ends the search for %s', (_, job, threads) => {
      const { miner, run, hits, found } = start();
      miner.work(miningJob(1, HOPELESS_TARGET), { threads: 1, duty: 100, gpu: 0 }, found);
      run();
      miner.work(job, { threads, duty: 100, gpu: 0 }, found);
      const { hashes } = miner.rate;
      run();
      expect(hits).toEqual([]);
      expect(miner.rate).toMatchObject({ hashes, perWorker: [] });
    });

    it('goes on after it was stopped', () => {
      const { miner, run, hits, found } = start();
      miner.work(undefined, { threads: 0, duty: 100, gpu: 0 }, found);
      miner.work(miningJob(1), { threads: 1, duty: 100, gpu: 0 }, found);
      run();
      expect(hits).toHaveLength(1);
    });

    it('may be given the next job by the one who hears of a hit', () => {
      const { miner, run } = start();
      const ids: number[] = [];
      const next = (id: number) =>
        miner.work(miningJob(id), { threads: 1, duty: 100, gpu: 0 }, (hit) => {
          ids.push(hit.jobId);
          if (id < 5) next(id + 1);
        });
      next(1);
      for (let turn = 0; turn < 5; turn += 1) run();
      expect(ids).toEqual([1, 2, 3, 4, 5]);
    });

    it('counts its hashes, and has one figure for each thread', () => {
      const { miner, run, found } = start();
      expect(miner.rate).toMatchObject({ hashes: 0, perWorker: [] });
      miner.work(miningJob(1, HOPELESS_TARGET), { threads: 2, duty: 100, gpu: 0 }, found);
      run();
      const { hashes, perWorker } = miner.rate;
      expect(hashes).toBeGreaterThan(0);
      expect(perWorker).toHaveLength(2);
      run();
      expect(miner.rate.hashes).toBeGreaterThan(hashes);
    });
  });
}
