import { Block as PeerBlock, Transaction as PeerTransaction } from 'bitcoinjs-lib';
import { describe, expect, it } from 'vitest';
import {
  blockWeight,
  decodeBlock,
  decodeTransaction,
  encodeBlock,
  encodeTransaction,
  transactionWeight,
} from '../../../src/consensus/encoding.ts';
import { hashFromBytes, headerHash, txid, wtxid } from '../../../src/consensus/hash.ts';
import { merkleRoot, witnessCommitment } from '../../../src/consensus/merkle.ts';
import { SighashContext } from '../../../src/consensus/sighash.ts';
import type { Block, Transaction, TransactionOutput } from '../../../src/consensus/types.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';
import { makeBlock } from '../../support/blocks.ts';

const SEED = 341;
const random = new Random(SEED);
const HASH_TYPES = [0, 1, 2, 3, 0x81, 0x82, 0x83];

function list<Item>(max: number, make: () => Item): Item[] {
  return Array.from({ length: random.below(max + 1) }, make);
}

function randomOutput(): TransactionOutput {
  return { value: Math.floor(random.unit() * 21e14), scriptPubKey: random.bytes(random.below(90)) };
}

function randomTransaction(): Transaction {
  const input = () => ({
    prevout: { txid: hashFromBytes(random.bytes(32)), vout: random.below(5) },
    scriptSig: random.bytes(random.below(3) * random.below(150)),
    sequence: random.u32(),
    witness: list(3, () => random.bytes(random.below(300))),
  });
  return {
    version: random.below(4),
    inputs: [input(), ...list(4, input)],
    outputs: [randomOutput(), ...list(4, randomOutput)],
    locktime: random.u32(),
  };
}

function peerOf(transaction: Transaction): PeerTransaction {
  return PeerTransaction.fromBuffer(Buffer.from(encodeTransaction(transaction)));
}

describe(`beside bitcoinjs-lib, from seed ${SEED}`, () => {
  it('400 transactions have the same bytes, ids and weights', () => {
    for (let run = 0; run < 400; run += 1) {
      const transaction = randomTransaction();
      const peer = peerOf(transaction);
      expect(toHex(peer.toBuffer())).toBe(toHex(encodeTransaction(transaction)));
      expect(peer.getId()).toBe(txid(transaction));
      expect(hashFromBytes(peer.getHash(true))).toBe(wtxid(transaction));
      expect(peer.weight()).toBe(transactionWeight(transaction));
      expect(decodeTransaction(peer.toBuffer())).toEqual(transaction);
    }
  });

  it('300 transactions are signed over the same BIP341 messages', () => {
    for (let run = 0; run < 300; run += 1) {
      const transaction = randomTransaction();
      // Its buffer for ANYONECANPAY has room for scripts of 34 bytes only.
      const spent = transaction.inputs.map(() => ({
        value: Math.floor(random.unit() * 21e14),
        scriptPubKey: Uint8Array.of(0x51, 0x20, ...random.bytes(32)),
      }));
      const inputIndex = random.below(transaction.inputs.length);
      const hashType = HASH_TYPES[random.below(HASH_TYPES.length)]!;
      if ((hashType & 3) === 3 && inputIndex >= transaction.outputs.length) continue;
      const scripts = spent.map((output) => output.scriptPubKey);
      const values = spent.map((output) => BigInt(output.value));
      const theirs = peerOf(transaction).hashForWitnessV1(inputIndex, scripts, values, hashType);
      const ours = new SighashContext(transaction, spent).sighash({ inputIndex, hashType });
      expect([run, hashType, toHex(ours)]).toEqual([run, hashType, toHex(theirs)]);
    }
  });

  it('300 blocks have the same bytes, ids, weights, roots and commitments', () => {
    for (let run = 0; run < 300; run += 1) {
      const block: Block = makeBlock(1 + random.below(100_000), list(9, randomTransaction));
      const bytes = encodeBlock(block);
      const peer = PeerBlock.fromBuffer(Buffer.from(bytes));
      const peers = peer.transactions!;
      expect(peer.getId()).toBe(headerHash(block.header));
      expect(peer.weight()).toBe(blockWeight(block));
      const { root } = merkleRoot(block.transactions.map(txid));
      expect(hashFromBytes(PeerBlock.calculateMerkleRoot(peers))).toBe(root);
      const commitment = toHex(witnessCommitment(block.transactions));
      expect(toHex(PeerBlock.calculateMerkleRoot(peers, true))).toBe(commitment);
      expect(peer.checkTxRoots()).toBe(true);
      expect(decodeBlock(bytes)).toEqual(block);
    }
  });
});
