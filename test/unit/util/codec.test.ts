import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/util/bytes.ts';
import { compactSizeBytes, Reader, Writer } from '../../../src/util/codec.ts';
import { refusal } from '../../support/refusal.ts';

function written(write: (writer: Writer) => void): string {
  const writer = new Writer(1);
  write(writer);
  return toHex(writer.finish());
}

const reading = (hex: string) => new Reader(fromHex(hex));

describe('integers', () => {
  it('are little-endian', () => {
    const hex = written((writer) => {
      writer.u8(1);
      writer.u16(0x0203);
      writer.u32(0x04050607);
      writer.i32(-2);
      writer.u64(0x08090a0b0c0d0e0fn);
      writer.u64(21e14);
    });
    expect(hex).toBe('01030207060504feffffff0f0e0d0c0b0a09080040075af0750700');
    const reader = reading(hex);
    expect([reader.u8(), reader.u16(), reader.u32(), reader.i32()]).toEqual([
      1, 0x0203, 0x04050607, -2,
    ]);
    expect(reader.u64()).toBe(0x08090a0b0c0d0e0fn);
    expect(reader.u64()).toBe(2_100_000_000_000_000n);
    reader.expectEnd();
  });

  it('that do not fit are our own mistake', () => {
    const writer = new Writer();
    for (const write of [
      () => writer.u8(256),
      () => writer.u8(-1),
      () => writer.u16(65_536),
      () => writer.u32(2 ** 32),
      () => writer.u32(0.5),
      () => writer.i32(2 ** 31),
      () => writer.u64(1n << 64n),
      () => writer.u64(-1n),
      () => writer.u64(2 ** 53),
      () => writer.u64(Number.NaN),
    ]) {
      expect(write).toThrow('integer');
    }
  });

  it('end with the data', () => {
    for (const read of ['u8', 'u16', 'u32', 'i32', 'u64'] as const) {
      expect(refusal(() => reading('')[read]())).toBe('codec:end-of-data');
    }
    expect(refusal(() => reading('0000').bytes(3))).toBe('codec:end-of-data');
    expect(refusal(() => reading('00').expectEnd())).toBe('codec:trailing-data');
  });
});

describe('CompactSize', () => {
  it.each([
    [0, '00'],
    [0xfc, 'fc'],
    [0xfd, 'fdfd00'],
    [0xffff, 'fdffff'],
    [0x10000, 'fe00000100'],
    [0xffffffff, 'feffffffff'],
    [0x100000000, 'ff0000000001000000'],
    [Number.MAX_SAFE_INTEGER, 'ffffffffffffff1f00'],
  ])('writes %d as %s', (value, hex) => {
    expect(written((writer) => writer.compactSize(value))).toBe(hex);
    expect(reading(hex).compactSize()).toBe(value);
    expect(compactSizeBytes(value)).toBe(hex.length / 2);
  });

  it.each([
    ['fdfc00', 'codec:size-not-minimal'],
    ['feffff0000', 'codec:size-not-minimal'],
    ['ffffffffff00000000', 'codec:size-not-minimal'],
    ['ff0000000000002000', 'codec:size-too-large'],
    ['ffffffffffffffffff', 'codec:size-too-large'],
    ['fd00', 'codec:end-of-data'],
  ])('refuses %s', (hex, code) => {
    expect(refusal(() => reading(hex).compactSize())).toBe(code);
  });

  it('is never believed as a count beyond the bytes that are left', () => {
    expect(reading('02aabb').count(1)).toBe(2);
    expect(refusal(() => reading('03aabb').count(1))).toBe('codec:count-beyond-data');
    expect(refusal(() => reading('02aabb').count(2))).toBe('codec:count-beyond-data');
    expect(refusal(() => reading('ffffffffffffff1f00').count(41))).toBe('codec:count-beyond-data');
  });
});

describe('byte strings', () => {
  it('are bounded by the caller before anything is read', () => {
    expect(reading('02aabb').varBytes(2)).toEqual(Uint8Array.of(0xaa, 0xbb));
    expect(refusal(() => reading('02aabb').varBytes(1))).toBe('codec:bytes-too-long');
    expect(refusal(() => reading('03aabb').varBytes(9))).toBe('codec:end-of-data');
  });

  it('are views or copies, as the name says', () => {
    const source = fromHex('02aabb02ccdd');
    const reader = new Reader(source);
    const [view, copy] = [reader.varBytes(2), reader.copyVarBytes(2)];
    source.fill(0);
    expect(toHex(view)).toBe('0000');
    expect(toHex(copy)).toBe('ccdd');
    expect(copy.buffer.byteLength).toBe(2);
  });

  it('grow the writer without losing a byte', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 })), (parts) => {
        const reader = reading(written((writer) => parts.forEach((part) => writer.varBytes(part))));
        for (const part of parts) expect(reader.copyVarBytes(600)).toEqual(part);
        reader.expectEnd();
      }),
    );
  });

  it('of a cleared writer are as those of a new one', () => {
    const writer = new Writer(2);
    writer.u32(0xffffffff);
    const first = writer.written().slice();
    writer.clear();
    writer.u16(7);
    expect(toHex(first)).toBe('ffffffff');
    expect(toHex(writer.written())).toBe('0700');
    expect(toHex(writer.finish())).toBe('0700');
  });

  it('leave the reader where the source is a slice of something larger', () => {
    const large = fromHex('ff0102030405ff');
    const reader = new Reader(large.subarray(1, 6));
    expect(reader.u32()).toBe(0x04030201);
    expect([reader.peek(), reader.remaining]).toEqual([5, 1]);
    reader.u8();
    expect([reader.peek(), reader.remaining]).toEqual([undefined, 0]);
  });
});
