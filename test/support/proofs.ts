/** Proofs for tests: a file's hash and a note in one block of a real chain, and what lies on it. */

import { encodeHeader } from '../../src/consensus/encoding.ts';
import { sha256, txid } from '../../src/consensus/hash.ts';
import type { Block, Transaction } from '../../src/consensus/types.ts';
import { encodeProof } from '../../src/node/proof-file.ts';
import { memoScript } from '../../src/wallet/builder.ts';
import { fileMemo, textMemo } from '../../src/wallet/note.ts';
import { ChainBuilder, rewardOf } from './chain-builder.ts';

export const PROOF_TOPIC = '5a'.repeat(16);
export const PROVEN_FILE = new TextEncoder().encode('the will, last page');
export const PROVEN_HEIGHT = 20;
export const PROOF_DEPTH = 6;

const builder = new ChainBuilder(PROOF_TOPIC);
const below = builder.run(builder.genesis, PROVEN_HEIGHT - 1);

/** Pays nobody: a proof is not about signatures. */
function writing(memo: Uint8Array, spent: Block): Transaction {
  const input = {
    prevout: rewardOf(spent),
    scriptSig: new Uint8Array(0),
    sequence: 0xfffffffd,
    witness: [new Uint8Array(64)],
  };
  const outputs = [{ value: 0, scriptPubKey: memoScript(memo) }];
  return { version: 2, inputs: [input], outputs, locktime: 0 };
}

export const STAMP = writing(fileMemo(sha256(PROVEN_FILE)), below[0]!);
export const NOTE = writing(textMemo(new TextEncoder().encode('hello, all')), below[1]!);

export const PROVEN_BLOCK = builder.mine(below.at(-1)!, { transactions: [STAMP, NOTE] });
const above = builder.run(PROVEN_BLOCK, PROOF_DEPTH - 1);
export const PROVING_BLOCKS: readonly Block[] = [PROVEN_BLOCK, ...above];

export const PROOF_ROOM = { params: builder.params, topic: PROOF_TOPIC };

export function proofOf(transaction: Transaction, blocks = PROVING_BLOCKS): Uint8Array {
  const ids = PROVEN_BLOCK.transactions.map(txid);
  return encodeProof({
    room: PROOF_ROOM,
    block: PROVEN_BLOCK,
    index: ids.indexOf(txid(transaction)),
    headers: blocks.map(({ header }) => encodeHeader(header)),
  });
}

/** Another fork of the same block: not what the others stand on. */
export function strangeBlock(): Block {
  return builder.mine(below.at(-1)!);
}

/** The bytes with those of `from`, wherever they stand, made into those of `to`. */
export function swapped(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf(from);
  if (at < 0) throw new Error('nothing to swap');
  const copy = Uint8Array.from(bytes);
  copy.set(to, at);
  return copy;
}

/** One bit other, in the middle. */
export function bent(bytes: Uint8Array): Uint8Array {
  const middle = bytes.length >> 1;
  return bytes.map((byte, at) => (at === middle ? byte ^ 1 : byte));
}
