/** Compact targets, the work they stand for, and whether a header's hash is good enough. */

import { assert } from '../util/assert.ts';
import { RuleError } from './rule-error.ts';
import type { Hash, Header } from './types.ts';

const TARGET_MASK = (1n << 256n) - 1n;
const SIGN_BIT = 0x80_0000;

export interface ExpandedTarget {
  /** 256 bits; meaningless when `overflow`. */
  readonly target: bigint;
  readonly negative: boolean;
  readonly overflow: boolean;
}

/**
 * Bitcoin's SetCompact: one byte of size, then a sign and 23 bits of the most significant bytes.
 */
export function expandCompact(bits: number): ExpandedTarget {
  const size = bits >>> 24;
  const mantissa = bits & 0x7f_ffff;
  const word = size <= 3 ? mantissa >>> (8 * (3 - size)) : mantissa;
  const shift = 8n * BigInt(Math.max(0, size - 3));
  return {
    target: (BigInt(word) << shift) & TARGET_MASK,
    negative: word !== 0 && (bits & SIGN_BIT) !== 0,
    overflow:
      word !== 0 && (size > 34 || (word > 0xff && size > 33) || (word > 0xffff && size > 32)),
  };
}

/** Bitcoin's GetCompact of a positive number: exact to 23 bits, rounded down. */
export function bitsFromTarget(target: bigint): number {
  assert(target >= 0n && target <= TARGET_MASK, 'a target has 256 bits');
  let size = Math.ceil(target.toString(16).length / 2);
  let word = Number(
    size <= 3 ? target << BigInt(8 * (3 - size)) : target >> BigInt(8 * (size - 3)),
  );
  // The top bit of the mantissa is the sign, so a number that would set it takes one byte more.
  if ((word & SIGN_BIT) !== 0) {
    word >>>= 8;
    size += 1;
  }
  return target === 0n ? 0 : ((size << 24) | word) >>> 0;
}

/** The target a header claims; throws RuleError unless it is positive and within the limit. */
export function targetFromBits(bits: number, powLimit: bigint): bigint {
  const { target, negative, overflow } = expandCompact(bits);
  if (negative || overflow || target === 0n || target > powLimit) {
    throw new RuleError('bad-diffbits', 'invalid', `bits ${bits.toString(16)} are no valid target`);
  }
  return target;
}

/** A hash as the number that is compared with the target. */
export function hashToTarget(hash: Hash): bigint {
  return BigInt(`0x${hash}`);
}

/** A header's hash, read as a number, is at most its target. Throws RuleError. */
export function checkProofOfWork(
  header: Header,
  hash: Hash,
  params: { readonly powLimit: bigint },
): void {
  const target = targetFromBits(header.bits, params.powLimit);
  if (hashToTarget(hash) > target) {
    throw new RuleError('high-hash', 'invalid', `${hash} is above its target`);
  }
}

/** Hashes expected for one block at these bits: 2^256 / (target + 1); 0 for bits that are none. */
export function blockWork(bits: number): bigint {
  const { target, negative, overflow } = expandCompact(bits);
  return negative || overflow || target === 0n ? 0n : (1n << 256n) / (target + 1n);
}
