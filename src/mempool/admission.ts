/**
 * Whether a transaction may wait here: everything but its signatures, cheap before dear, and
 * nothing is changed by asking.
 *
 * Size, form, dust, locktime; coins that exist, are mature and worth the outputs; fees; whose place
 * it takes; who it would be tied to. Most of a flood ends at the fee, for the price of two hashes.
 */

import type { Chain } from '../chain/chain.ts';
import { checkTransaction, isCoinbase } from '../consensus/check-transaction.ts';
import { checkInputs, isMature } from '../consensus/connect.ts';
import { isFinal } from '../consensus/context.ts';
import { outpointKey, transactionWeight } from '../consensus/encoding.ts';
import { txid, wtxid } from '../consensus/hash.ts';
import { RuleError } from '../consensus/rule-error.ts';
import { isPayToTaproot } from '../consensus/signature.ts';
import type { Coin, Hash, OutPoint, Transaction } from '../consensus/types.ts';
import { CLUSTER_MAX_TRANSACTIONS, CLUSTER_MAX_VBYTES } from '../util/limits.ts';
import type { Clusters } from './clusters.ts';
import { connected, type Entries, type Entry, type NewEntry } from './entries.ts';
import type { Feerate } from './feerate.ts';
import { checkDust, checkFee, checkWeight, refusal, virtualSize } from './policy.ts';
import { findReplaced } from './replacement.ts';

/** What a newcomer is judged by. */
export interface Pool {
  readonly chain: Chain;
  readonly entries: Entries;
  readonly clusters: Clusters;
}

export interface Candidate {
  readonly entry: NewEntry;
  /** What it spends, in input order. */
  readonly coins: readonly Coin[];
  /** Who must leave if it enters. */
  readonly replaced: ReadonlySet<Entry>;
}

/** Fee floor and time (ms) of the judgement. */
export interface Moment {
  readonly floor: Feerate;
  readonly time: number;
}

/** Parents that are not known, by txid. */
export interface Missing {
  readonly missing: ReadonlySet<Hash>;
}

/** What can be said without chain and mempool. Throws RuleError. */
export function checkAlone(transaction: Transaction): void {
  checkWeight(transaction);
  if (isCoinbase(transaction)) throw new RuleError('coinbase', 'invalid', 'outside of a block');
  checkTransaction(transaction);
}

/** Of one that passed `checkAlone`. Throws RuleError. */
export function admit(pool: Pool, transaction: Transaction, moment: Moment): Candidate | Missing {
  checkNew(pool.entries, transaction);
  checkDust(transaction);
  checkFinal(pool.chain, transaction);
  const coins = findCoins(pool, transaction);
  if (!Array.isArray(coins)) return { missing: coins };
  const entry = makeEntry(pool, transaction, { coins, time: moment.time });
  checkFee(entry, moment.floor);
  const parents = findParents(pool.entries, transaction);
  const replaced = findReplaced(pool, entry, parents);
  checkCluster(entry, parents, replaced);
  return { entry, coins, replaced };
}

/** Whether one that waited through a reorganisation could still stand in the next block. */
export function isStillSound(pool: Pool, { transaction }: Entry): boolean {
  const { chain } = pool;
  if (!isFinal(transaction, chain.height + 1, medianTimePast(chain))) return false;
  return transaction.inputs.every(({ prevout }) => {
    const coin = coinOf(pool, prevout);
    return coin !== undefined && isMature(coin, spendContext(chain));
  });
}

/** The coin that an outpoint names, in the chain or of one who waits. */
export function coinOf({ chain, entries }: Pool, prevout: OutPoint): Coin | undefined {
  const output = entries.withTxid(prevout.txid)?.transaction.outputs[prevout.vout];
  if (output === undefined) return chain.coins.get(outpointKey(prevout));
  if (!isPayToTaproot(output.scriptPubKey)) return undefined;
  return { ...output, height: chain.height + 1, coinbase: false };
}

/**
 * Another witness for the same spend is no news: whoever holds the keys could send endless ones.
 */
