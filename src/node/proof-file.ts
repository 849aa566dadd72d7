/**
 * A proof as a file: that a transaction stands in a block of a room's chain, and what was piled on
 * top of it, for somebody who has neither the chain nor a network (docs/protocol.md, 10).
 *
 * The block's coinbase comes along. It names height and room, which no header does, and its branch
 * tells how deep the merkle tree is, so that nobody can pass 64 bytes of two inner hashes off as a
 * transaction (CVE-2017-12842).
 */

import { fileRecord, type FileRoom, readRoomRecord, roomRecord } from '../chain/chain-file.ts';
import {
  decodeTransaction,
  encodeTransactionStripped,
  HEADER_BYTES,
  readHeader,
} from '../consensus/encoding.ts';
import { hashFromBytes, hashToBytes, txid } from '../consensus/hash.ts';
import { merkleBranch } from '../consensus/merkle.ts';
import type { RoomParams } from '../consensus/params.ts';
import type { Block, Hash, Header, Transaction } from '../consensus/types.ts';
import { CodecError, Reader, Writer } from '../util/codec.ts';
import { PROOF_BRANCH_MAX_HASHES, PROOF_HEADERS_MAX } from '../util/limits.ts';

export interface Proof {
  readonly room: FileRoom;
  readonly coinbase: Transaction;
  readonly coinbaseBranch: readonly Hash[];
  /** Both without witnesses, which a txid does not count. */
  readonly transaction: Transaction;
  readonly branch: readonly Hash[];
  /** The transaction's place in its block. */
  readonly index: number;
  /** From the block's own on, each on the one before. */
  readonly headers: readonly Header[];
}

export interface ProofParts {
  readonly room: { readonly params: RoomParams; readonly topic: string };
  readonly block: Block;
  readonly index: number;
  /** 80 bytes each, the block's own first; no more than PROOF_HEADERS_MAX. */
  readonly headers: readonly Uint8Array[];
}

/** The letters "tabp". */
const PROOF_MAGIC = 0x70626174;
const RECORD_HEAD_BYTES = 8;
/** The room's record, and the head of the next one. */
export const PROOF_START_BYTES = 64;

export function encodeProof({ room, block, index, headers }: ProofParts): Uint8Array {
  const { transactions } = block;
  const writer = new Writer(1_024 + headers.length * HEADER_BYTES);
  const leaves = transactions.map(txid);
  writer.varBytes(encodeTransactionStripped(transactions[0]!));
  writeBranch(writer, merkleBranch(leaves, 0));
  writer.varBytes(encodeTransactionStripped(transactions[index]!));
  writeBranch(writer, merkleBranch(leaves, index));
  writer.u32(index);
  writer.compactSize(headers.length);
  for (const header of headers) writer.bytes(header);
  const first = roomRecord(room.params, room.topic);
  const second = fileRecord(PROOF_MAGIC, writer.finish());
  const file = new Writer(first.length + second.length);
  file.bytes(first);
  file.bytes(second);
  return file.finish();
}

/** Whether a file's first PROOF_START_BYTES are a proof's and not a chain's. */
export function isProof(start: Uint8Array): boolean {
  try {
    const reader = new Reader(start);
    reader.u32();
    reader.bytes(reader.u32());
    return reader.u32() === PROOF_MAGIC;
  } catch (error) {
    if (error instanceof CodecError) return false;
    throw error;
  }
}

/** Reads the form; what it says is judged by `checkProof`. Throws CodecError. */
export function decodeProof(bytes: Uint8Array): Proof {
  const { room, restAt } = readRoomRecord(bytes);
  const reader = new Reader(bytes.subarray(restAt));
  if (reader.remaining < RECORD_HEAD_BYTES || reader.u32() !== PROOF_MAGIC) {
    throw new CodecError('proof-none', 'no proof follows the room');
  }
  const length = reader.u32();
  if (length !== reader.remaining) {
    throw new CodecError('proof-cut', `${reader.remaining} bytes of ${length}`);
  }
  const proof = { room, ...readContent(reader) };
  reader.expectEnd();
  return proof;
}

function readContent(reader: Reader): Omit<Proof, 'room'> {
  const coinbase = readStripped(reader);
  const coinbaseBranch = readBranch(reader);
  const transaction = readStripped(reader);
  const branch = readBranch(reader);
  const index = reader.u32();
  const count = reader.count(HEADER_BYTES);
  if (count === 0 || count > PROOF_HEADERS_MAX) {
    throw new CodecError('proof-headers', `${count} headers`);
  }
  const headers = Array.from({ length: count }, () => readHeader(reader));
  return { coinbase, coinbaseBranch, transaction, branch, index, headers };
}

function readStripped(reader: Reader): Transaction {
  return decodeTransaction(reader.varBytes(reader.remaining));
}

function writeBranch(writer: Writer, branch: readonly Hash[]): void {
  writer.u8(branch.length);
  for (const hash of branch) writer.bytes(hashToBytes(hash));
}

function readBranch(reader: Reader): Hash[] {
  const length = reader.u8();
  if (length > PROOF_BRANCH_MAX_HASHES) {
    throw new CodecError('proof-branch-long', `${length} hashes`);
  }
  return Array.from({ length }, () => hashFromBytes(reader.bytes(32)));
}
