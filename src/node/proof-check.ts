/**
 * What a proof comes to, by its own bytes alone. The transaction is in the block by its branch; the
 * block is of the room and the height that its coinbase names; and what stands on top costs the
 * work it claims, since each header has its proof of work and the difficulty that its two
 * predecessors demand. Whether that chain is the one others follow no file can tell: its last
 * block's hash is printed, for whoever has a node to ask.
 */

import { checkHeader } from '../consensus/check.ts';
import { isCoinbase } from '../consensus/check-transaction.ts';
import { parseCoinbaseScript } from '../consensus/coinbase.ts';
import { expectedBits } from '../consensus/difficulty.ts';
import { headerHash, txid } from '../consensus/hash.ts';
import { foldBranch } from '../consensus/merkle.ts';
import type { ConsensusParams } from '../consensus/params.ts';
import { blockWork } from '../consensus/pow.ts';
import type { Hash, Header, Transaction } from '../consensus/types.ts';
import { equalBytes } from '../util/bytes.ts';
import { CodecError } from '../util/codec-error.ts';
import { type Note, notesOf } from '../wallet/note.ts';
import { decodeProof, type Proof } from './proof-file.ts';

export interface ProofFacts {
  readonly txid: Hash;
  /** What the transaction wrote; several where somebody made it by hand. */
  readonly notes: readonly Note[];
  readonly height: number;
  readonly blockHash: Hash;
  /** Seconds since 1970, by the block's miner. */
  readonly time: number;
  /** Headers from the block's to the last. */
  readonly depth: number;
  readonly lastHash: Hash;
  /** Hashes that those headers cost, on the average. */
  readonly work: bigint;
}

/** Throws CodecError or RuleError, with the reason. */
export function checkProof(bytes: Uint8Array): ProofFacts {
  const proof = decodeProof(bytes);
  const [first] = proof.headers as readonly [Header];
  checkBranches(proof, first);
  const height = heightOf(proof.coinbase, proof.room.params);
  const hashes = checkHeaders(proof.headers, proof.room.params);
  return {
    txid: txid(proof.transaction),
    notes: notesOf(proof.transaction),
    height,
    blockHash: hashes[0]!,
    time: first.time,
    depth: hashes.length,
    lastHash: hashes.at(-1)!,
    work: proof.headers.reduce((sum, { bits }) => sum + blockWork(bits), 0n),
  };
}

/** The transaction commits to this SHA-256 of a file. Throws CodecError. */
export function checkFile({ notes }: ProofFacts, hash: Uint8Array): void {
  const files = notes.filter(({ kind }) => kind === 'file');
  if (files.length === 0) throw new CodecError('proof-no-file', 'it proves no file');
  if (files.some(({ data }) => equalBytes(data, hash))) return;
  throw new CodecError('proof-other-file', 'the file is not the one whose hash was written');
}

/** Branches of one length and places within it: leaves stand nowhere but at the bottom. */
function checkBranches(proof: Proof, { merkleRoot }: Header): void {
  const { branch, coinbase, coinbaseBranch, index, transaction } = proof;
  if (branch.length !== coinbaseBranch.length || index >= 2 ** branch.length) {
    throw new CodecError('proof-branch-place', 'the branch is not of that tree');
  }
  if (foldBranch(txid(coinbase), coinbaseBranch, 0) !== merkleRoot) {
    throw new CodecError('proof-coinbase-branch', 'the coinbase is not in the block');
  }
  if (foldBranch(txid(transaction), branch, index) !== merkleRoot) {
    throw new CodecError('proof-branch', 'the transaction is not in the block');
  }
}

function heightOf(coinbase: Transaction, { genesisPush }: ConsensusParams): number {
  if (!isCoinbase(coinbase)) throw new CodecError('proof-coinbase', 'no coinbase comes first');
  const script = parseCoinbaseScript(coinbase.inputs[0]!.scriptSig);
  if (equalBytes(script.genesisPush, genesisPush)) return script.height;
  throw new CodecError('proof-other-room', 'the block is of another room');
}

function checkHeaders(headers: readonly Header[], params: ConsensusParams): Hash[] {
  const hashes = headers.map(headerHash);
  for (const [at, header] of headers.entries()) {
    checkHeader(header, hashes[at]!, params);
    const [grandparent, parent] = [headers[at - 2], headers[at - 1]];
    if (parent !== undefined && header.previousHash !== hashes[at - 1]) {
      throw new CodecError('proof-header-order', `header ${at} is not on the one before it`);
    }
    // The first two stand on blocks that are not here.
    if (grandparent === undefined || parent === undefined) continue;
    const due = expectedBits(params, {
      parentBits: parent.bits,
      parentTime: parent.time,
      grandparentTime: grandparent.time,
      time: header.time,
    });
    if (header.bits !== due) {
      throw new CodecError('proof-header-bits', `header ${at} is easier or harder than is due`);
    }
  }
  return hashes;
}