function checkNew(entries: Entries, transaction: Transaction): void {
  const known = entries.withTxid(txid(transaction));
  if (known === undefined) return;
  if (known.wtxid === wtxid(transaction)) {
    throw refusal('txn-already-in-mempool', 'it waits here');
  }
  throw refusal('txn-same-nonwitness-data-in-mempool', `as ${known.wtxid}`);
}

function checkFinal(chain: Chain, transaction: Transaction): void {
  if (isFinal(transaction, chain.height + 1, medianTimePast(chain))) return;
  throw new RuleError('non-final', 'early', `its locktime ${transaction.locktime} is not over`);
}

/** The coins in input order, or the txids of parents that are unknown. */
function findCoins(pool: Pool, transaction: Transaction): Coin[] | ReadonlySet<Hash> {
  const coins: Coin[] = [];
  const missing = new Set<Hash>();
  for (const { prevout } of transaction.inputs) {
    const coin = coinOf(pool, prevout);
    if (coin !== undefined) coins.push(coin);
    else if (pool.entries.withTxid(prevout.txid) === undefined) missing.add(prevout.txid);
    else throw noSuchOutput(prevout);
  }
  if (missing.size === 0) return coins;
  if (isConfirmed(pool.chain, transaction)) throw refusal('txn-already-known', 'it is in a block');
  return missing;
}

/** The parent is here and has no such coin, so no chain ever will. */
function noSuchOutput(prevout: OutPoint): RuleError {
  const detail = `no coin ${outpointKey(prevout)}`;
  return new RuleError('bad-txns-inputs-missingorspent', 'invalid', detail);
}

/** As far as can be told without an index of all transactions: one of its coins is unspent. */
function isConfirmed({ coins }: Chain, transaction: Transaction): boolean {
  const id = txid(transaction);
  return transaction.outputs.some((_, vout) => coins.get(outpointKey({ txid: id, vout })));
}

function makeEntry(
  { chain }: Pool,
  transaction: Transaction,
  { coins, time }: { readonly coins: readonly Coin[]; readonly time: number },
): NewEntry {
  const context = spendContext(chain);
  // Premature for us alone, perhaps: a peer may be a block ahead.
  if (!coins.every((coin) => isMature(coin, context))) {
    throw new RuleError(
      'bad-txns-premature-spend-of-coinbase',
      'early',
      'a coinbase that may still be taken away',
    );
  }
  const weight = transactionWeight(transaction);
  return {
    transaction,
    txid: txid(transaction),
    wtxid: wtxid(transaction),
    fee: checkInputs(transaction, coins, context),
    weight,
    sizeVbytes: virtualSize(weight),
    time,
    height: chain.height,
  };
}

function findParents(entries: Entries, { inputs }: Transaction): Set<Entry> {
  const parents = new Set<Entry>();
  for (const { prevout } of inputs) {
    const parent = entries.withTxid(prevout.txid);
    if (parent !== undefined) parents.add(parent);
  }
  return parents;
}

/** Whoever has too many parents already is not worth the walk to all that these are tied to. */
function checkCluster(
  entry: NewEntry,
  parents: ReadonlySet<Entry>,
  replaced: ReadonlySet<Entry>,
): void {
  const isFew = parents.size < CLUSTER_MAX_TRANSACTIONS;
  const others = isFew ? connected(parents, replaced) : parents;
  let sizeVbytes = entry.sizeVbytes;
  for (const other of others) sizeVbytes += other.sizeVbytes;
  if (others.size < CLUSTER_MAX_TRANSACTIONS && sizeVbytes <= CLUSTER_MAX_VBYTES) return;
  const detail = `${others.size + 1} transactions of ${sizeVbytes} vB tied together`;
  throw refusal('too-large-cluster', detail);
}

function spendContext({ height, params }: Chain) {
  return { height: height + 1, coinbaseMaturity: params.coinbaseMaturity };
}

function medianTimePast({ index, tip }: Chain): number {
  return index.medianTimePast(tip);
}
