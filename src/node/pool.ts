/**
 * The mempool's place in the node: it follows the chain, it is written down for the next start, and
 * what the next block takes is chosen from it.
 *
 * A start puts back what was written down a few at a time, since their signatures have to be
 * verified again. The choice for the next block is renewed at once on a new tip, otherwise at most
 * every two seconds and only where it earns 1 % more: each renewal costs the miners a fresh start.
 */

import type { Chain } from '../chain/chain.ts';
import type { Handle } from '../chain/block-index.ts';
import { decodeTransaction, encodeTransaction } from '../consensus/encoding.ts';
import { txid, wtxid } from '../consensus/hash.ts';
import type { Block, Hash, Transaction } from '../consensus/types.ts';
import type { NewEntry } from '../mempool/entries.ts';
import { Mempool } from '../mempool/mempool.ts';
import { type Selection, selectTransactions } from '../mempool/template.ts';
import type { Removal, Verdict } from '../mempool/verdict.ts';
import { CodecError, Reader, Writer } from '../util/codec.ts';
import { CLUSTER_MAX_TRANSACTIONS } from '../util/limits.ts';
import type { MempoolView } from './api.ts';
import type { StoreKey, StoreValue, StoreWrite } from './ports.ts';

export type StoredTransactions = ReadonlyArray<readonly [StoreKey, StoreValue]>;

export interface PoolWays {
  /** One more waits; `isOwn` where it did not come from a peer. */
  readonly added: (entry: NewEntry, isOwn: boolean) => void;
  readonly removed: (removals: readonly Removal[]) => void;
}

interface Waiting {
  readonly transaction: Transaction;
  readonly timeMs: number;
  readonly tries: number;
}

/** What a header, a count and a coinbase take of a block's weight, with room to spare. */
const COINBASE_WEIGHT = 4_000;
const SELECT_INTERVAL_MS = 2_000;
/** Beyond it a choice is worth a fresh start of the search. */
const GAIN_MIN = 1.01;
/** About 20 ms of signatures by the slower verifier. */
const RESTORE_SLICE = 20;

export class Pool {
  readonly mempool: Mempool;
  private readonly chain: Chain;
  private readonly ways: PoolWays;
  private readonly unwritten = new Map<Hash, StoreWrite>();
  private readonly stored: Waiting[];
  private selected: Selection = { transactions: [], fees: 0, weight: 0 };
  private selectedAt = 0;
  private selectedTip: Handle | undefined;
  private selectedChanges = -1;

  constructor(chain: Chain, stored: StoredTransactions, ways: PoolWays) {
    this.chain = chain;
    this.mempool = new Mempool(chain);
    this.ways = ways;
    this.stored = this.readStored(stored);
  }

  /** Some that were written down are still to be put back. */
  get isRestoring(): boolean {
    return this.stored.length > 0;
  }

  get view(): MempoolView {
    const { size, sizeVbytes, fees } = this.mempool;
    return { transactions: size, sizeVbytes, fees };
  }

  /** Judges a transaction, and lets it in where all is well. */
  accept(transaction: Transaction, now: number, isOwn: boolean): Verdict {
    const verdict = this.mempool.accept(transaction, now);
    this.note(verdict, now, isOwn);
    return verdict;
  }

  /** The chain has moved; `disconnected` is newest first. */
  moved(connected: readonly Handle[], disconnected: readonly Handle[], now: number): void {
    const blocks = (handles: readonly Handle[]): Block[] =>
      handles.flatMap((handle) => this.chain.bodies.get(handle)?.block ?? []);
    const before = this.mempool.changes;
    const removals = this.mempool.moved(
      { disconnected: blocks(disconnected), connected: blocks(connected) },
      now,
    );
    this.noteRemoved(removals);
    if (disconnected.length > 0 && this.mempool.changes !== before) this.noteReturned(disconnected);
  }

  /** The coins are others than those that were looked at. */
  recheck(now: number): void {
    this.noteRemoved(this.mempool.recheck(now));
  }

  tick(now: number): void {
    this.noteRemoved(this.mempool.expire(now));
  }

