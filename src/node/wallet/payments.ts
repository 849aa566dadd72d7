/**
 * From a wish to a transaction that waits: planned over the ledger's coins, signed, judged by our
 * own mempool, and by that told to the peers and reserved in the ledger. What is only planned
 * changes nothing, so a page can show the exact fee before it asks.
 */

import { txid as idOf } from '../../consensus/hash.ts';
import type { Hash, Transaction } from '../../consensus/types.ts';
import { withAncestors, withDescendants } from '../../mempool/entries.ts';
import type { Mempool } from '../../mempool/mempool.ts';
import type { Random } from '../../util/random.ts';
import { planPayment, type Recipient } from '../../wallet/builder.ts';
import type { PaymentPlan, Surroundings } from '../../wallet/draft.ts';
import type { AccountKey } from '../../wallet/keys.ts';
import type { Ledger } from '../../wallet/ledger.ts';
import {
  findReplaceable,
  planBump,
  planCancel,
  planChild,
  type Replaceable,
} from '../../wallet/replacement.ts';
import { signPlan } from '../../wallet/sign.ts';
import { WalletError } from '../../wallet/wallet-error.ts';

export interface Desk {
  readonly ledger: Ledger;
  readonly mempool: Mempool;
  readonly random: Random;
}

export interface Wish {
  readonly recipients: readonly Recipient[];
  readonly memo?: Uint8Array;
  readonly ticksPerKvb: number;
  readonly subtractFee: boolean;
}

/** A replacement beside what it replaces. */
export interface Replacing {
  readonly plan: PaymentPlan;
  /** In ticks. */
  readonly originalFee: number;
}

/** Throws WalletError. */
export function planWish(desk: Desk, wish: Wish): PaymentPlan {
  const coins = desk.ledger.spendableCoins();
  return planPayment({ ...wish, coins }, surroundingsOf(desk));
}

/** Throws WalletError. */
export function planBumpOf(desk: Desk, txid: Hash, ticksPerKvb: number): Replacing {
  const original = replaceable(desk, txid);
  const coins = desk.ledger.spendableCoins();
  const request = { original, ticksPerKvb, coins };
  const originalFee = feeOf(original);
  const surroundings = surroundingsOf(desk);
  try {
    return { plan: planBump(request, surroundings), originalFee };
  } catch (error) {
    const reduceVout = onlyPaid(original);
    const isShort = error instanceof WalletError && error.code === 'funds-insufficient';
    if (!isShort || reduceVout === undefined) throw error;
    // As after sending all: there is nothing else that could pay for it.
    return { plan: planBump({ ...request, reduceVout }, surroundings), originalFee };
  }
}

/** Throws WalletError. */
export function planCancelOf(desk: Desk, txid: Hash, ticksPerKvb: number): Replacing {
  const original = replaceable(desk, txid);
  const coins = desk.ledger.spendableCoins();
  const plan = planCancel({ original, ticksPerKvb, coins }, surroundingsOf(desk));
  return { plan, originalFee: feeOf(original) };
}

/** A child beside what it carries: the payment, and all above it that waits too. */
export interface Carrying extends Replacing {
  readonly parents: { readonly fees: number; readonly sizeVbytes: number };
}

/** Throws WalletError. */
export function planChildOf(desk: Desk, txid: Hash, ticksPerKvb: number): Carrying {
  const { ledger, mempool } = desk;
  const entry = mempool.withTxid(txid);
  if (entry === undefined) throw new WalletError('transaction-unknown', txid);
  const waiting = [...withAncestors([entry])];
  const parents = {
    fees: waiting.reduce((sum, { fee }) => sum + fee, 0),
    sizeVbytes: waiting.reduce((sum, { sizeVbytes }) => sum + sizeVbytes, 0),
  };
  const outputs = ledger.coinsOf(txid);
  const coins = ledger.spendableCoins();
  const plan = planChild({ parents, outputs, ticksPerKvb, coins }, surroundingsOf(desk));
  return { plan, originalFee: entry.fee, parents };
}

/** `auxiliaryRandom` as for `signPlan`. */
export function signed(plan: PaymentPlan, account: AccountKey, auxiliaryRandom: Uint8Array) {
  const transaction: Transaction = signPlan(plan, account, auxiliaryRandom);
  return { transaction, txid: idOf(transaction) };
}

function surroundingsOf({ ledger, random }: Desk): Surroundings {
  const { keys, tip } = ledger;
  return { changeScript: keys.scriptAt(keys.nextChange()), tipHeight: tip.height, random };
}

/** With what others have built on it, which only the mempool knows the fees of. */
function replaceable({ ledger, mempool }: Desk, txid: Hash): Replaceable {
  const original = findReplaceable(ledger.entries, txid);
  const entry = mempool.withTxid(txid);
  if (entry === undefined) return original;
  const leaving = [...withDescendants([entry])];
  const rates = leaving.map(({ fee, sizeVbytes }) => Math.ceil((1_000 * fee) / sizeVbytes));
  const evicted = {
    fees: leaving.reduce((sum, { fee }) => sum + fee, 0),
    ticksPerKvb: Math.max(...rates),
    txids: new Set(leaving.map((other) => other.txid)),
  };
  return { ...original, evicted };
}

function feeOf({ coins, transaction }: Replaceable): number {
  const sum = (items: readonly { readonly value: number }[]) =>
    items.reduce((whole, { value }) => whole + value, 0);
  return sum(coins) - sum(transaction.outputs);
}

/** The one output that pays somebody, where there is no other and no change. */
function onlyPaid({ changeVouts, transaction }: Replaceable): number | undefined {
  if (changeVouts.size > 0) return undefined;
  const paid = transaction.outputs.flatMap(({ value }, vout) => (value > 0 ? [vout] : []));
  return paid.length === 1 ? paid[0] : undefined;
}
