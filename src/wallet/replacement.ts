/**
 * A payment that waits too long, pushed or taken back: replaced by one that pays more (bump), by
 * one that pays its coins back to us (cancel), or carried by a child that pays for both.
 *
 * A replacement must pay for what it pushes out and for its own relay, and better than that was
 * paid for (PROTOCOL 7); what is asked for is raised to that, and the plan shows it.
 */

import { outpointKey, transactionWeight } from '../consensus/encoding.ts';
import type { Hash, Transaction, TransactionOutput } from '../consensus/types.ts';
import { coinGroups } from './builder.ts';
import { total } from './coin-selection.ts';
import { type PaymentPlan, planDraft, type Surroundings, type WalletCoin } from './draft.ts';
import { type Entries, type Entry, isPending } from './entries.ts';
import { checkFeerate, feeFor, RELAY_TICKS_PER_KVB, sizeVbytes } from './fees.ts';
import { CHANGE } from './keys.ts';
import { WalletError } from './wallet-error.ts';

/** One of our payments that still waits, as the ledger knows it. */
export interface Replaceable {
  readonly transaction: Transaction;
  /** What it spends, in input order: all of it ours. */
  readonly coins: readonly WalletCoin[];
  /** Which of its outputs go to our change chain. */
  readonly changeVouts: ReadonlySet<number>;
  /** It and all that descends from it: the mempool knows more of them than the ledger. */
  readonly evicted: Evicted;
}

export interface Evicted {
  /** In ticks, of all together. */
  readonly fees: number;
  /** The best rate among them, ticks per 1,000 virtual bytes, rounded up. */
  readonly ticksPerKvb: number;
  readonly txids: ReadonlySet<string>;
}

/** Throws WalletError for what is unknown, no longer waits, or is not ours alone. */
export function findReplaceable(entries: Entries, txid: Hash): Replaceable {
  const entry = entries.get(txid);
  if (entry === undefined) throw new WalletError('transaction-unknown', txid);
  if (!isPending(entry) || !entries.isOwn(entry)) {
    throw new WalletError('transaction-not-replaceable', `${txid} is ${entry.state.kind}`);
  }
  const { transaction } = entry;
  const changeVouts = transaction.outputs.flatMap((_, vout) =>
    entries.output(outpointKey({ txid, vout }))?.place.chain === CHANGE ? [vout] : [],
  );
  return {
    transaction,
    coins: spentCoins(entries, transaction),
    changeVouts: new Set(changeVouts),
    evicted: evictedWith(entries, entry),
  };
}

function spentCoins(entries: Entries, { inputs }: Transaction): WalletCoin[] {
  return inputs.map(({ prevout }) => {
    const { value, scriptPubKey, place } = entries.output(outpointKey(prevout))!;
    const { state, coinbase } = entries.get(prevout.txid)!;
    const height = state.kind === 'confirmed' ? state.height : -1;
    return { outpoint: prevout, value, scriptPubKey, place, height, coinbase };
  });
}

/** Of what others built on it only the mempool knows the fees. */
function evictedWith(entries: Entries, entry: Entry): Evicted {
  const txids = new Set<string>();
  let [fees, ticksPerKvb] = [0, 0];
  const visit = (it: Entry): void => {
    if (txids.has(it.txid)) return;
    txids.add(it.txid);
    if (entries.isOwn(it)) {
      const { transaction } = it;
      const fee = total(spentCoins(entries, transaction)) - total(transaction.outputs);
      const size = sizeVbytes(transactionWeight(transaction));
      fees += fee;
      ticksPerKvb = Math.max(ticksPerKvb, Math.ceil((1_000 * fee) / size));
    }
    for (const child of entries.childrenOf(it)) if (isPending(child)) visit(child);
  };
  visit(entry);
  return { fees, ticksPerKvb, txids };
}

