/**
 * Reading and writing Bitcoin's binary formats: little-endian integers and CompactSize counts.
 *
 * The reader trusts nothing: it never steps past the end, never allocates from a claimed count, and
 * refuses every encoding but the shortest, so that one thing has one form. It reports to the sender
 * by CodecError. The writer is fed by ourselves, so what does not fit there is an assertion.
 */

import { assert } from './assert.ts';
import { CodecError } from './codec-error.ts';

export { CodecError };

const U32 = 0x1_0000_0000;
const EMPTY = new Uint8Array(0);

export class Reader {
  private readonly source: Uint8Array;
  private readonly view: DataView;
  private offset = 0;

  constructor(source: Uint8Array) {
    this.source = source;
    this.view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.source.length - this.offset;
  }

  u8(): number {
    return this.view.getUint8(this.advance(1));
  }

  u16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  i32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  u64(): bigint {
    return this.view.getBigUint64(this.advance(8), true);
  }

  /** The next `length` bytes as a view into the source: copy what outlives the message. */
  bytes(length: number): Uint8Array {
    const start = this.advance(length);
    return this.source.subarray(start, start + length);
  }

  /** The next `length` bytes in memory of their own. */
  copyBytes(length: number): Uint8Array {
    return length === 0 ? EMPTY : new Uint8Array(this.bytes(length));
  }

  /** The next byte without reading it; undefined at the end. */
  peek(): number | undefined {
    return this.source[this.offset];
  }

  /** A CompactSize in its shortest form, as a safe integer. */
  compactSize(): number {
    const first = this.u8();
    if (first < 0xfd) return first;
    if (first === 0xfd) return shortest(this.u16(), 0xfd);
    if (first === 0xfe) return shortest(this.u32(), 0x1_0000);
    const value = this.u32() + U32 * this.u32();
    if (value > Number.MAX_SAFE_INTEGER) throw new CodecError('size-too-large', `${value}`);
    return shortest(value, U32);
  }

  /**
   * A count of items that each take at least `itemMinBytes`, bounded by the bytes that are left.
   */
  count(itemMinBytes: number): number {
    assert(itemMinBytes > 0, 'an item takes room');
    const count = this.compactSize();
    if (count * itemMinBytes > this.remaining) {
      throw new CodecError('count-beyond-data', `${count} items in ${this.remaining} bytes`);
    }
    return count;
  }

  /** A CompactSize length and that many bytes, as a view like `bytes`. */
  varBytes(maxBytes: number): Uint8Array {
    return this.bytes(this.varLength(maxBytes));
  }

  /** Like `varBytes`, in memory of their own. */
  copyVarBytes(maxBytes: number): Uint8Array {
    return this.copyBytes(this.varLength(maxBytes));
  }

  /** Bytes after the end would be a second encoding of the same thing. */
  expectEnd(): void {
    if (this.remaining !== 0) throw new CodecError('trailing-data', `${this.remaining} bytes`);
  }

  private varLength(maxBytes: number): number {
    const length = this.compactSize();
    if (length > maxBytes) throw new CodecError('bytes-too-long', `${length} of ${maxBytes}`);
    return length;
  }

  private advance(length: number): number {
    const start = this.offset;
    if (length > this.source.length - start) {
      throw new CodecError('end-of-data', `${length} bytes wanted, ${this.remaining} left`);
    }
    this.offset = start + length;
    return start;
  }
}

function shortest(value: number, min: number): number {
  if (value < min) throw new CodecError('size-not-minimal', `${value} has a shorter form`);
  return value;
}

/**
 * Stores byte by byte: a DataView for each of so many short writers would cost more than they do.
 */
export class Writer {
  private buffer: Uint8Array;
  private length = 0;

  /** `capacityBytes` is a guess that saves copies when it is right. */
  constructor(capacityBytes = 256) {
    this.buffer = new Uint8Array(capacityBytes);
  }

  u8(value: number): void {
    const start = this.reserve(1);
    this.buffer[start] = checkRange(value, 0, 0xff);
  }

  u16(value: number): void {
    const start = this.reserve(2);
    this.buffer[start] = checkRange(value, 0, 0xffff);
    this.buffer[start + 1] = value >>> 8;
  }

  u32(value: number): void {
    this.word(checkRange(value, 0, U32 - 1));
  }

  i32(value: number): void {
    this.word(checkRange(value, -U32 / 2, U32 / 2 - 1));
  }

  u64(value: bigint | number): void {
    if (typeof value === 'bigint') {
      assert(value >= 0n && value >> 64n === 0n, 'an unsigned 64-bit integer');
      this.word(Number(value & BigInt(U32 - 1)));
      this.word(Number(value >> 32n));
    } else {
      checkRange(value, 0, Number.MAX_SAFE_INTEGER);
      this.word(value % U32);
      this.word(Math.floor(value / U32));
    }
  }

  bytes(bytes: Uint8Array): void {
    const start = this.reserve(bytes.length);
    this.buffer.set(bytes, start);
  }

  compactSize(value: number): void {
    if (value < 0xfd) return this.u8(value);
    this.u8(value <= 0xffff ? 0xfd : value < U32 ? 0xfe : 0xff);
    if (value <= 0xffff) this.u16(value);
    else if (value < U32) this.u32(value);
    else this.u64(value);
    return undefined;
  }

  varBytes(bytes: Uint8Array): void {
    this.compactSize(bytes.length);
    this.bytes(bytes);
  }

  /** Everything written, in memory of its own unless the capacity was exact; ends the writer. */
  finish(): Uint8Array {
    return this.length === this.buffer.length ? this.buffer : this.buffer.slice(0, this.length);
  }

  /** Everything written, as a view that is good until the writer is used again. */
  written(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  /** Begins anew in the memory it has, for those who write many small things. */
  clear(): void {
    this.length = 0;
  }

  /** The low 32 bits, little-endian. */
  private word(value: number): void {
    const start = this.reserve(4);
    this.buffer[start] = value;
    this.buffer[start + 1] = value >>> 8;
    this.buffer[start + 2] = value >>> 16;
    this.buffer[start + 3] = value >>> 24;
  }

  /** May replace `buffer`, so it comes before its use. */
  private reserve(length: number): number {
    const start = this.length;
    this.length += length;
    if (this.length > this.buffer.length) this.grow();
    return start;
  }

  private grow(): void {
    const grown = new Uint8Array(Math.max(this.length, 2 * this.buffer.length));
    grown.set(this.buffer);
    this.buffer = grown;
  }
}

function checkRange(value: number, min: number, max: number): number {
  assert(Number.isInteger(value) && value >= min && value <= max, 'an integer that fits its field');
  return value;
}

/** Bytes that `compactSize` takes for a value. */
export function compactSizeBytes(value: number): number {
  if (value < 0xfd) return 1;
  if (value <= 0xffff) return 3;
  return value < U32 ? 5 : 9;
}
