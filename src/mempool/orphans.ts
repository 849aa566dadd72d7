/**
 * Transactions whose parents have not come yet: they wait a little, in case the parents are on
 * their way from another peer.
 *
 * Nothing is known of them but their form, so each peer has few places, and where all are taken
 * the peer that holds most of them loses its oldest: a flood drowns itself.
 */

import { txid, wtxid } from '../consensus/hash.ts';
import type { Block, Hash, Transaction } from '../consensus/types.ts';
import { ORPHAN_TIMEOUT_MS, ORPHANS_MAX, ORPHANS_PER_PEER_MAX } from '../util/limits.ts';

export interface Orphan {
  readonly transaction: Transaction;
  /** Who answers for it, should it turn out to be invalid. */
  readonly peer: string;
}

interface Waiting extends Orphan {
  readonly missing: ReadonlySet<Hash>;
  readonly expiresAt: number;
}

export class Orphans {
  /** By wtxid, oldest first. */
  private readonly waiting = new Map<Hash, Waiting>();

  get size(): number {
    return this.waiting.size;
  }

  has(wtxid: Hash): boolean {
    return this.waiting.has(wtxid);
  }

  *transactions(): Iterable<Transaction> {
    for (const { transaction } of this.waiting.values()) yield transaction;
  }

  /** `missing` is what the mempool's verdict named; `now` in ms. The first to bring it counts. */
  add(orphan: Orphan, missing: ReadonlySet<Hash>, now: number): void {
    const id = wtxid(orphan.transaction);
    if (this.waiting.has(id)) return;
    const { peer } = orphan;
    if (this.countOf(peer) >= ORPHANS_PER_PEER_MAX) this.dropOldest(peer);
    else if (this.waiting.size >= ORPHANS_MAX) this.dropOldest(this.busiest());
    this.waiting.set(id, { ...orphan, missing, expiresAt: now + ORPHAN_TIMEOUT_MS });
  }

  /** Those who waited for this parent, to be judged again; they wait here no more. */
  take(parent: Hash): Orphan[] {
    const ready = [...this.waiting].filter(([, { missing }]) => missing.has(parent));
    for (const [id] of ready) this.waiting.delete(id);
    return ready.map(([, { transaction, peer }]) => ({ transaction, peer }));
  }

  /** The same for all transactions of a block that was connected. */
  takeForBlock({ transactions }: Block): Orphan[] {
    if (this.waiting.size === 0) return [];
    return transactions.flatMap((transaction) => this.take(txid(transaction)));
  }

  expire(now: number): void {
    for (const [id, { expiresAt }] of this.waiting) if (now >= expiresAt) this.waiting.delete(id);
  }

  private countOf(peer: string): number {
    let count = 0;
    for (const orphan of this.waiting.values()) if (orphan.peer === peer) count += 1;
    return count;
  }

  private busiest(): string {
    const peers = Array.from(this.waiting.values(), ({ peer }) => peer);
    return peers.reduce((most, peer) => (this.countOf(peer) > this.countOf(most) ? peer : most));
  }

  private dropOldest(peer: string): void {
    const oldest = [...this.waiting].find(([, orphan]) => orphan.peer === peer);
    if (oldest !== undefined) this.waiting.delete(oldest[0]);
  }
}
