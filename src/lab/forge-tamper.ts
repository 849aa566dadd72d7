/**
 * What follows from other bytes in an old block: ids, merkle root, hash and work are computed anew
 * by the code with which nodes do it, and so is what every block above would have to become.
 */

import { decodeBlock, decodeHeader, encodeBlock, HEADER_BYTES } from '../consensus/encoding.ts';
import { headerHash, txid } from '../consensus/hash.ts';
import {
  COMMITMENT_BYTES,
  COMMITMENT_HEADER,
  commitmentScript,
  merkleRoot,
  witnessCommitment,
} from '../consensus/merkle.ts';
import { expandCompact, hashToTarget } from '../consensus/pow.ts';
import type { Block, Hash, Header, Transaction } from '../consensus/types.ts';
import { concatBytes, equalBytes, fromHex, toHex } from '../util/bytes.ts';
import { CodecError } from '../util/codec-error.ts';
import type { BlockAbove, OpenedBlock, TamperReport } from './api.ts';

const TARGET_DIGITS = 64;

/** `hex` has as many bytes as the original. */
export function examine(opened: OpenedBlock, hex: string): TamperReport {
  const bytes = fromHex(hex);
  const header = decodeHeader(bytes.subarray(0, HEADER_BYTES));
  const hash = headerHash(header);
  const shared = {
    hashWas: opened.hash,
    hashIs: hash,
    target: expandCompact(header.bits).target.toString(16).padStart(TARGET_DIGITS, '0'),
    hasWork: hasWork(header, hash),
    above: blocksAbove(opened, hash),
  };
  const block = readBlock(bytes);
  if (typeof block !== 'string') return { ...shared, ...bodyFacts(opened, block) };
  const nothing = { txids: [], rootNamed: '', rootIs: '', hasCommitment: false };
  return { ...shared, ...nothing, unreadable: block };
}

/**
 * The same transactions under a commitment and a merkle root that fit, as a forger would mend them.
 * Bytes that are no block stay as they are.
 */
export function mend(hex: string): string {
  const block = readBlock(fromHex(hex));
  if (typeof block === 'string' || block.transactions.length === 0) return hex;
  const transactions = withCommitment(block.transactions);
  const { root } = merkleRoot(transactions.map(txid));
  return toHex(encodeBlock({ header: { ...block.header, merkleRoot: root }, transactions }));
}

function readBlock(bytes: Uint8Array): Block | string {
  try {
    return decodeBlock(bytes);
  } catch (error) {
    if (error instanceof CodecError) return error.code;
    throw error;
  }
}

function bodyFacts(opened: OpenedBlock, { header, transactions }: Block) {
  const before = decodeBlock(fromHex(opened.hex)).transactions.map(txid);
  const now = transactions.map(txid);
  const txids = now
    .map((is, at) => ({ at, was: before[at] ?? '', is }))
    .filter(({ was, is }) => was !== is);
  const facts = { txids, rootNamed: header.merkleRoot, rootIs: merkleRoot(now).root };
  return { ...facts, hasCommitment: hasCommitment(transactions) };
}

function hasCommitment(transactions: readonly Transaction[]): boolean {
  const [coinbase] = transactions;
  const script = coinbase?.outputs.at(-1)?.scriptPubKey;
  if (script === undefined) return false;
  const reserved = coinbase?.inputs[0]?.witness[0];
  const committed = witnessCommitment(transactions, reserved);
  return equalBytes(script, concatBytes(COMMITMENT_HEADER, committed));
}

/** Each would have to name the new hash of the one below, and so gets a new hash itself. */
function blocksAbove({ above, height }: OpenedBlock, hashIs: Hash): BlockAbove[] {
  const links: BlockAbove[] = [];
  let previousIs = hashIs;
  for (const hex of above) {
    const header = decodeHeader(fromHex(hex));
    const moved = { ...header, previousHash: previousIs };
    const is = headerHash(moved);
    links.push({
      height: height + links.length + 1,
      hashWas: headerHash(header),
      hashIs: is,
      previousWas: header.previousHash,
      previousIs,
      hasWork: hasWork(moved, is),
    });
    previousIs = is;
  }
  return links;
}

function hasWork({ bits }: Header, hash: Hash): boolean {
  const { target, negative, overflow } = expandCompact(bits);
  return !negative && !overflow && hashToTarget(hash) <= target;
}

function withCommitment(transactions: readonly Transaction[]): readonly Transaction[] {
  const [coinbase, ...others] = transactions;
  const last = coinbase!.outputs.at(-1);
  if (last === undefined || !isCommitment(last.scriptPubKey)) return transactions;
  const commitment = { ...last, scriptPubKey: commitmentScript(transactions) };
  return [{ ...coinbase!, outputs: [...coinbase!.outputs.slice(0, -1), commitment] }, ...others];
}

/** Also one that was edited behind its first bytes, which is to be mended. */
function isCommitment(script: Uint8Array): boolean {
  const header = script.subarray(0, COMMITMENT_HEADER.length);
  return script.length === COMMITMENT_BYTES && equalBytes(header, COMMITMENT_HEADER);
}
