/**
 * What a payment weighs before it exists, and what it costs. Every coin of a room is spent by one
 * signature of 64 bytes, so weights are known exactly and fees are exact to the tick.
 *
 * Feerates are whole ticks per 1,000 virtual bytes (kvB), as in Bitcoin Core: fine enough for a
 * tenth of a tick per byte, and free of fractions.
 */

import type { TransactionOutput } from '../consensus/types.ts';
import { compactSizeBytes } from '../util/codec.ts';
import { FEERATE_MAX_PER_KVB, LOOSE_TRANSACTION_MAX_WEIGHT } from '../util/limits.ts';
import { WalletError } from './wallet-error.ts';

/** Below this a node relays nothing, and a replacement adds this for its own size (PROTOCOL 7). */
export const RELAY_TICKS_PER_KVB = 1_000;
/** An output below this costs its owner more than it is worth; nodes do not relay it. */
export const DUST_TICKS = 330;
/** Version, locktime, and the marker and flag of BIP144 beside them. */
const ENVELOPE_BYTES = 8;
const MARKER_WEIGHT = 2;
/** Outpoint, empty scriptSig and sequence; then the count, the length and the signature. */
const INPUT_BYTES = 41;
const WITNESS_BYTES = 66;
const INPUT_WEIGHT = 4 * INPUT_BYTES + WITNESS_BYTES;
/** Value, length and script of a P2TR output. */
const KEY_OUTPUT_BYTES = 43;

/** All that a weight depends on. */
export interface OutputSizes {
  readonly count: number;
  readonly sizeBytes: number;
}

export function outputSizes(outputs: readonly TransactionOutput[]): OutputSizes {
  let sizeBytes = 0;
  for (const {
    scriptPubKey: { length },
  } of outputs)
    sizeBytes += 8 + compactSizeBytes(length) + length;
  return { count: outputs.length, sizeBytes };
}

/** With one more output that pays to a key. */
export function withKeyOutput({ count, sizeBytes }: OutputSizes): OutputSizes {
  return { count: count + 1, sizeBytes: sizeBytes + KEY_OUTPUT_BYTES };
}

/** The weight of a signed payment with that many inputs. */
export function paymentWeight(inputs: number, { count, sizeBytes }: OutputSizes): number {
  const counts = compactSizeBytes(inputs) + compactSizeBytes(count);
  return 4 * (ENVELOPE_BYTES + counts + sizeBytes) + MARKER_WEIGHT + INPUT_WEIGHT * inputs;
}

/** How many inputs fit beside these outputs; negative when the outputs alone are too many. */
export function inputsThatFit({ count, sizeBytes }: OutputSizes): number {
  const rest = LOOSE_TRANSACTION_MAX_WEIGHT - paymentWeight(0, { count, sizeBytes });
  // From 253 inputs on their count takes two bytes more.
  return Math.floor((rest - 8) / INPUT_WEIGHT);
}

/** BIP141: a quarter of the weight, rounded up. */
export function sizeVbytes(weight: number): number {
  return Math.ceil(weight / 4);
}

/** In ticks, rounded up, so that the transaction is never below the rate that was asked for. */
export function feeFor(weight: number, ticksPerKvb: number): number {
  return Math.ceil((sizeVbytes(weight) * ticksPerKvb) / 1_000);
}

/** What it costs to spend one coin, rounded up. */
export function inputFee(ticksPerKvb: number): number {
  return Math.ceil((INPUT_WEIGHT * ticksPerKvb) / 4_000);
}

/** The rate that a fee amounts to, rounded down. */
export function feerateOf(fee: number, weight: number): number {
  return Math.floor((fee * 1_000) / sizeVbytes(weight));
}

/** Throws WalletError for what is no rate, would not be relayed, or can only be a mistake. */
export function checkFeerate(ticksPerKvb: number): void {
  if (
    !Number.isInteger(ticksPerKvb) ||
    ticksPerKvb < RELAY_TICKS_PER_KVB ||
    ticksPerKvb > FEERATE_MAX_PER_KVB
  ) {
    throw new WalletError('feerate-out-of-range', `${ticksPerKvb} per 1,000 virtual bytes`);
  }
}
