/**
 * A slice of a batch as it travels to a worker: all its checks in one buffer, which moves instead
 * of being copied.
 */

import type { SignatureCheck } from '../../consensus/signature.ts';
import { verifySignature } from '../../consensus/signature-verifier.ts';
import { assert } from '../../util/assert.ts';

/** Small enough that noble needs less than 50 ms for it: 30 to 45 in Node, 8 to 14 in Chromium. */
export const SLICE_MAX_CHECKS = 24;

export interface SliceOrder {
  readonly id: number;
  /** 128 bytes for each check: signature, message, key. */
  readonly packed: Uint8Array<ArrayBuffer>;
}

/** A worker's whole vocabulary: a slice was judged. A worker that cannot judge dies instead. */
export interface SliceVerdict {
  readonly id: number;
  /** Within the slice; undefined where all are good. */
  readonly firstBad: number | undefined;
}

const CHECK_BYTES = 128;
const [MESSAGE_AT, KEY_AT] = [64, 96];

export function packChecks(checks: readonly SignatureCheck[]): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(checks.length * CHECK_BYTES);
  for (const [index, { signature, message, publicKey }] of checks.entries()) {
    const sizes = [signature.length, message.length, publicKey.length];
    assert(sizes.join() === '64,32,32', 'a check of 64, 32 and 32 bytes');
    packed.set(signature, index * CHECK_BYTES);
    packed.set(message, index * CHECK_BYTES + MESSAGE_AT);
    packed.set(publicKey, index * CHECK_BYTES + KEY_AT);
  }
  return packed;
}

/** The index of the first bad signature among packed checks. */
export function findBad(packed: Uint8Array): number | undefined {
  for (let at = 0; at < packed.length; at += CHECK_BYTES) {
    const signature = packed.subarray(at, at + MESSAGE_AT);
    const message = packed.subarray(at + MESSAGE_AT, at + KEY_AT);
    const publicKey = packed.subarray(at + KEY_AT, at + CHECK_BYTES);
    if (!verifySignature(signature, message, publicKey)) return at / CHECK_BYTES;
  }
  return undefined;
}
