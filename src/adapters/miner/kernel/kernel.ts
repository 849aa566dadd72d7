/**
 * A kernel is one way to search the nonces of a header. All of them are filters: they look at the
 * most significant word of the hash only, and what passes is hashed again in full by the code
 * that also judges blocks, so a kernel can miss a block but never claim one.
 */

import { sha256d } from '../../../consensus/hash.ts';
import { compareBytes, reverseBytes } from '../../../util/bytes.ts';

export type KernelName = 'simd' | 'scalar' | 'plain';

/** A header is `load`ed as 80 bytes; a hit names the two fields in which its own differs. */
export interface KernelHit {
  readonly nonce: number;
  /** Signed 32 bits. */
  readonly version: number;
}

export interface ScanResult {
  /** Nonces that were tried: all that were asked for, or up to and with those of the hits. */
  readonly nonces: number;
  /** The hits among the last nonces tried; the search goes on behind them. */
  readonly hits: readonly KernelHit[];
}

export interface Kernel {
  readonly name: KernelName;
  /** Nonces tried at a time; the count of a scan is a multiple of it. */
  readonly stride: number;
  /** Headers hashed for each nonce, 1, 2 or 4: their versions differ from ROLLED_BIT on upwards. */
  readonly versions: number;
  /** `header`: 80 bytes, whose nonce does not matter. `target`: 32 bytes big-endian. */
  load(header: Uint8Array, target: Uint8Array): void;
  /** Tries `count` nonces from `first` on, modulo 2^32. */
  scan(first: number, count: number): ScanResult;
}

/** The lowest of the bits of a version that mean nothing and may be rolled (BIP320). */
export const ROLLED_BIT = 0x2000;

const VERSION_OFFSET = 0;
const NONCE_OFFSET = 76;

/** A copy of the header with the fields of the hit. */
export function withHit(header: Uint8Array, { nonce, version }: KernelHit): Uint8Array {
  const copy = header.slice();
  const view = new DataView(copy.buffer);
  view.setInt32(VERSION_OFFSET, version, true);
  view.setUint32(NONCE_OFFSET, nonce, true);
  return copy;
}

export function versionOf(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset).getInt32(VERSION_OFFSET, true);
}

/** The header's hash, read as a number, is at most the target (32 bytes big-endian). */
export function meetsTarget(header: Uint8Array, target: Uint8Array): boolean {
  return compareBytes(reverseBytes(sha256d(header)), target) <= 0;
}
