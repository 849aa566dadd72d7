import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase32, toBase32 } from '../../../src/util/base32.ts';
import { refusal } from '../../support/refusal.ts';

describe('base32 after Crockford', () => {
  it('reads back what it wrote', () => {
    const groups = fc.integer({ min: 0, max: 8 }).chain((count) => {
      return fc.uint8Array({ minLength: 5 * count, maxLength: 5 * count });
    });
    fc.assert(
      fc.property(groups, (bytes) => {
        expect(fromBase32(toBase32(bytes))).toEqual(bytes);
        expect(fromBase32(toBase32(bytes).toUpperCase())).toEqual(bytes);
      }),
    );
  });

  it('puts the first bit first', () => {
    expect(toBase32(Uint8Array.of(0x80, 0, 0, 0, 1))).toBe('g0000001');
  });

  it('takes O for 0, and I and L for 1', () => {
    expect(fromBase32('oO0iIlL1')).toEqual(fromBase32('00011111'));
  });

  it.each(['0000000u', '0000000-', '0000000\u212A', '0000000é', '0000000 '])(
    'refuses %j',
    (text) => {
      expect(refusal(() => fromBase32(text))).toBe('codec:base32-character');
    },
  );

  it('refuses part of a group', () => {
    expect(refusal(() => fromBase32('0000000'))).toBe('codec:base32-length');
  });
});
