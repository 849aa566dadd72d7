/** Bytes read from first to last, each stretch of them as a field with a name. */

import { toHex } from '../../util/bytes.ts';
import { Reader } from '../../util/codec.ts';
import { fill, type Values } from '../language/say.ts';
import type { FieldKind } from './field-words.ts';

/** A value in words: a message, marked by toSay, and what stands in it. */
export interface Phrase {
  readonly message: string;
  readonly values: Values;
}

export interface Field {
  readonly kind: FieldKind;
  /** Which one of its kind, from 0; absent where there is only one. */
  readonly at?: number;
  /** The bytes from `from` up to, and not with, `to`. */
  readonly from: number;
  readonly to: number;
  /** As it is saved, in English where it has words. */
  readonly value: string;
  /** What is said in its place. */
  readonly phrase?: Phrase;
}

/** What has been read so far, as fields in a row. */
export class Tape {
  readonly fields: Field[] = [];
  private readonly source: Uint8Array;
  private readonly reader: Reader;

  constructor(source: Uint8Array) {
    this.source = source;
    this.reader = new Reader(source);
  }

  private get offset(): number {
    return this.source.length - this.reader.remaining;
  }

  /** Where the last whole field ended. */
  get end(): number {
    return this.fields.at(-1)?.to ?? 0;
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.reader.remaining;
  }

  /** The next bytes, fewer where they end, without reading them. */
  peek(sizeBytes: number): Uint8Array {
    return this.source.subarray(this.offset, this.offset + sizeBytes);
  }

  take(kind: FieldKind, read: (reader: Reader) => string | Phrase, at?: number): void {
    const from = this.offset;
    const value = read(this.reader);
    const field = { kind, from, to: this.offset, ...valueAndPhrase(value) };
    this.fields.push(at === undefined ? field : { ...field, at });
  }

  /** A CompactSize. */
  count(kind: FieldKind, at?: number): number {
    let count = 0;
    this.take(kind, (reader) => String((count = reader.compactSize())), at);
    return count;
  }

  /** Nothing where there are no bytes: what is empty cannot be pointed at. */
  bytes(kind: FieldKind, length: number, at: number): void {
    if (length > 0) this.take(kind, (reader) => toHex(reader.bytes(length)), at);
  }
}

export function valueAndPhrase(value: string | Phrase): Pick<Field, 'value' | 'phrase'> {
  if (typeof value === 'string') return { value };
  return { value: fill(value.message, value.values), phrase: value };
}
