/**
 * Headers, transactions and blocks as bytes, byte for byte Bitcoin's (BIP144 for the segwit form).
 *
 * A decoder accepts exactly what an encoder writes: decode ∘ encode is the identity, and every
 * other encoding of the same thing is refused with a CodecError. Decoded scripts and witnesses own
 * their memory, so that a coin of 34 bytes cannot keep the block it came with from being collected.
 */

import { CodecError, compactSizeBytes, Reader, Writer } from '../util/codec.ts';
import { WITNESS_ITEMS_MAX } from '../util/limits.ts';
import { hashFromBytes, hashToBytes } from './hash-bytes.ts';
import type {
  Block,
  Header,
  OutPoint,
  Transaction,
  TransactionInput,
  TransactionOutput,
} from './types.ts';

export const HEADER_BYTES = 80;
/** 21 million coins of 10^8: no sum of real amounts can be larger (Bitcoin's MAX_MONEY). */
export const AMOUNT_MAX = 21e14;

const U32 = 0x1_0000_0000;
const INPUT_MIN_BYTES = 41;
const OUTPUT_MIN_BYTES = 9;
/** Version, one input, no output, locktime. */
const TRANSACTION_MIN_BYTES = 51;
const NO_WITNESS: readonly Uint8Array[] = [];
const SEGWIT_MARKER = 0;
const SEGWIT_FLAG = 1;

/** The map key of an outpoint, wherever coins are looked up. */
export function outpointKey(prevout: OutPoint): string {
  return `${prevout.txid}:${prevout.vout}`;
}

export function encodeHeader(header: Header): Uint8Array {
  const writer = new Writer(HEADER_BYTES);
  writeHeader(writer, header);
  return writer.finish();
}

export function writeHeader(writer: Writer, header: Header): void {
  writer.i32(header.version);
  writer.bytes(hashToBytes(header.previousHash));
  writer.bytes(hashToBytes(header.merkleRoot));
  writer.u32(header.time);
  writer.u32(header.bits);
  writer.u32(header.nonce);
}

export function decodeHeader(bytes: Uint8Array): Header {
  return decodeWhole(bytes, readHeader);
}

export function readHeader(reader: Reader): Header {
  return {
    version: reader.i32(),
    previousHash: hashFromBytes(reader.bytes(32)),
    merkleRoot: hashFromBytes(reader.bytes(32)),
    time: reader.u32(),
    bits: reader.u32(),
    nonce: reader.u32(),
  };
}

/** The segwit form if any input has a witness, the legacy form otherwise. */
export function encodeTransaction(transaction: Transaction): Uint8Array {
  const writer = new Writer(transactionBytes(transaction));
  writeTransaction(writer, transaction);
  return writer.finish();
}

/** The form without witnesses, which the txid hashes. */
export function encodeTransactionStripped(transaction: Transaction): Uint8Array {
  const writer = new Writer(transactionStrippedBytes(transaction));
  writer.i32(transaction.version);
  writeInputsAndOutputs(writer, transaction);
  writer.u32(transaction.locktime);
  return writer.finish();
}

export function writeTransaction(writer: Writer, transaction: Transaction): void {
  const segwit = hasWitness(transaction);
  writer.i32(transaction.version);
  if (segwit) {
    writer.u8(SEGWIT_MARKER);
    writer.u8(SEGWIT_FLAG);
  }
  writeInputsAndOutputs(writer, transaction);
  if (segwit) for (const input of transaction.inputs) writeWitness(writer, input.witness);
  writer.u32(transaction.locktime);
}

export function decodeTransaction(bytes: Uint8Array): Transaction {
  return decodeWhole(bytes, readTransaction);
}

/** A transaction without inputs has no encoding: its empty list would read as the segwit marker. */
export function readTransaction(reader: Reader): Transaction {
  const version = reader.i32();
  const segwit = reader.peek() === SEGWIT_MARKER;
  if (segwit) readMarkerAndFlag(reader);
  const bare = readList(reader, INPUT_MIN_BYTES, readInput);
  const outputs = readList(reader, OUTPUT_MIN_BYTES, readOutput);
  const inputs = segwit ? readWitnesses(reader, bare) : bare;
  return { version, inputs, outputs, locktime: reader.u32() };
}

export function encodeBlock(block: Block): Uint8Array {
  const writer = new Writer(blockBytes(block));
  writeHeader(writer, block.header);
  writer.compactSize(block.transactions.length);
  for (const transaction of block.transactions) writeTransaction(writer, transaction);
  return writer.finish();
}

export function decodeBlock(bytes: Uint8Array): Block {
  return decodeWhole(bytes, readBlock);
}

export function readBlock(reader: Reader): Block {
  const header = readHeader(reader);
  return { header, transactions: readList(reader, TRANSACTION_MIN_BYTES, readTransaction) };
}

