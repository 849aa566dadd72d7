/**
 * Bytes of a header or a transaction, cut into the fields they are made of: an independent reader
 * of Bitcoin's formats, which explains what the node has already checked. The fields tile the bytes
 * without gap or overlap, so whatever is pointed at has a name.
 */

import { toHex } from '../../util/bytes.ts';
import { CodecError } from '../../util/codec-error.ts';
import { isCoinbaseInput, readCoinbaseParts } from './coinbase-parts.ts';
import { type Field, Tape } from './tape.ts';

/** BIP144. */
const SEGWIT_MARKER = '0001';
const OP_RETURN = 0x6a;

/** Hashes are shown byte-reversed, as everywhere in Bitcoin. */
export function hashText(bytes: Uint8Array): string {
  return toHex(bytes.slice().reverse());
}

export function annotateHeader(bytes: Uint8Array): Field[] {
  const tape = new Tape(bytes);
  takeHeader(tape);
  return tape.fields;
}

/** `at` tells one of several headers. */
export function takeHeader(tape: Tape, at?: number): void {
  tape.take('version', (reader) => hex32(reader.u32()), at);
  tape.take('previous-block', (reader) => hashText(reader.bytes(32)), at);
  tape.take('merkle-root', (reader) => hashText(reader.bytes(32)), at);
  tape.take('time', (reader) => String(reader.u32()), at);
  tape.take('bits', (reader) => hex32(reader.u32()).slice(2), at);
  tape.take('nonce', (reader) => String(reader.u32()), at);
}

/** Throws CodecError for what is no transaction in segwit form. */
export function annotateTransaction(bytes: Uint8Array): Field[] {
  const tape = new Tape(bytes);
  takeTransaction(tape);
  return tape.fields;
}

/** Throws CodecError for what is no transaction in segwit form. */
export function takeTransaction(tape: Tape): void {
  tape.take('tx-version', (reader) => String(reader.i32()));
  if (toHex(tape.peek(2)) !== SEGWIT_MARKER) throw new CodecError('tx-form', 'not in segwit form');
  tape.take('segwit-marker', (reader) => toHex(reader.bytes(2)));
  const inputs = tape.count('input-count');
  for (let at = 0; at < inputs; at += 1) takeInput(tape, at);
  const outputs = tape.count('output-count');
  for (let at = 0; at < outputs; at += 1) takeOutput(tape, at);
  for (let at = 0; at < inputs; at += 1) takeWitness(tape, at);
  tape.take('locktime', (reader) => String(reader.u32()));
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
