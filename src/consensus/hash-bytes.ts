/**
 * Between a hash as bytes (in headers, on the wire) and as the byte-reversed hex of people and RPC.
 */

import { assert } from '../util/assert.ts';
import type { Hash } from './types.ts';

const HASH_BYTES = 32;
const DIGITS = new TextEncoder().encode('0123456789abcdef');
const ASCII = new TextDecoder('latin1');
/**
 * One buffer for all conversions; decoding from it makes one flat string, without 32 small ones.
 */
const scratch = new Uint8Array(2 * HASH_BYTES);

/** `bytes` as they stand in a header: 32 of them. */
export function hashFromBytes(bytes: Uint8Array): Hash {
  assert(bytes.length === HASH_BYTES, 'a hash has 32 bytes');
  for (let at = 0; at < HASH_BYTES; at += 1) {
    const byte = bytes[HASH_BYTES - 1 - at]!;
    scratch[2 * at] = DIGITS[byte >> 4]!;
    scratch[2 * at + 1] = DIGITS[byte & 15]!;
  }
  return ASCII.decode(scratch) as Hash;
}

/** A fresh array of the 32 bytes as they stand in a header. */
export function hashToBytes(hash: Hash): Uint8Array {
  const bytes = new Uint8Array(HASH_BYTES);
  for (let at = 0; at < HASH_BYTES; at += 1) {
    const digits = 2 * (HASH_BYTES - 1 - at);
    bytes[at] = (digitOf(hash.charCodeAt(digits)) << 4) | digitOf(hash.charCodeAt(digits + 1));
  }
  return bytes;
}

/** Text that names a hash: exactly 64 lowercase hex digits; undefined for anything else. */
export function parseHash(text: string): Hash | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? (text as Hash) : undefined;
}

function digitOf(code: number): number {
  return code < 0x3a ? code - 0x30 : code - 0x57;
}