export interface BumpRequest {
  readonly original: Replaceable;
  readonly ticksPerKvb: number;
  /** The output that pays for the bump where there is no change, as after sending all. */
  readonly reduceVout?: number;
  /** What may be spent beside, where its change does not suffice. */
  readonly coins: readonly WalletCoin[];
}

/** The same recipients for a higher fee, out of the change and, if need be, of more coins. */
export function planBump(request: BumpRequest, surroundings: Surroundings): PaymentPlan {
  const { original, ticksPerKvb } = request;
  checkFeerate(ticksPerKvb);
  const { changeVouts, evicted, transaction } = original;
  const reduceVout = changeVouts.size === 0 ? request.reduceVout : undefined;
  const outputs = transaction.outputs.filter((_, at) => !changeVouts.has(at) && at !== reduceVout);
  // A coin that the replacement makes vanish cannot pay for it.
  const coins = request.coins.filter(({ outpoint }) => !evicted.txids.has(outpoint.txid));
  const rest = restOf(outputs.length, transaction.outputs[reduceVout ?? -1], surroundings);
  return planDraft({
    required: original.coins,
    candidates: reduceVout === undefined ? coinGroups(coins) : [],
    outputs,
    ...(rest === undefined ? {} : { rest }),
    subtractFee: false,
    ticksPerKvb,
    fee: replacementFee(evicted, ticksPerKvb),
    surroundings,
  });
}

/** The reduced output gets what remains; where nobody is paid, it comes back to us. */
function restOf(
  outputs: number,
  reduced: TransactionOutput | undefined,
  { changeScript }: Surroundings,
): Uint8Array | undefined {
  if (reduced !== undefined) return reduced.scriptPubKey;
  return outputs === 0 ? changeScript : undefined;
}

/** All its coins back to us, so that it can no longer be mined. */
export function planCancel(
  { original, ...request }: Omit<BumpRequest, 'reduceVout'>,
  surroundings: Surroundings,
): PaymentPlan {
  const everyVout = new Set(original.transaction.outputs.keys());
  return planBump({ ...request, original: { ...original, changeVouts: everyVout } }, surroundings);
}

export interface ChildRequest {
  /** The waiting transaction and those above it that wait too, as the mempool knows them. */
  readonly parents: { readonly fees: number; readonly sizeVbytes: number };
  /** Our outputs of the one that is stuck. */
  readonly outputs: readonly WalletCoin[];
  /** What both together shall pay, ticks per 1,000 virtual bytes. */
  readonly ticksPerKvb: number;
  readonly coins: readonly WalletCoin[];
}

/** Spends what the stuck one brought us, so that a miner who wants the child takes both. */
export function planChild(request: ChildRequest, surroundings: Surroundings): PaymentPlan {
  const { coins, outputs, parents, ticksPerKvb } = request;
  checkFeerate(ticksPerKvb);
  if (outputs.length === 0) {
    throw new WalletError('transaction-no-own-output', 'it pays nothing to this wallet');
  }
  const spent = new Set(outputs.map(({ outpoint }) => outpointKey(outpoint)));
  return planDraft({
    required: outputs,
    candidates: coinGroups(coins.filter(({ outpoint }) => !spent.has(outpointKey(outpoint)))),
    outputs: [],
    rest: surroundings.changeScript,
    subtractFee: false,
    ticksPerKvb,
    fee: (weight) => {
      const both = feeFor(weight + 4 * parents.sizeVbytes, ticksPerKvb) - parents.fees;
      return Math.max(both, feeFor(weight, RELAY_TICKS_PER_KVB));
    },
    surroundings,
  });
}

/** More than all that leaves paid, for more than its rate: equal is not enough. */
function replacementFee(evicted: Evicted, ticksPerKvb: number): (weight: number) => number {
  return (weight) =>
    Math.max(
      feeFor(weight, ticksPerKvb),
      evicted.fees + feeFor(weight, RELAY_TICKS_PER_KVB),
      feeFor(weight, evicted.ticksPerKvb) + 1,
    );
}
