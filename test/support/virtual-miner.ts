/**
 * A miner for tests and simulations: it searches for real, but only when it is told to and only as
 * many hashes as it is told, so that a run depends on nothing but its commands.
 */

import { createPlainKernel } from '../../src/adapters/miner/kernel/plain.ts';
import {
  extraNonce,
  jobHeader,
  WORKER_PREFIX_BYTES,
} from '../../src/adapters/miner/search-space.ts';
import type { Miner, MiningHit, MiningJob } from '../../src/node/ports.ts';

export interface VirtualMiner extends Miner {
  /** Hashes on the present job, at most so often; true if that found a hit. */
  search(hashesMax: number): boolean;
}

interface Order {
  readonly job: MiningJob;
  readonly found: (hit: MiningHit) => void;
  readonly extraNonce: Uint8Array;
  nextNonce: number;
}

/**
 * Give each miner of a simulation bytes of its own: they make its coinbases differ from others'.
 */
export function createVirtualMiner(prefix = new Uint8Array(WORKER_PREFIX_BYTES)): VirtualMiner {
  const kernel = createPlainKernel();
  let order: Order | undefined;
  let threads = 0;
  let jobs = 0;
  let hashes = 0;

  return {
    work(job, effort, found) {
      threads = job ? effort.threads : 0;
      order = undefined;
      if (!job || threads === 0) return;
      const nonce = extraNonce(prefix, jobs++);
      kernel.load(jobHeader(job, nonce), job.target);
      order = { job, found, extraNonce: nonce, nextNonce: 0 };
    },
    search(hashesMax) {
      if (!order) return false;
      const { job, found, extraNonce: nonce, nextNonce } = order;
      const { nonces, hits } = kernel.scan(nextNonce, hashesMax);
      hashes += nonces;
      order.nextNonce += nonces;
      if (!hits[0]) return false;
      // A job is done with its hit, also before the one who hears of it can give the next.
      order = undefined;
      found({ jobId: job.id, extraNonce: nonce, ...hits[0] });
      return true;
    },
    get rate() {
      // Nothing here takes time, so there is no speed to tell.
      return { hashes, perWorker: Array.from({ length: threads }, () => 0) };
    },
  };
}