  /** Puts back a few of those written down; to be called while `isRestoring`. */
  restoreSome(now: number): void {
    for (const waiting of this.stored.splice(0, RESTORE_SLICE)) {
      const verdict = this.mempool.accept(waiting.transaction, now, waiting.timeMs);
      // Parents and children of one millisecond may have changed places, all of a cluster.
      if (verdict.kind === 'orphan' && waiting.tries < CLUSTER_MAX_TRANSACTIONS) {
        this.stored.push({ ...waiting, tries: waiting.tries + 1 });
      } else if (verdict.kind === 'accepted') this.note(verdict, waiting.timeMs, true);
      else this.remove(wtxid(waiting.transaction));
    }
  }

  /**
   * What the next block should hold beside its coinbase. A fresh one, for blocks made on command,
   * has all that waits; else one that a second brought little to is kept, for miners go on with it.
   */
  selection(now: number, isFresh = false): Selection {
    const { chain, mempool } = this;
    const isOtherTip = this.selectedTip !== chain.tip;
    const isDue =
      now - this.selectedAt >= SELECT_INTERVAL_MS && mempool.changes !== this.selectedChanges;
    if (!isFresh && !isOtherTip && !isDue) return this.selected;
    const next = selectTransactions(mempool.chunks, chain.params.blockMaxWeight - COINBASE_WEIGHT);
    this.selectedAt = now;
    this.selectedTip = chain.tip;
    this.selectedChanges = mempool.changes;
    const isBetter = next.fees > this.selected.fees * GAIN_MIN;
    if (isFresh || isOtherTip || isBetter) this.selected = next;
    return this.selected;
  }

  /** What the disk does not know yet, once. */
  takeWrites(): readonly StoreWrite[] {
    const writes = [...this.unwritten.values()];
    this.unwritten.clear();
    return writes;
  }

  private note(verdict: Verdict, timeMs: number, isOwn: boolean): void {
    if (verdict.kind === 'orphan') return;
    this.noteRemoved(verdict.removed);
    if (verdict.kind !== 'accepted') return;
    this.put(verdict.entry.transaction, timeMs);
    this.ways.added(verdict.entry, isOwn);
  }

  private noteRemoved(removals: readonly Removal[]): void {
    if (removals.length === 0) return;
    for (const { entry } of removals) this.remove(entry.wtxid);
    this.ways.removed(removals);
  }

  /** Transactions of lost blocks that wait again. */
  private noteReturned(disconnected: readonly Handle[]): void {
    for (const handle of disconnected) {
      for (const transaction of this.chain.bodies.get(handle)?.block.transactions ?? []) {
        const entry = this.mempool.withTxid(txid(transaction));
        if (entry === undefined) continue;
        this.put(entry.transaction, entry.time);
        this.ways.added(entry, false);
      }
    }
  }

  private put(transaction: Transaction, timeMs: number): void {
    const key = wtxid(transaction);
    this.unwritten.set(key, { put: ['mempool', key, encodeStored(transaction, timeMs)] });
  }

  private remove(key: Hash): void {
    this.unwritten.set(key, { remove: ['mempool', key] });
  }

  /** In the order in which they came; a record that cannot be read is dropped. */
  private readStored(stored: StoredTransactions): Waiting[] {
    const waiting: Waiting[] = [];
    for (const [key, value] of stored) {
      const read = decodeStored(value);
      if (read === undefined) this.remove(key as Hash);
      else waiting.push({ ...read, tries: 1 });
    }
    return waiting.sort((left, right) => left.timeMs - right.timeMs);
  }
}

function encodeStored(transaction: Transaction, timeMs: number): Uint8Array {
  const writer = new Writer();
  writer.u64(timeMs);
  writer.bytes(encodeTransaction(transaction));
  return writer.finish();
}

function decodeStored(value: StoreValue): { transaction: Transaction; timeMs: number } | undefined {
  try {
    const reader = new Reader(value);
    const timeMs = Number(reader.u64());
    return { timeMs, transaction: decodeTransaction(reader.bytes(reader.remaining)) };
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
