/**
 * What can be said of a header and of a block alone, cheap things first.
 *
 * The poison rule: a header fixes its block's bytes only through the merkle root and, inside the
 * coinbase, the witness commitment. Until both have matched, what we hold may be somebody's altered
 * copy of a good block, so every failure up to there is MUTATED: the body is dropped and the hash
 * stays clean. After that the bytes are the miner's own, and every failure is INVALID for ever.
 */

import { equalBytes } from '../util/bytes.ts';
import { checkCoinbase, checkTransaction, isCoinbase } from './check-transaction.ts';
import { blockBytes, blockWeight } from './encoding.ts';
import { txid } from './hash.ts';
import {
  COMMITMENT_BYTES,
  COMMITMENT_HEADER,
  merkleRoot,
  WITNESS_RESERVED,
  witnessCommitment,
} from './merkle.ts';
import type { ConsensusParams } from './params.ts';
import { checkProofOfWork } from './pow.ts';
import { RuleError } from './rule-error.ts';
import type { Block, Hash, Header, Transaction } from './types.ts';

function mutated(code: string, detail: string): RuleError {
  return new RuleError(code, 'mutated', detail);
}

function invalid(code: string, detail: string): RuleError {
  return new RuleError(code, 'invalid', detail);
}

/** The header has the proof of work that it claims. `hash` is its own. Throws RuleError. */
export function checkHeader(header: Header, hash: Hash, params: ConsensusParams): void {
  checkProofOfWork(header, hash, params);
}

/** The body belongs to its header and keeps every rule that needs no other block. */
export function checkBlock(block: Block, params: ConsensusParams): void {
  checkSize(block, params.blockMaxWeight);
  checkMerkleRoot(block);
  checkCommitment(block.transactions);
  const weight = blockWeight(block);
  if (weight > params.blockMaxWeight) throw invalid('bad-blk-weight', `a weight of ${weight}`);
  checkReserved(block.transactions[0]!);
  checkCoinbase(block.transactions[0]!);
  for (const transaction of block.transactions.slice(1)) {
    if (isCoinbase(transaction)) throw invalid('bad-cb-multiple', 'a second coinbase');
    checkTransaction(transaction);
  }
}

/** A block weighs at least as much as it has bytes, so this bounds the work of all that follows. */
function checkSize(block: Block, maxBytes: number): void {
  if (block.transactions.length === 0) throw mutated('bad-blk-length', 'no transaction');
  const sizeBytes = blockBytes(block);
  if (sizeBytes > maxBytes) throw mutated('bad-blk-length', `${sizeBytes} bytes`);
}

/** Two transactions of one wtxid have one txid too, so looking at txids finds both. */
function checkMerkleRoot({ header, transactions }: Block): void {
  const txids = transactions.map(txid);
  const { root, mutated: isMutated } = merkleRoot(txids);
  if (root !== header.merkleRoot) {
    throw mutated('bad-txnmrklroot', 'the header commits to other transactions');
  }
  if (isMutated || new Set(txids).size !== txids.length) {
    throw mutated('bad-txns-duplicate', 'a transaction twice');
  }
}

function checkCommitment(transactions: readonly Transaction[]): void {
  const coinbase = transactions[0]!;
  if (!isCoinbase(coinbase)) throw mutated('bad-cb-missing', 'the first creates no coins');
  const [reserved, more] = coinbase.inputs[0]!.witness;
  if (reserved?.length !== WITNESS_RESERVED.length || more !== undefined) {
    throw mutated('bad-witness-nonce-size', 'the coinbase lacks its reserved value');
  }
  const committed = findCommitment(coinbase);
  if (!equalBytes(committed, witnessCommitment(transactions, reserved))) {
    throw mutated('bad-witness-merkle-match', 'the coinbase commits to other witnesses');
  }
}

/** One place and one only: BIP141's "the last of several counts" is a trap for every reader. */
function findCommitment({ outputs }: Transaction): Uint8Array {
  const scripts = outputs.map((output) => output.scriptPubKey);
  const commitments = scripts.filter(isCommitment);
  if (commitments.length === 0) throw mutated('bad-witness-missing', 'no witness commitment');
  if (commitments.length > 1) throw mutated('bad-witness-multiple', 'several commitments');
  const last = scripts.at(-1)!;
  if (!isCommitment(last)) throw mutated('bad-witness-place', 'the commitment is not last');
  return last.subarray(COMMITMENT_HEADER.length, COMMITMENT_BYTES);
}

function isCommitment(script: Uint8Array): boolean {
  const header = script.subarray(0, COMMITMENT_HEADER.length);
  return script.length >= COMMITMENT_BYTES && equalBytes(header, COMMITMENT_HEADER);
}

/** Bound by the commitment that has just matched, so a wrong one is the miner's own. */
function checkReserved(coinbase: Transaction): void {
  if (!equalBytes(coinbase.inputs[0]!.witness[0]!, WITNESS_RESERVED)) {
    throw invalid('bad-witness-nonce', 'a reserved value that nothing is reserved for yet');
  }
}
