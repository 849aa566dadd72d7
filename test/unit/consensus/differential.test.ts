import { schnorr } from '@noble/curves/secp256k1.js';
import { p2tr, Transaction as Signer } from '@scure/btc-signer';
import { Block as PeerBlock, Transaction as PeerTransaction } from 'bitcoinjs-lib';
import { verifySchnorr } from 'tiny-secp256k1';
import { describe, expect, it } from 'vitest';
import { checkTransaction } from '../../../src/consensus/check-transaction.ts';
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
import { checkSignatures, hashTypeOf } from '../../../src/consensus/signature.ts';
import type { Block, Transaction, TransactionOutput } from '../../../src/consensus/types.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';
import { makeBlock, pay, sign } from '../../support/blocks.ts';
import {
  anyCoins,
  anyPayment,
  anyTransaction,
  hashTypesOf,
  listOf,
} from '../../support/random-transactions.ts';
import { refusal } from '../../support/refusal.ts';

const SEED = 341;
const LENIENT = {
  allowUnknownInputs: true,
  allowUnknownOutputs: true,
  allowUnknownVersion: true,
  disableScriptCheck: true,
};
const SLOW = { timeout: 120_000 };

function peerOf(transaction: Transaction): PeerTransaction {
  return PeerTransaction.fromBuffer(Buffer.from(encodeTransaction(transaction)));
}

function signerOf(transaction: Transaction): Signer {
  return Signer.fromRaw(encodeTransaction(transaction), LENIENT);
}

/** The message of one input as both others compute it, in hex. */
function othersSighashes(
  transaction: Transaction,
  spent: readonly TransactionOutput[],
  [inputIndex, hashType]: readonly [number, number],
): string[] {
  const scripts = spent.map((output) => output.scriptPubKey);
  const values = spent.map((output) => BigInt(output.value));
  return [
    peerOf(transaction).hashForWitnessV1(inputIndex, scripts, values, hashType),
    signerOf(transaction).preimageWitnessV1(inputIndex, scripts, hashType, values),
  ].map(toHex);
}

describe(`beside bitcoinjs-lib and @scure/btc-signer, from seed ${SEED}`, () => {
  it('1,000 transactions have the same bytes, ids and weights', SLOW, () => {
    const random = new Random(SEED);
    const weighed: [theirs: number, ours: number][] = [];
    for (let run = 0; run < 1_000; run += 1) {
      const transaction = anyTransaction(random);
      const bytes = encodeTransaction(transaction);
      const [peer, signer] = [peerOf(transaction), signerOf(transaction)];
      const ours = [toHex(bytes), txid(transaction), wtxid(transaction)];
      const theirs = [toHex(peer.toBuffer()), peer.getId(), hashFromBytes(peer.getHash(true))];
      expect([run, ...theirs, peer.weight()]).toEqual([
        run,
        ...ours,
        transactionWeight(transaction),
      ]);
      expect([run, signer.hex, signer.id]).toEqual([run, toHex(bytes), txid(transaction)]);
      // It weighs only what has a script or a witness in each input.
      if (signer.isFinal) weighed.push([signer.weight, transactionWeight(transaction)]);
      expect(decodeTransaction(bytes)).toEqual(transaction);
    }
    expect(weighed.length).toBeGreaterThan(500);
    expect(weighed.map(([theirs]) => theirs)).toEqual(weighed.map(([, ours]) => ours));
  });

  it('1,000 transactions are signed over the same messages, by every hash type', SLOW, () => {
    const random = new Random(SEED + 1);
    for (let run = 0; run < 1_000; run += 1) {
      const transaction = anyTransaction(random);
      const spent = anyCoins(random, transaction);
      const context = new SighashContext(transaction, spent);
      const inputIndex = random.below(transaction.inputs.length);
      for (const hashType of hashTypesOf(transaction, inputIndex)) {
        const ours = toHex(context.sighash({ inputIndex, hashType }));
        const theirs = othersSighashes(transaction, spent, [inputIndex, hashType]);
        expect([run, hashType, ...theirs]).toEqual([run, hashType, ours, ours]);
      }
    }
  });

  it('1,000 blocks have the same bytes, ids, weights, roots and commitments', SLOW, () => {
    const random = new Random(SEED + 2);
    for (let run = 0; run < 1_000; run += 1) {
      const others = listOf(random, 3, () => anyTransaction(random));
      const block: Block = makeBlock(1 + random.below(100_000), others);
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
      const { transactions } = block;
      expect(transactions.map((each) => signerOf(each).id)).toEqual(transactions.map(txid));
      expect(decodeBlock(bytes)).toEqual(block);
    }
  });
});

