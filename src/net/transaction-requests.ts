/**
 * Which peer is asked for which transaction: one at a time for each, the next one if it takes too
 * long or has it no more.
 *
 * A peer that announces what it never delivers gains four seconds for each name, and holds places
 * of its own only. Names are wtxids, and txids where a parent is looked for.
 */

import type { Hash } from '../consensus/types.ts';
import {
  ANNOUNCED_PER_PEER_MAX,
  TRANSACTION_REQUEST_TIMEOUT_MS,
  TRANSACTION_REQUESTS_MAX,
} from '../util/limits.ts';
import type { LinkId } from './link.ts';
import type { InventoryItem } from './messages.ts';
import type { Peer } from './peer.ts';

interface Request {
  readonly peer: Peer;
  /** In ms. */
  readonly askedAt: number;
}

/** What use there is in asking: 'later' where it is here and not judged for good. */
export type Need = 'now' | 'later' | 'never';

export class TransactionRequests {
  private readonly peers: ReadonlyMap<LinkId, Peer>;
  /** Oldest first. */
  private readonly underWay = new Map<Hash, Request>();

  constructor(peers: ReadonlyMap<LinkId, Peer>) {
    this.peers = peers;
  }

  /** A peer has it; past its limit that is forgotten. */
  announced({ transactions }: Peer, { hash, type }: InventoryItem): void {
    const { announced, asked } = transactions;
    if (asked.has(hash) || announced.size + asked.size >= ANNOUNCED_PER_PEER_MAX) return;
    announced.set(hash, type);
  }

  /** What a peer is to be asked for now, noted as asked. */
  take(peer: Peer, need: (item: InventoryItem) => Need, now: number): InventoryItem[] {
    const { announced } = peer.transactions;
    const items: InventoryItem[] = [];
    for (const [hash, type] of announced) {
      if (!hasPlace(peer)) break;
      if (this.underWay.has(hash)) continue;
      const item = { hash, type };
      const use = need(item);
      if (use !== 'later') announced.delete(hash);
      if (use === 'now') items.push(this.begin(peer, item, now));
    }
    return items;
  }

  /** Whether a transaction of these names was asked from this peer; its place is free again. */
  arrived(peer: Peer, names: readonly Hash[]): boolean {
    const { asked, overdue } = peer.transactions;
    if (names.filter((name) => asked.delete(name)).length > 0) return true;
    return names.filter((name) => overdue.delete(name)).length > 0 && hasPlace(peer);
  }

  /** It has it no more. */
  notFound(peer: Peer, hash: Hash): void {
    const { asked, overdue } = peer.transactions;
    overdue.delete(hash);
    if (asked.delete(hash)) this.release(hash);
  }

  /** Others who announced it may be asked. */
  release(hash: Hash): void {
    this.underWay.delete(hash);
  }

  /** Nobody needs to be asked for it any more. */
  settle(hash: Hash): void {
    this.underWay.delete(hash);
    for (const { transactions } of this.peers.values()) transactions.announced.delete(hash);
  }

  /** Gives up waiting for what is overdue. */
  expire(now: number): void {
    for (const [hash, { peer, askedAt }] of this.underWay) {
      if (now - askedAt < TRANSACTION_REQUEST_TIMEOUT_MS) return;
      this.release(hash);
      if (peer.transactions.asked.delete(hash)) noteOverdue(peer, hash);
    }
  }

  /** After a sleep, or when the clock was set, every answer gets its full time again. */
  forgive(now: number): void {
    for (const [hash, { peer }] of this.underWay) this.underWay.set(hash, { peer, askedAt: now });
  }

  peerLost(lost: Peer): void {
    for (const [hash, { peer }] of this.underWay) if (peer === lost) this.release(hash);
  }

  private begin(peer: Peer, item: InventoryItem, now: number): InventoryItem {
    peer.transactions.asked.add(item.hash);
    this.underWay.set(item.hash, { peer, askedAt: now });
    return item;
  }
}

/** What it brought and was not judged counts too: so its queue is no longer than its questions. */
function hasPlace({ transactions: { asked, waiting } }: Peer): boolean {
  return asked.size + waiting.length < TRANSACTION_REQUESTS_MAX;
}

function noteOverdue({ transactions: { overdue } }: Peer, hash: Hash): void {
  overdue.add(hash);
  const [oldest] = overdue;
  if (overdue.size > TRANSACTION_REQUESTS_MAX) overdue.delete(oldest!);
}
