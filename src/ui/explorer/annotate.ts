/**
 * Bytes of a header or a transaction, cut into the fields they are made of: an independent reader
 * of Bitcoin's formats, which explains what the node has already checked. The fields tile the bytes
 * without gap or overlap, so whatever is pointed at has a name.
 */

import { toHex } from '../../util/bytes.ts';
import { CodecError, Reader } from '../../util/codec.ts';
import { isCoinbaseInput, readCoinbaseParts } from './coinbase-parts.ts';
import type { FieldKind } from './field-words.ts';

export interface Field {
  readonly kind: FieldKind;
  /** Which one of its kind, from 0; absent where there is only one. */
  readonly at?: number;
  /** The bytes from `from` up to, and not with, `to`. */
  readonly from: number;
  readonly to: number;
  /** As people read it. */
  readonly value: string;
}

/** BIP144. */
const SEGWIT_MARKER = '0001';
const OP_RETURN = 0x6a;

/** Hashes are shown byte-reversed, as everywhere in Bitcoin. */
export function hashText(bytes: Uint8Array): string {
  return toHex(bytes.slice().reverse());
}

export function annotateHeader(bytes: Uint8Array): Field[] {
  const tape = new Tape(bytes);
  tape.take('version', (reader) => hex32(reader.u32()));
  tape.take('previous-block', (reader) => hashText(reader.bytes(32)));
  tape.take('merkle-root', (reader) => hashText(reader.bytes(32)));
  tape.take('time', (reader) => String(reader.u32()));
  tape.take('bits', (reader) => hex32(reader.u32()).slice(2));
  tape.take('nonce', (reader) => String(reader.u32()));
  return tape.fields;
}

/** Throws CodecError for what is no transaction in segwit form. */
export function annotateTransaction(bytes: Uint8Array): Field[] {
  const tape = new Tape(bytes);
  tape.take('tx-version', (reader) => String(reader.i32()));
  if (toHex(tape.peek(2)) !== SEGWIT_MARKER) throw new CodecError('tx-form', 'not in segwit form');
  tape.take('segwit-marker', (reader) => toHex(reader.bytes(2)));
  const inputs = tape.count('input-count');
  for (let at = 0; at < inputs; at += 1) takeInput(tape, at);
  const outputs = tape.count('output-count');
  for (let at = 0; at < outputs; at += 1) takeOutput(tape, at);
  for (let at = 0; at < inputs; at += 1) takeWitness(tape, at);
  tape.take('locktime', (reader) => String(reader.u32()));
  return tape.fields;
}

function takeInput(tape: Tape, at: number): void {
  const isCoinbase = isCoinbaseInput(tape.peek(36));
  tape.take(isCoinbase ? 'no-coin' : 'spent-txid', (reader) => hashText(reader.bytes(32)), at);
  tape.take(isCoinbase ? 'no-index' : 'spent-index', (reader) => String(reader.u32()), at);
  const length = tape.count('input-script-length', at);
  if (isCoinbase) takeCoinbaseScript(tape, length);
  else tape.bytes('script-sig', length, at);
  tape.take('sequence', (reader) => hex32(reader.u32()), at);
}

function takeCoinbaseScript(tape: Tape, length: number): void {
  for (const { kind, sizeBytes, value } of readCoinbaseParts(tape.peek(length))) {
    tape.take(kind, (reader) => (reader.bytes(sizeBytes), value));
  }
}

function takeOutput(tape: Tape, at: number): void {
  tape.take('amount', (reader) => String(reader.u64()), at);
  const length = tape.count('output-script-length', at);
  const isMemo = tape.peek(1)[0] === OP_RETURN;
  tape.bytes(isMemo ? 'memo-script' : 'key-script', length, at);
}

function takeWitness(tape: Tape, at: number): void {
  const items = tape.count('witness-count', at);
  for (let item = 0; item < items; item += 1) {
    const length = tape.count('witness-length', at);
    tape.bytes(length === 32 ? 'reserved-value' : 'signature', length, at);
  }
}

function hex32(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/** What has been read so far, as fields in a row. */
class Tape {
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

  /** The next bytes, fewer where they end, without reading them. */
  peek(sizeBytes: number): Uint8Array {
    return this.source.subarray(this.offset, this.offset + sizeBytes);
  }

  take(kind: FieldKind, read: (reader: Reader) => string, at?: number): void {
    const from = this.offset;
    const value = read(this.reader);
    const field = { kind, from, to: this.offset, value };
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