export function hasWitness(transaction: Transaction): boolean {
  return transaction.inputs.some((input) => input.witness.length > 0);
}

/** Size in bytes of the form without witnesses. */
export function transactionStrippedBytes({ inputs, outputs }: Transaction): number {
  let size = 8 + compactSizeBytes(inputs.length) + compactSizeBytes(outputs.length);
  for (const { scriptSig } of inputs) size += 40 + varBytesSize(scriptSig);
  for (const { scriptPubKey } of outputs) size += 8 + varBytesSize(scriptPubKey);
  return size;
}

/** Size in bytes of `encodeTransaction`. */
export function transactionBytes(transaction: Transaction): number {
  let size = transactionStrippedBytes(transaction);
  if (!hasWitness(transaction)) return size;
  size += 2;
  for (const { witness } of transaction.inputs) {
    size += compactSizeBytes(witness.length);
    for (const item of witness) size += varBytesSize(item);
  }
  return size;
}

/** BIP141: bytes without witnesses count four times, witness bytes once. */
export function transactionWeight(transaction: Transaction): number {
  return 3 * transactionStrippedBytes(transaction) + transactionBytes(transaction);
}

/** Size in bytes of `encodeBlock`. */
export function blockBytes(block: Block): number {
  let size = HEADER_BYTES + compactSizeBytes(block.transactions.length);
  for (const transaction of block.transactions) size += transactionBytes(transaction);
  return size;
}

export function blockWeight(block: Block): number {
  let weight = 4 * (HEADER_BYTES + compactSizeBytes(block.transactions.length));
  for (const transaction of block.transactions) weight += transactionWeight(transaction);
  return weight;
}

function writeInputsAndOutputs(writer: Writer, { inputs, outputs }: Transaction): void {
  writer.compactSize(inputs.length);
  for (const input of inputs) {
    writer.bytes(hashToBytes(input.prevout.txid));
    writer.u32(input.prevout.vout);
    writer.varBytes(input.scriptSig);
    writer.u32(input.sequence);
  }
  writer.compactSize(outputs.length);
  for (const output of outputs) writeOutput(writer, output);
}

/** Also the form in which BIP341 hashes outputs. */
export function writeOutput(writer: Writer, output: TransactionOutput): void {
  writer.u64(output.value);
  writer.varBytes(output.scriptPubKey);
}

function writeWitness(writer: Writer, witness: readonly Uint8Array[]): void {
  writer.compactSize(witness.length);
  for (const item of witness) writer.varBytes(item);
}

function readMarkerAndFlag(reader: Reader): void {
  reader.u8();
  if (reader.u8() !== SEGWIT_FLAG) {
    throw new CodecError('transaction-flag', 'an unknown flag, or a transaction without inputs');
  }
}

function readInput(reader: Reader): TransactionInput {
  const prevout = { txid: hashFromBytes(reader.bytes(32)), vout: reader.u32() };
  const scriptSig = reader.copyVarBytes(reader.remaining);
  return { prevout, scriptSig, sequence: reader.u32(), witness: NO_WITNESS };
}

function readOutput(reader: Reader): TransactionOutput {
  const value = reader.u32() + U32 * reader.u32();
  // Beyond 2^53 this sum is rounded, which cannot bring it below the maximum.
  if (value > AMOUNT_MAX) throw new CodecError('amount-too-large', `${value}`);
  return { value, scriptPubKey: reader.copyVarBytes(reader.remaining) };
}

/** BIP144 has the witnesses after the outputs; a marker without any witness is superfluous. */
function readWitnesses(reader: Reader, bare: readonly TransactionInput[]): TransactionInput[] {
  const inputs = bare.map((input) => ({ ...input, witness: readWitness(reader) }));
  if (inputs.every((input) => input.witness.length === 0)) {
    throw new CodecError('witness-superfluous', 'the segwit form without a witness');
  }
  return inputs;
}

function readWitness(reader: Reader): readonly Uint8Array[] {
  const count = reader.count(1);
  if (count > WITNESS_ITEMS_MAX) throw new CodecError('witness-too-long', `${count} items`);
  return Array.from({ length: count }, () => reader.copyVarBytes(reader.remaining));
}

function readList<Item>(
  reader: Reader,
  itemMinBytes: number,
  read: (reader: Reader) => Item,
): Item[] {
  const items: Item[] = [];
  for (let left = reader.count(itemMinBytes); left > 0; left -= 1) items.push(read(reader));
  return items;
}

function decodeWhole<Thing>(bytes: Uint8Array, read: (reader: Reader) => Thing): Thing {
  const reader = new Reader(bytes);
  const thing = read(reader);
  reader.expectEnd();
  return thing;
}

function varBytesSize(bytes: Uint8Array): number {
  return compactSizeBytes(bytes.length) + bytes.length;
}
