/**
 * The tree of SHA-256d pairs that binds a block's transactions to its header (txids) and to its
 * coinbase (wtxids, BIP141).
 *
 * A level of odd length pairs its last hash with itself. So a list and the same list with its tail
 * repeated have one root (CVE-2012-2459): `mutated` tells that two different places held the same
 * pair of neighbours before any such padding.
 */

import { concatBytes, equalBytes } from '../util/bytes.ts';
import { hashFromBytes, hashToBytes, sha256d, wtxid } from './hash.ts';
import { type Hash, type Transaction, ZERO_HASH } from './types.ts';

/** OP_RETURN, a push of 36 bytes, and the four bytes that mark a witness commitment. */
export const COMMITMENT_HEADER = Uint8Array.of(0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed);
/** The header and the 32 bytes of the commitment. */
export const COMMITMENT_BYTES = 38;
/** What the coinbase's witness reserves for later extensions: 32 zero bytes until there are any. */
export const WITNESS_RESERVED: Uint8Array = new Uint8Array(32);

export interface MerkleRoot {
  readonly root: Hash;
  readonly mutated: boolean;
}

export function merkleRoot(leaves: readonly Hash[]): MerkleRoot {
  if (leaves.length === 0) return { root: ZERO_HASH, mutated: false };
  let level = leaves.map(hashToBytes);
  let mutated = false;
  while (level.length > 1) {
    mutated ||= hasEqualPair(level);
    level = nextLevel(level);
  }
  return { root: hashFromBytes(level[0]!), mutated };
}

/** The hashes that fold the leaf at `index` to the root, from the leaf's neighbour upwards. */
export function merkleBranch(leaves: readonly Hash[], index: number): Hash[] {
  const branch: Hash[] = [];
  let level = leaves.map(hashToBytes);
  for (let at = index; level.length > 1; at >>>= 1) {
    branch.push(hashFromBytes(level[at ^ 1] ?? level[at]!));
    level = nextLevel(level);
  }
  return branch;
}

/** The root that follows from a leaf, its branch and its index. */
export function foldBranch(leaf: Hash, branch: readonly Hash[], index: number): Hash {
  let node = hashToBytes(leaf);
  let at = index;
  for (const hash of branch) {
    const sibling = hashToBytes(hash);
    node = (at & 1) === 0 ? pair(node, sibling) : pair(sibling, node);
    at >>>= 1;
  }
  return hashFromBytes(node);
}

/**
 * BIP141: the 32 bytes that the coinbase commits to. The first transaction is the coinbase; its own
 * wtxid counts as zero, because the commitment stands inside it.
 */
export function witnessCommitment(
  transactions: readonly Transaction[],
  reserved: Uint8Array = WITNESS_RESERVED,
): Uint8Array {
  const leaves = transactions.map((transaction, at) => (at === 0 ? ZERO_HASH : wtxid(transaction)));
  return sha256d(concatBytes(hashToBytes(merkleRoot(leaves).root), reserved));
}

/** The script of the coinbase's last output. */
export function commitmentScript(transactions: readonly Transaction[]): Uint8Array {
  return concatBytes(COMMITMENT_HEADER, witnessCommitment(transactions));
}

function hasEqualPair(level: readonly Uint8Array[]): boolean {
  for (let at = 0; at + 1 < level.length; at += 2) {
    if (equalBytes(level[at]!, level[at + 1]!)) return true;
  }
  return false;
}

function nextLevel(level: readonly Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let at = 0; at < level.length; at += 2) {
    next.push(pair(level[at]!, level[at + 1] ?? level[at]!));
  }
  return next;
}

function pair(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256d(concatBytes(left, right));
}
