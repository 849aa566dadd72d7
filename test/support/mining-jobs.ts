/** Jobs for miners in tests. */

import { jobHeader } from '../../src/adapters/miner/search-space.ts';
import { withHit } from '../../src/adapters/miner/kernel/kernel.ts';
import type { MiningHit, MiningJob } from '../../src/node/ports.ts';
import { fromHex } from '../../src/util/bytes.ts';

/** One hash in 16 meets it. */
export const EASY_TARGET = fromHex(`0f${'ff'.repeat(31)}`);
/** No hash that anybody will ever see meets it. */
export const HOPELESS_TARGET = fromHex(`${'00'.repeat(31)}01`);

export function miningJob(id: number, target: Uint8Array = EASY_TARGET): MiningJob {
  return {
    id,
    version: 0x2000_0000,
    previousHash: new Uint8Array(32).fill(id),
    time: 1_700_000_000,
    bits: 0x1e00ffff,
    target,
    coinbasePrefix: Uint8Array.of(1, 2, 3),
    coinbaseSuffix: Uint8Array.of(4, 5),
    merkleBranch: [new Uint8Array(32).fill(0x66), new Uint8Array(32).fill(0x77)],
  };
}

/** The 80 bytes of the header with which a hit says it meets the job's target. */
export function minedHeader(job: MiningJob, hit: MiningHit): Uint8Array {
  return withHit(jobHeader(job, hit.extraNonce), hit);
}
