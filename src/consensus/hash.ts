/** The names of things: SHA-256d of what Bitcoin hashes for them. */

import { concatBytes } from '../util/bytes.ts';
import { encodeHeader, encodeTransaction, encodeTransactionStripped } from './encoding.ts';
import { hashFromBytes, hashToBytes, parseHash } from './hash-bytes.ts';
import { sha256, sha256d } from './sha256.ts';
import type { Hash, Header, Transaction } from './types.ts';

export { hashFromBytes, hashToBytes, parseHash, sha256, sha256d };

/** Transactions never change, so an id is computed once per object and dies with it. */
const txids = new WeakMap<Transaction, Hash>();
const wtxids = new WeakMap<Transaction, Hash>();
const tagPrefixes = new Map<string, Uint8Array>();

/** BIP340: SHA-256 over the tag's hash twice, then the parts. `tag` is one of our own constants. */
export function taggedHash(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  let prefix = tagPrefixes.get(tag);
  if (prefix === undefined) {
    const hash = sha256(new TextEncoder().encode(tag));
    prefix = concatBytes(hash, hash);
    tagPrefixes.set(tag, prefix);
  }
  return sha256(concatBytes(prefix, ...parts));
}

export function headerHash(header: Header): Hash {
  return hashFromBytes(sha256d(encodeHeader(header)));
}

/** Hash of the form without witnesses: what outpoints and the header's merkle root name. */
export function txid(transaction: Transaction): Hash {
  let id = txids.get(transaction);
  if (id === undefined) {
    id = hashFromBytes(sha256d(encodeTransactionStripped(transaction)));
    txids.set(transaction, id);
  }
  return id;
}

/**
 * Hash of the form with witnesses (BIP141). For a coinbase this is its plain wtxid; that the
 * witness commitment counts zero in its place is the business of the commitment.
 */
export function wtxid(transaction: Transaction): Hash {
  let id = wtxids.get(transaction);
  if (id === undefined) {
    id = hashFromBytes(sha256d(encodeTransaction(transaction)));
    wtxids.set(transaction, id);
  }
  return id;
}
