import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareBytes,
  concatBytes,
  equalBytes,
  fromHex,
  reverseBytes,
  toHex,
} from '../../../src/util/bytes.ts';
import { refusal } from '../../support/refusal.ts';

const bytesOf = (...values: number[]) => Uint8Array.from(values);

describe('hex', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(fromHex(toHex(bytes).toUpperCase())).toEqual(bytes);
      }),
    );
  });

  it.each([
    ['0', 'codec:hex-length'],
    ['0g', 'codec:hex-digit'],
    ['0x', 'codec:hex-digit'],
    [' 0', 'codec:hex-digit'],
    ['00\n0', 'codec:hex-digit'],
    ['@0', 'codec:hex-digit'],
    ['0\u{ff10}', 'codec:hex-digit'],
    ['0\u0141', 'codec:hex-digit'],
  ])('refuses %j', (text, code) => {
    expect(refusal(() => fromHex(text))).toBe(code);
  });
});

describe('byte arrays', () => {
  it('join in order', () => {
    expect(concatBytes(bytesOf(1), bytesOf(), bytesOf(2, 3))).toEqual(bytesOf(1, 2, 3));
    expect(concatBytes()).toEqual(bytesOf());
  });

  it('are equal only byte for byte', () => {
    expect(equalBytes(bytesOf(1, 2), bytesOf(1, 2))).toBe(true);
    expect(equalBytes(bytesOf(1, 2), bytesOf(1, 3))).toBe(false);
    expect(equalBytes(bytesOf(1), bytesOf(1, 0))).toBe(false);
  });

  it('order as Buffer.compare orders them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b));
      }),
    );
  });

  it('reverse into a copy', () => {
    const bytes = bytesOf(1, 2, 3);
    expect(reverseBytes(bytes)).toEqual(bytesOf(3, 2, 1));
    expect(bytes).toEqual(bytesOf(1, 2, 3));
  });
});
