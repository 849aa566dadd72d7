/**
 * Blocks told in short (BIP152, version 2): the header, and for each transaction six bytes that
 * name it to whoever has it already. The coinbase, which nobody can have, travels along.
 *
 * The names are keyed by the header and a nonce that the sender draws, so nobody can prepare two
 * transactions that share one at every peer. Indexes are written as the distance from the one
 * before, so a list of them has one encoding and cannot name a place twice.
 */

import {
  encodeHeader,
  readHeader,
  readTransaction,
  writeHeader,
  writeTransaction,
} from '../consensus/encoding.ts';
import { hashFromBytes, hashToBytes, sha256, wtxid } from '../consensus/hash.ts';
import type { Block, Hash, Header, Transaction } from '../consensus/types.ts';
import { CodecError, Reader, Writer } from '../util/codec.ts';
import { BLOCK_TRANSACTIONS_MAX } from '../util/limits.ts';
import { sipHash, type SipKey, sipKey } from './siphash.ts';
import { ProtocolError } from './wire.ts';

/** A transaction of the block and its place. */
export interface Prefilled {
  readonly index: number;
  readonly transaction: Transaction;
}

export interface CompactBlock {
  readonly header: Header;
  /** 64 bits. */
  readonly nonce: bigint;
  /** Of 48 bits each, in the order of the block, without those that are prefilled. */
  readonly shortIds: readonly number[];
  /** By rising index. */
  readonly prefilled: readonly Prefilled[];
}

/** Some transactions of a block, by their places in rising order. */
export interface TransactionsQuestion {
  readonly blockHash: Hash;
  readonly indexes: readonly number[];
}

export interface TransactionsAnswer {
  readonly blockHash: Hash;
  readonly transactions: readonly Transaction[];
}

const SHORT_ID_BYTES = 6;
/** Version, one input, no output, locktime. */
const TRANSACTION_MIN_BYTES = 51;
const U32 = 0x1_0000_0000;

/** The key of a block's short names. */
export function shortIdKey(header: Header, nonce: bigint): SipKey {
  const writer = new Writer(88);
  writer.bytes(encodeHeader(header));
  writer.u64(nonce);
  return sipKey(sha256(writer.finish()));
}

/** The low 48 bits of the hash of a wtxid. */
export function shortId(key: SipKey, id: Hash): number {
  const [low, high] = sipHash(key, hashToBytes(id));
  return (high & 0xffff) * U32 + low;
}

export function compactBlock({ header, transactions }: Block, nonce: bigint): CompactBlock {
  const key = shortIdKey(header, nonce);
  const [coinbase, ...others] = transactions;
  return {
    header,
    nonce,
    shortIds: others.map((transaction) => shortId(key, wtxid(transaction))),
    prefilled: [{ index: 0, transaction: coinbase! }],
  };
}

export function writeCompactBlock(writer: Writer, compact: CompactBlock): void {
  const { header, nonce, shortIds, prefilled } = compact;
  writeHeader(writer, header);
  writer.u64(nonce);
  writer.compactSize(shortIds.length);
  for (const id of shortIds) {
    writer.u32(id % U32);
    writer.u16(Math.floor(id / U32));
  }
  writer.compactSize(prefilled.length);
  let next = 0;
  for (const { index, transaction } of prefilled) {
    writer.compactSize(index - next);
    writeTransaction(writer, transaction);
    next = index + 1;
  }
}

/** Throws CodecError or ProtocolError. */
export function readCompactBlock(reader: Reader): CompactBlock {
  const header = readHeader(reader);
  const nonce = reader.u64();
  const shortIds = readList(reader, SHORT_ID_BYTES, () => reader.u32() + U32 * reader.u16());
  const room = BLOCK_TRANSACTIONS_MAX - shortIds.length;
  let next = 0;
  const prefilled = readList(reader, 1 + TRANSACTION_MIN_BYTES, () => {
    const index = readIndex(reader, next);
    next = index + 1;
    return { index, transaction: readTransaction(reader) };
  });
  if (prefilled.length > room) throw tooLong(shortIds.length + prefilled.length);
  const count = shortIds.length + prefilled.length;
  if (count === 0) throw new CodecError('compact-empty', 'a block of no transaction');
  if (next > count) throw new CodecError('compact-index', `${next - 1} of ${count}`);
  return { header, nonce, shortIds, prefilled };
}

export function writeTransactionsQuestion(
  writer: Writer,
  { blockHash, indexes }: TransactionsQuestion,
): void {
  writer.bytes(hashToBytes(blockHash));
  writer.compactSize(indexes.length);
  for (const [at, index] of indexes.entries()) {
    writer.compactSize(at === 0 ? index : index - indexes[at - 1]! - 1);
  }
}

/** Throws CodecError or ProtocolError. */
export function readTransactionsQuestion(reader: Reader): TransactionsQuestion {
  const blockHash = hashFromBytes(reader.bytes(32));
  let next = 0;
  const indexes = readList(reader, 1, () => {
    const index = readIndex(reader, next);
    next = index + 1;
    return index;
  });
  return { blockHash, indexes };
}

export function writeTransactionsAnswer(
  writer: Writer,
  { blockHash, transactions }: TransactionsAnswer,
): void {
  writer.bytes(hashToBytes(blockHash));
  writer.compactSize(transactions.length);
  for (const transaction of transactions) writeTransaction(writer, transaction);
}

/** Throws CodecError or ProtocolError. */
export function readTransactionsAnswer(reader: Reader): TransactionsAnswer {
  const blockHash = hashFromBytes(reader.bytes(32));
  const read = () => readTransaction(reader);
  return { blockHash, transactions: readList(reader, TRANSACTION_MIN_BYTES, read) };
}

/** No block has a place beyond its maximum, whatever the block is. */
function readIndex(reader: Reader, next: number): number {
  const index = next + reader.compactSize();
  if (index >= BLOCK_TRANSACTIONS_MAX) throw new CodecError('compact-index', `place ${index}`);
  return index;
}

function readList<Item>(reader: Reader, itemMinBytes: number, read: () => Item): Item[] {
  const count = reader.count(itemMinBytes);
  if (count > BLOCK_TRANSACTIONS_MAX) throw tooLong(count);
  return Array.from({ length: count }, read);
}

function tooLong(count: number): ProtocolError {
  return new ProtocolError('message-list-too-long', `${count} of ${BLOCK_TRANSACTIONS_MAX}`);
}
