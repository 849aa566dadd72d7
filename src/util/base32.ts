/**
 * Crockford's base32: digits and letters without I, L, O and U, so that a code survives being read
 * aloud or typed off a screen. Whole groups of 5 bytes only, so there is no padding to be wrong.
 */

import { assert } from './assert.ts';
import { CodecError } from './codec-error.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const GROUP_BYTES = 5;
const GROUP_DIGITS = 8;
const VALUES = digitValues();

export function toBase32(bytes: Uint8Array): string {
  assert(bytes.length % GROUP_BYTES === 0, 'whole groups of 5 bytes');
  let text = '';
  for (let at = 0; at < bytes.length; at += GROUP_BYTES) {
    let group = 0;
    for (const byte of bytes.subarray(at, at + GROUP_BYTES)) group = group * 256 + byte;
    let digits = '';
    for (let digit = 0; digit < GROUP_DIGITS; digit += 1) {
      digits = ALPHABET[group % 32]! + digits;
      group = Math.floor(group / 32);
    }
    text += digits;
  }
  return text;
}

/** Reads either case, O as 0, I and L as 1. Throws CodecError for any other character. */
export function fromBase32(text: string): Uint8Array {
  if (text.length % GROUP_DIGITS !== 0) {
    throw new CodecError('base32-length', `${text.length} characters`);
  }
  const bytes = new Uint8Array((text.length / GROUP_DIGITS) * GROUP_BYTES);
  for (let group = 0; group * GROUP_DIGITS < text.length; group += 1) {
    let value = readGroup(text, group * GROUP_DIGITS);
    for (let at = GROUP_BYTES - 1; at >= 0; at -= 1) {
      bytes[group * GROUP_BYTES + at] = value % 256;
      value = Math.floor(value / 256);
    }
  }
  return bytes;
}

function readGroup(text: string, start: number): number {
  let value = 0;
  for (let at = start; at < start + GROUP_DIGITS; at += 1) {
    const digit = VALUES.get(text[at]!);
    if (digit === undefined) throw new CodecError('base32-character', `character ${at}`);
    value = value * 32 + digit;
  }
  return value;
}

/** By exact character: case folding by Unicode would let a Kelvin sign pass for a K. */
function digitValues(): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const [value, digit] of [...ALPHABET].entries()) {
    values.set(digit, value);
    values.set(digit.toUpperCase(), value);
  }
  for (const letter of 'oO') values.set(letter, 0);
  for (const letter of 'iIlL') values.set(letter, 1);
  return values;
}
