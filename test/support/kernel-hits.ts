/** The hits of a header by the long way: each nonce hashed by OpenSSL. */

import { createHash } from 'node:crypto';
import { type KernelHit, withHit } from '../../src/adapters/miner/kernel/kernel.ts';
import { compareBytes } from '../../src/util/bytes.ts';

/** BIP320's lowest bit. */
const ROLLED_BIT = 0x2000;

export interface HashedRange {
  readonly header: Uint8Array;
  /** 32 bytes big-endian. */
  readonly target: Uint8Array;
  readonly first: number;
  readonly count: number;
  /** Headers hashed for each nonce. */
  readonly versions: number;
}

export function hashAll({ header, target, first, count, versions }: HashedRange): KernelHit[] {
  const version = new DataView(header.buffer).getInt32(0, true);
  const hits: KernelHit[] = [];
  for (let at = 0; at < count; at += 1) {
    for (let rolled = 0; rolled < versions; rolled += 1) {
      const hit = { nonce: (first + at) >>> 0, version: version ^ (rolled * ROLLED_BIT) };
      if (compareBytes(hashOf(withHit(header, hit)), target) <= 0) hits.push(hit);
    }
  }
  return hits;
}

/** Of a header, in the order in which it is compared with a target. */
export function hashOf(header: Uint8Array): Uint8Array {
  const once = createHash('sha256').update(header).digest();
  return Uint8Array.from(createHash('sha256').update(once).digest()).reverse();
}
