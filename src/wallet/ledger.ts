/**
 * The wallet's account of the chain: told of every block that comes and goes and of every
 * transaction that waits, it says at any time what is ours, what may be spent, and what became of
 * each payment.
 *
 * It is a state machine without a clock or a network, and it is never ahead: after the same blocks
 * and the same waiting transactions it says the same as a scan of the chain from its beginning. Two
 * kinds of news are asked for. Blocks come in order, `rewind` taking back any number. Transactions
 * that wait are told as the mempool takes them in and lets them go; what is told twice, or of
 * others' payments, changes nothing.
 */

import { outpointKey } from '../consensus/encoding.ts';
import { headerHash, txid as idOf } from '../consensus/hash.ts';
import type { Block, Hash, Transaction } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import { DEAD_PAYMENTS_MAX } from '../util/limits.ts';
import type { WalletCoin } from './draft.ts';
import {
  type DropReason,
  Entries,
  type Entry,
  isAlive,
  isPending,
  newEntry,
  type PaymentState,
} from './entries.ts';
import type { WatchedKeys } from './watched-keys.ts';

export interface WalletTip {
  readonly height: number;
  readonly hash: Hash;
}

export interface LedgerStart {
  readonly keys: WatchedKeys;
  /** Up to where the chain is accounted for: genesis, or the tip for keys that are new. */
  readonly tip: WalletTip;
  readonly coinbaseMaturity: number;
  /** From storage. */
  readonly entries?: readonly Entry[];
  readonly sequences?: number;
}

/** In ticks. What is reserved by our own waiting payments is in none of them. */
export interface Balances {
  /** May be spent now: mature and in a block, or our own change on its way into one. */
  readonly spendable: number;
  /** Mined by us, and not deep enough to be spent. */
  readonly immature: number;
  /** Sent by others and not in a block yet. */
  readonly pending: number;
}

export class Ledger {
  readonly keys: WatchedKeys;
  readonly entries: Entries;
  private readonly coinbaseMaturity: number;
  private readonly changed = new Set<number>();
  /** In the order in which they died. */
  private readonly dead = new Set<Hash>();
  private currentTip: WalletTip;
  private nextSequence: number;

  constructor({ keys, tip, coinbaseMaturity, entries = [], sequences = 0 }: LedgerStart) {
    this.keys = keys;
    this.entries = new Entries(keys);
    this.currentTip = tip;
    this.coinbaseMaturity = coinbaseMaturity;
    this.nextSequence = sequences;
    this.entries.load(entries);
    for (const entry of entries) if (!isAlive(entry)) this.dead.add(entry.txid);
  }

  get tip(): WalletTip {
    return this.currentTip;
  }

  /** Sequences given out so far; some may have been forgotten. */
  get sequences(): number {
    return this.nextSequence;
  }

  /** The next block of the active chain. */
  blockConnected(block: Block, height: number): void {
    assert(height === this.currentTip.height + 1, 'blocks come one after the other');
    assert(block.header.previousHash === this.currentTip.hash, 'on the block that came before');
    const hash = headerHash(block.header);
    const state = { kind: 'confirmed', height, blockHash: hash, time: block.header.time } as const;
    let watched: number;
    // A key found in the last transaction may bring the first one's into the window.
    do {
      watched = this.keys.count;
      for (const transaction of block.transactions) this.confirm(transaction, state);
    } while (this.keys.count > watched);
    this.currentTip = { height, hash };
  }

  blockDisconnected(block: Block, height: number): void {
    assert(height === this.currentTip.height, 'the tip goes first');
    this.rewind({ height: height - 1, hash: block.header.previousHash });
  }

  /**
   * Back to an earlier block of the same branch. What was in later ones waits again, but for what
   * those blocks themselves brought into the world.
   */
  rewind(tip: WalletTip): void {
    assert(tip.height <= this.currentTip.height, 'an earlier block');
    this.currentTip = tip;
    const undone = [...this.entries.values()].filter(
      ({ state }) => state.kind === 'confirmed' && state.height > tip.height,
    );
    if (undone.length === 0) return;
    for (const entry of undone) this.set(entry, { kind: 'pending' });
    for (const { txid, coinbase, state } of undone) {
      if (!coinbase || state.kind !== 'confirmed') continue;
      const { height, blockHash } = state;
      this.bury(this.entries.get(txid)!, { kind: 'orphaned', height, blockHash });
    }
    this.markConfirmedKeys();
  }

  /** The mempool took it in. `seenAt` is in ms since 1970. */
  transactionSeen(transaction: Transaction, seenAt: number): void {
    const rivals = this.entries.rivalsOf(transaction);
    if (rivals.some(({ state }) => state.kind === 'confirmed')) return;
    for (const rival of rivals) this.replace(rival, idOf(transaction));
    const known = this.entries.get(idOf(transaction));
    if (known !== undefined && isAlive(known)) return;
    if (known !== undefined) this.set(known, { kind: 'pending' });
    else this.record(transaction, { seenAt, state: { kind: 'pending' } });
  }

