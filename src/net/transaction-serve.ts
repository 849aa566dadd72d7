/**
 * Sending transactions to those who ask. They leave on the bulk lane and only into a link that
 * drains, so neither a fresh block nor our memory pays for a peer that asks for much.
 */

import type { Transaction } from '../consensus/types.ts';
import { wtxid } from '../consensus/hash.ts';
import type { Mempool } from '../mempool/mempool.ts';
import { TRANSACTIONS_WANTED_MAX } from '../util/limits.ts';
import { type InventoryItem, InventoryType } from './messages.ts';
import type { Peer } from './peer.ts';
import { noteKnown } from './peer-transactions.ts';
import { hasRoom } from './serve.ts';
import type { Voice } from './voice.ts';

export class TransactionServe {
  private readonly mempool: Pick<Mempool, 'get' | 'withTxid'>;
  private readonly voice: Voice;

  constructor(mempool: Pick<Mempool, 'get' | 'withTxid'>, voice: Voice) {
    this.mempool = mempool;
    this.voice = voice;
  }

  /** What there is no place for counts as not found: it may be asked for again. */
  want(peer: Peer, items: readonly InventoryItem[]): void {
    const { wanted } = peer.transactions;
    const places = TRANSACTIONS_WANTED_MAX - wanted.length;
    wanted.push(...items.slice(0, places));
    this.sendNotFound(peer, items.slice(places));
    this.pump(peer);
  }

  /** Sends what fits into the link. */
  pump(peer: Peer): void {
    const { wanted } = peer.transactions;
    const missing: InventoryItem[] = [];
    while (wanted.length > 0 && hasRoom(peer)) {
      const item = wanted.shift()!;
      const transaction = this.find(item);
      if (transaction === undefined) missing.push(item);
      else this.send(peer, transaction);
    }
    this.sendNotFound(peer, missing);
  }

  private send(peer: Peer, transaction: Transaction): void {
    noteKnown(peer.transactions, wtxid(transaction));
    this.voice.tell(peer, { name: 'tx', transaction }, 'bulk');
  }

  private find({ type, hash }: InventoryItem): Transaction | undefined {
    const { mempool } = this;
    const entry = type === InventoryType.wtx ? mempool.get(hash) : mempool.withTxid(hash);
    return entry?.transaction;
  }

  private sendNotFound(peer: Peer, items: readonly InventoryItem[]): void {
    if (items.length > 0) this.voice.tell(peer, { name: 'notfound', items });
  }
}