/** As a wallet would: the coins' key is a tweaked one, each input has a hash type of its own. */
function signByOther(transaction: Transaction, random: Random) {
  const secretKey = random.bytes(32);
  const internalKey = schnorr.getPublicKey(secretKey);
  const { script } = p2tr(internalKey);
  const coins = transaction.inputs.map(() => ({
    value: 1e10 + random.below(1e9),
    scriptPubKey: script,
  }));
  const signer = new Signer({ ...LENIENT, version: 2, lockTime: transaction.locktime });
  for (const { scriptPubKey, value } of transaction.outputs) {
    signer.addOutput({ script: scriptPubKey, amount: BigInt(value) });
  }
  const typesOf = transaction.inputs.map((_, at) => hashTypesOf(transaction, at));
  for (const [at, { prevout, sequence }] of transaction.inputs.entries()) {
    signer.addInput({
      txid: prevout.txid,
      index: prevout.vout,
      sequence,
      witnessUtxo: { script, amount: BigInt(coins[at]!.value) },
      tapInternalKey: internalKey,
      sighashType: typesOf[at]![random.below(typesOf[at]!.length)]!,
    });
  }
  for (const [at, types] of typesOf.entries()) {
    signer.signIdx(secretKey, at, types, random.bytes(32));
  }
  signer.finalize();
  return { coins, signed: decodeTransaction(signer.extract()) };
}

describe(`signatures across implementations, from seed ${SEED}`, () => {
  it('100 transactions signed by @scure/btc-signer are good here', SLOW, () => {
    const random = new Random(SEED + 3);
    const seen = new Set<number>();
    for (let run = 0; run < 100; run += 1) {
      const { coins, signed } = signByOther(anyPayment(random), random);
      for (const { witness } of signed.inputs) seen.add(hashTypeOf(witness[0]!));
      const judge = (spent: readonly TransactionOutput[]) =>
        refusal(() => {
          checkTransaction(signed);
          checkSignatures(signed, spent);
        });
      expect([run, judge(coins)]).toEqual([run, 'accepted']);
      const poorer = coins.map(({ value, scriptPubKey }) => ({ value: value - 1, scriptPubKey }));
      expect([run, judge(poorer)]).toEqual([run, 'bad-txns-signature/invalid']);
    }
    expect(seen.size).toBe(7);
  });

  it('100 transactions signed here are good by their messages and libsecp256k1', SLOW, () => {
    const random = new Random(SEED + 4);
    for (let run = 0; run < 100; run += 1) {
      const payment = anyPayment(random);
      const coins = payment.inputs.map(() => pay(1 + random.below(1e9)));
      const types = hashTypesOf(payment, payment.inputs.length - 1);
      const signed = sign(payment, coins, types[random.below(types.length)]!);
      for (const [at, { witness }] of signed.inputs.entries()) {
        const key = coins[at]!.scriptPubKey.subarray(2);
        const [peers, signers] = othersSighashes(signed, coins, [at, hashTypeOf(witness[0]!)]);
        expect(peers).toBe(signers);
        const message = Buffer.from(peers!, 'hex');
        expect(verifySchnorr(message, key, witness[0]!.subarray(0, 64))).toBe(true);
      }
    }
  });
});
