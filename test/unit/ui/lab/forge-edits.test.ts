/** Bytes that are changed one by one, and the keys that lead from byte to byte. */

import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  editedByte,
  flipped,
  hexDigit,
  moveBy,
  NO_EDITS,
  withByte,
} from '../../../../src/ui/lab/forge-edits.ts';

const HEX = '00112233445566778899aabbccddeeff0123';

describe('edits', () => {
  it('change the bytes that they name, and no others', () => {
    const edits = withByte(HEX, withByte(HEX, NO_EDITS, [17, 'ff']), [0, 'ab']);
    expect(applyEdits(HEX, edits)).toBe('ab112233445566778899aabbccddeeff01ff');
    expect(editedByte(HEX, edits, 0)).toBe('ab');
    expect(editedByte(HEX, edits, 1)).toBe('11');
  });

  it('are none when a byte is put back', () => {
    const edits = withByte(HEX, withByte(HEX, NO_EDITS, [3, '00']), [3, '33']);
    expect(edits.size).toBe(0);
    expect(applyEdits(HEX, edits)).toBe(HEX);
  });

  it('flip the lowest bit, there and back', () => {
    expect(flipped('00')).toBe('01');
    expect(flipped('ff')).toBe('fe');
    expect(flipped(flipped('7a'))).toBe('7a');
  });

  it('take hex digits of either case and nothing else', () => {
    expect(['a', 'F', '9'].map(hexDigit)).toEqual(['a', 'f', '9']);
    expect(['g', 'Enter', ' ', 'ab'].map(hexDigit)).toEqual(Array(4).fill(undefined));
  });
});

describe('a key', () => {
  const grid = { rowBytes: 16, sizeBytes: 18 };

  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowLeft', 5, 4],
    ['ArrowDown', 1, 17],
    ['ArrowUp', 17, 1],
    ['Home', 9, 0],
    ['End', 2, 15],
    ['End', 16, 17],
  ])('%s leads from byte %i to %i', (key, at, next) => {
    expect(moveBy(key, at, grid)).toBe(next);
  });

  it.each([
    ['ArrowLeft', 0],
    ['ArrowRight', 17],
    ['ArrowUp', 3],
    ['ArrowDown', 2],
  ])('%s leads nowhere from byte %i at the edge', (key, at) => {
    expect(moveBy(key, at, grid)).toBe(at);
  });

  it('that is none of these is left to others', () => {
    expect(moveBy('Tab', 0, grid)).toBeUndefined();
  });
});
