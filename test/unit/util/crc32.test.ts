import { crc32 as zlibCrc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/util/crc32.ts';

const bytesOf = (length: number) =>
  Uint8Array.from({ length }, (_, at) => (at * 167 + (at >>> 3)) & 255);

describe('crc32', () => {
  it('gives the check value of the catalogues', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array())).toBe(0);
  });

  it('agrees with zlib at every length around its step', () => {
    for (let length = 0; length < 70; length += 1) {
      expect(crc32(bytesOf(length))).toBe(zlibCrc32(bytesOf(length)));
    }
    expect(crc32(bytesOf(100_001))).toBe(zlibCrc32(bytesOf(100_001)));
  });

  it('goes on from a seed as if the parts were one', () => {
    const whole = bytesOf(100);
    expect(crc32(whole.subarray(37), crc32(whole.subarray(0, 37)))).toBe(crc32(whole));
  });

  it('notices every single bit', () => {
    const bytes = bytesOf(40);
    const right = crc32(bytes);
    for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(crc32(bytes)).not.toBe(right);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
  });
});
