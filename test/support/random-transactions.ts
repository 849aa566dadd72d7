/**
 * Transactions drawn from a seed: of any bytes that can be encoded, and of the form that rooms
 * allow, signed and unsigned.
 */

import { hashFromBytes } from '../../src/consensus/hash.ts';
import type { Transaction, TransactionOutput } from '../../src/consensus/types.ts';
import type { Random } from '../../src/util/random.ts';
import { pay, unsigned } from './blocks.ts';

/** Every hash type of BIP341. */
export const HASH_TYPES = [0, 1, 2, 3, 0x81, 0x82, 0x83] as const;
const AMOUNT_MAX = 21e14;

export function listOf<Item>(random: Random, max: number, make: () => Item): Item[] {
  return Array.from({ length: random.below(max + 1) }, make);
}

/** With scripts and witnesses of noise; most are valid nowhere. */
export function anyTransaction(random: Random): Transaction {
  const input = () => ({
    prevout: { txid: hashFromBytes(random.bytes(32)), vout: random.u32() },
    scriptSig: random.bytes(random.below(3) * random.below(150)),
    sequence: random.u32(),
    witness: listOf(random, 3, () => random.bytes(random.below(300))),
  });
  const output = () => ({ value: anyAmount(random), scriptPubKey: random.bytes(random.below(90)) });
  return {
    version: random.u32() | 0,
    inputs: [input(), ...listOf(random, 4, input)],
    outputs: [output(), ...listOf(random, 4, output)],
    locktime: random.u32(),
  };
}

/** Coins of keys that nobody has, one for each input. */
export function anyCoins(random: Random, { inputs }: Transaction): TransactionOutput[] {
  return inputs.map(() => ({
    value: anyAmount(random),
    scriptPubKey: Uint8Array.of(0x51, 0x20, ...random.bytes(32)),
  }));
}

/** A payment of the form that rooms allow, to the key of all tests and perhaps with some data. */
export function anyPayment(random: Random): Transaction {
  const prevout = () => ({ txid: hashFromBytes(random.bytes(32)), vout: random.below(9) });
  const data = () => ({ value: 0, scriptPubKey: Uint8Array.of(0x6a, 4, ...random.bytes(4)) });
  const outputs = [
    pay(1 + random.below(1e9)),
    ...listOf(random, 2, () => pay(1 + random.below(1e9))),
    ...listOf(random, 1, data),
  ];
  const payment = unsigned([prevout(), ...listOf(random, 2, prevout)], outputs);
  return { ...payment, locktime: random.u32() };
}

/** Hash types that may sign this input: SINGLE needs an output beside it. */
export function hashTypesOf({ outputs }: Transaction, inputIndex: number): number[] {
  return HASH_TYPES.filter((type) => (type & 3) !== 3 || inputIndex < outputs.length);
}

function anyAmount(random: Random): number {
  return Math.floor(random.unit() * AMOUNT_MAX);
}
