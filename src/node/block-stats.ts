/**
 * What a block is worth in figures, under the names of Bitcoin's getblockstats: what it holds
 * beside its coinbase, and what was paid for the place.
 */

import { parseCoinbaseScript } from '../consensus/coinbase.ts';
import type { SpentCoins } from '../consensus/connect.ts';
import { transactionWeight } from '../consensus/encoding.ts';
import type { Block, Transaction } from '../consensus/types.ts';

/** Weight of one virtual byte (BIP141). */
const WEIGHT_PER_VBYTE = 4;

/** Fees in ticks, feerates in ticks per virtual byte; null where nobody paid or nobody knows. */
export interface BlockStats {
  /** The coinbase included. */
  readonly txs: number;
  /** The coinbase left out. */
  readonly total_weight: number;
  readonly totalfee: number | null;
  readonly minfeerate: number | null;
  /** Half of the weight paid less, half of it more. */
  readonly medianfeerate: number | null;
  readonly maxfeerate: number | null;
  /** The tag in the coinbase, inert; empty where there is none. */
  readonly miner: string;
}

interface Paid {
  readonly fee: number;
  readonly weight: number;
}

/** Nobody mined it, and nobody paid in it. */
export const GENESIS_STATS: BlockStats = {
  txs: 1,
  total_weight: 0,
  totalfee: 0,
  minfeerate: null,
  medianfeerate: null,
  maxfeerate: null,
  miner: '',
};

/** Of any block but genesis; `spent` by each transaction after the coinbase, where it is known. */
export function blockStats({ transactions }: Block, spent: SpentCoins | undefined): BlockStats {
  const [coinbase, ...payments] = transactions;
  const weights = payments.map(transactionWeight);
  const paid = spent && payments.map((each, at) => paidFor(each, spent, at));
  return {
    txs: transactions.length,
    total_weight: weights.reduce((sum, weight) => sum + weight, 0),
    totalfee: paid?.reduce((sum, { fee }) => sum + fee, 0) ?? null,
    ...feerates(paid ?? []),
    miner: parseCoinbaseScript(coinbase!.inputs[0]!.scriptSig).tag,
  };
}

function paidFor(transaction: Transaction, spent: SpentCoins, at: number): Paid {
  const paidIn = (spent[at] ?? []).reduce((sum, { value }) => sum + value, 0);
  const paidOut = transaction.outputs.reduce((sum, { value }) => sum + value, 0);
  return { fee: paidIn - paidOut, weight: transactionWeight(transaction) };
}

function feerates(paid: readonly Paid[]) {
  const sorted = paid
    .map(({ fee, weight }) => ({ rate: (fee * WEIGHT_PER_VBYTE) / weight, weight }))
    .toSorted((left, right) => left.rate - right.rate);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let below = 0;
  const median = sorted.find(({ weight }) => (below += weight) >= half);
  return {
    minfeerate: sorted[0]?.rate ?? null,
    medianfeerate: median?.rate ?? null,
    maxfeerate: sorted.at(-1)?.rate ?? null,
  };
}
