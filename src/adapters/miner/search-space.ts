/**
 * Where a worker searches. A header has only 2^32 nonces, a few minutes' work, so each worker has
 * coinbases of its own: 8 bytes of extra nonce = 4 random of the pool, 2 of the worker, 2 that
 * count. The count goes on from job to job, so that no worker ever does the same work twice.
 */

import { sha256d } from '../../consensus/hash.ts';
import type { MiningJob } from '../../node/ports.ts';
import { assert } from '../../util/assert.ts';
import { concatBytes } from '../../util/bytes.ts';

export const POOL_PREFIX_BYTES = 4;
export const WORKER_PREFIX_BYTES = 6;

const EXTRA_NONCE_BYTES = 8;
const HEADER_BYTES = 80;
const U16 = 0x1_0000;

/** `worker` numbers all workers that the pool ever started, also those that replace others. */
export function workerPrefix(poolPrefix: Uint8Array, worker: number): Uint8Array {
  assert(poolPrefix.length === POOL_PREFIX_BYTES, 'a pool has 4 bytes of its own');
  return concatBytes(poolPrefix, bigEndian16(worker));
}

export function extraNonce(prefix: Uint8Array, count: number): Uint8Array {
  assert(prefix.length === WORKER_PREFIX_BYTES, 'a worker has 6 bytes of its own');
  return concatBytes(prefix, bigEndian16(count));
}

/** The 80 bytes of the header that follow from a job and 8 bytes of extra nonce; its nonce is 0. */
export function jobHeader(job: MiningJob, nonce: Uint8Array): Uint8Array {
  assert(nonce.length === EXTRA_NONCE_BYTES, 'an extra nonce has 8 bytes');
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  view.setInt32(0, job.version, true);
  header.set(job.previousHash, 4);
  header.set(merkleRoot(job, nonce), 36);
  view.setUint32(68, job.time, true);
  view.setUint32(72, job.bits, true);
  return header;
}

/** The coinbase is the first leaf, so each hash of the branch stands at its right. */
function merkleRoot(job: MiningJob, nonce: Uint8Array): Uint8Array {
  const coinbase = sha256d(concatBytes(job.coinbasePrefix, nonce, job.coinbaseSuffix));
  return job.merkleBranch.reduce((node, right) => sha256d(concatBytes(node, right)), coinbase);
}

function bigEndian16(number: number): Uint8Array {
  const word = number % U16;
  return Uint8Array.of(word >>> 8, word & 0xff);
}