  /** It left the mempool without getting into a block. */
  transactionDropped(txid: Hash, reason: DropReason): void {
    const entry = this.entries.get(txid);
    if (entry === undefined || !isPending(entry)) return;
    const heir = this.entries.rivalsOf(entry.transaction).find(isAlive);
    if (heir === undefined) this.bury(entry, { kind: 'dropped', reason });
    else this.bury(entry, { kind: 'replaced', by: heir.txid });
  }

  /**
   * Forgets what the blocks said, to be told of all of them again from `tip` on. A key far out may
   * have been paid before those that bring it into the window: the blocks are gone through again
   * until `keys.count` is the same before and after.
   */
  beginRescan(tip: WalletTip): void {
    const confirmed = [...this.entries.values()].filter(({ state }) => state.kind === 'confirmed');
    for (const entry of confirmed) this.forget(entry);
    this.keys.forgetConfirmed();
    this.currentTip = tip;
  }

  /** Coins that a payment may take now: none that waits with its sender, none immature. */
  spendableCoins(): WalletCoin[] {
    return [...this.entries.unspent()].filter((coin) => this.isSpendable(coin));
  }

  /** Our unspent outputs of one transaction, spendable or not. */
  coinsOf(txid: Hash): WalletCoin[] {
    const outputs = this.entries.get(txid)?.transaction.outputs ?? [];
    return outputs.flatMap((_, vout) => this.entries.coin(outpointKey({ txid, vout })) ?? []);
  }

  balances(): Balances {
    let [spendable, immature, pending] = [0, 0, 0];
    for (const coin of this.entries.unspent()) {
      if (this.isSpendable(coin)) spendable += coin.value;
      else if (coin.height < 0) pending += coin.value;
      else immature += coin.value;
    }
    return { spendable, immature, pending };
  }

  /** Sequences whose entries changed since this was last asked for. */
  takeChanged(): ReadonlySet<number> {
    const changed = new Set(this.changed);
    this.changed.clear();
    return changed;
  }

  private isSpendable({ height, coinbase, outpoint }: WalletCoin): boolean {
    if (height < 0) return this.entries.isTrusted(this.entries.get(outpoint.txid)!);
    return !coinbase || this.currentTip.height + 1 - height >= this.coinbaseMaturity;
  }

  private confirm(transaction: Transaction, state: PaymentState & { kind: 'confirmed' }): void {
    for (const rival of this.entries.rivalsOf(transaction)) this.replace(rival, idOf(transaction));
    const known = this.entries.get(idOf(transaction));
    if (known === undefined) this.record(transaction, { seenAt: 1_000 * state.time, state });
    else this.set(known, state);
    this.markConfirmed(transaction);
  }

  private record(transaction: Transaction, seen: Pick<Entry, 'seenAt' | 'state'>): void {
    if (!this.entries.concerns(transaction)) return;
    const entry = newEntry(transaction, this.nextSequence, seen);
    this.nextSequence += 1;
    this.changed.add(entry.sequence);
    this.entries.put(entry);
  }

  /** The coins are another's now. What is in a block stays: then it is the other that is not. */
  private replace(rival: Entry, by: Hash): void {
    const { kind } = rival.state;
    if (kind === 'pending' || kind === 'dropped') this.bury(rival, { kind: 'replaced', by });
  }

  /** With all that waits on it, or did until it was dropped: now there is more to say of it. */
  private bury(entry: Entry, state: PaymentState): void {
    this.set(entry, state);
    for (const child of this.entries.childrenOf(entry)) {
      const { kind } = child.state;
      if (kind === 'pending' || (kind === 'dropped' && state.kind !== kind))
        this.bury(child, state);
    }
    this.forgetOldest();
  }

  private forgetOldest(): void {
    for (const txid of this.dead) {
      if (this.dead.size <= DEAD_PAYMENTS_MAX) return;
      this.forget(this.entries.get(txid)!);
    }
  }

  private set(entry: Entry, state: PaymentState): void {
    const next = { ...entry, state };
    this.changed.add(entry.sequence);
    this.dead.delete(entry.txid);
    if (!isAlive(next)) this.dead.add(entry.txid);
    this.entries.put(next);
  }

  private forget(entry: Entry): void {
    this.changed.add(entry.sequence);
    this.dead.delete(entry.txid);
    this.entries.forget(entry);
  }

  private markConfirmedKeys(): void {
    this.keys.forgetConfirmed();
    for (const { state, transaction } of this.entries.values()) {
      if (state.kind === 'confirmed') this.markConfirmed(transaction);
    }
  }

  private markConfirmed({ outputs }: Transaction): void {
    for (const { scriptPubKey } of outputs) {
      const place = this.keys.find(scriptPubKey);
      if (place !== undefined) this.keys.markConfirmed(place);
    }
  }
}
