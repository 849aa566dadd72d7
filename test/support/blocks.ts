/**
 * Transactions and blocks for tests: valid by default, and bent by the caller. All coins belong to
 * one key. Nothing here mines: proof of work is a matter of the header alone.
 */

import { schnorr } from '@noble/curves/secp256k1.js';
import { encodeCoinbaseScript } from '../../src/consensus/coinbase.ts';
import { txid } from '../../src/consensus/hash.ts';
import { commitmentScript, merkleRoot } from '../../src/consensus/merkle.ts';
import { type ConsensusParams, consensusParams } from '../../src/consensus/params.ts';
import { SighashContext } from '../../src/consensus/sighash.ts';
import type {
  Block,
  Coin,
  Hash,
  OutPoint,
  Transaction,
  TransactionOutput,
} from '../../src/consensus/types.ts';
import { concatBytes } from '../../src/util/bytes.ts';

export const SECRET_KEY = new Uint8Array(32).fill(0x17);
/** OP_1 and a push of the x-only key. */
export const KEY_SCRIPT = concatBytes(Uint8Array.of(0x51, 0x20), schnorr.getPublicKey(SECRET_KEY));
export const ZERO: Hash = '0'.repeat(64) as Hash;

export const PARAMS: ConsensusParams = consensusParams(
  {
    kind: 'main',
    targetSpacingSeconds: 10,
    genesisBits: 0x1e00ffff,
    halvingInterval: 210_000,
    genesisTime: 1_700_000_000,
  },
  '00000000000000000000000000000000000000000000000011223344aabbccdd' as Hash,
);

/** An output that pays to the key of all tests. */
export function pay(value: number): TransactionOutput {
  return { value, scriptPubKey: KEY_SCRIPT };
}

export function coin(value: number, height = 1, coinbase = false): Coin {
  return { ...pay(value), height, coinbase };
}

/** An outpoint of an imagined transaction. */
export function outpoint(seed: number, vout = 0): OutPoint {
  return { txid: seed.toString(16).padStart(64, '0') as Hash, vout };
}

export function unsigned(
  prevouts: readonly OutPoint[],
  outputs: readonly TransactionOutput[],
): Transaction {
  const inputs = prevouts.map((prevout) => ({
    prevout,
    scriptSig: new Uint8Array(),
    sequence: 0xfffffffd,
    witness: [],
  }));
  return { version: 2, inputs, outputs, locktime: 0 };
}

/** Signs every input; 64-byte signatures for hash type 0, 65 bytes otherwise. */
export function sign(
  transaction: Transaction,
  coins: readonly TransactionOutput[],
  hashType = 0,
): Transaction {
  const context = new SighashContext(transaction, coins);
  const suffix = hashType === 0 ? new Uint8Array() : Uint8Array.of(hashType);
  const inputs = transaction.inputs.map((input, inputIndex) => {
    const message = context.sighash({ inputIndex, hashType });
    const signature = schnorr.sign(message, SECRET_KEY, new Uint8Array(32));
    return { ...input, witness: [concatBytes(signature, suffix)] };
  });
  return { ...transaction, inputs };
}

/** A transaction of the right shape whose signature signs nothing. */
export function spend(
  prevouts: readonly OutPoint[],
  outputs: readonly TransactionOutput[],
): Transaction {
  return editInputs(unsigned(prevouts, outputs), { witness: [new Uint8Array(64)] });
}

export function editInputs(
  transaction: Transaction,
  change: Partial<Transaction['inputs'][number]>,
): Transaction {
  return { ...transaction, inputs: transaction.inputs.map((input) => ({ ...input, ...change })) };
}

/** A coinbase of this height, still without its commitment. */
export function coinbase(height: number, outputs: readonly TransactionOutput[]): Transaction {
  const { script } = encodeCoinbaseScript({
    height,
    genesisPush: PARAMS.genesisPush,
    extraNonce: new Uint8Array(8),
    tag: 'test',
  });
  const input = {
    prevout: { txid: ZERO, vout: 0xffffffff },
    scriptSig: script,
    sequence: 0xfffffffe,
    witness: [new Uint8Array(32)],
  };
  return { version: 2, inputs: [input], outputs, locktime: height - 1 };
}

/** Ends a coinbase with the commitment to the transactions that follow it. */
export function commit(first: Transaction, others: readonly Transaction[]): Transaction {
  const output = { value: 0, scriptPubKey: commitmentScript([first, ...others]) };
  return { ...first, outputs: [...first.outputs, output] };
}

/** A block whose header commits to just these transactions. */
export function blockOf(transactions: readonly Transaction[]): Block {
  const { root } = merkleRoot(transactions.map(txid));
  const header = {
    version: 0x20000000,
    previousHash: PARAMS.genesisHash,
    merkleRoot: root,
    time: 1_700_000_010,
    bits: 0x1e00ffff,
    nonce: 0,
  };
  return { header, transactions };
}

/** A valid block: a coinbase that pays `reward`, its commitment, the others. */
export function makeBlock(
  height: number,
  others: readonly Transaction[] = [],
  reward = 50e8,
): Block {
  return blockOf([commit(coinbase(height, [pay(reward)]), others), ...others]);
}

/** Coins in a plain map. */
export class MapView {
  readonly coins = new Map<string, Coin>();

  get(key: string): Coin | undefined {
    return this.coins.get(key);
  }

  add(key: string, added: Coin): void {
    if (this.coins.has(key)) throw new Error(`coin ${key} exists`);
    this.coins.set(key, added);
  }

  spend(key: string): void {
    if (!this.coins.delete(key)) throw new Error(`no coin ${key}`);
  }
}
