/**
 * Telling peers of transactions: by wtxid (BIP339), gathered for a random while of half a second on
 * average, for each peer its own.
 *
 * The times of a Poisson process tell an onlooker with links to many tabs little about where a
 * transaction began, and one message carries many names. Best first: a flood of the cheapest
 * transactions cannot hold up others, and parents come before their children (clusters.ts).
 */

import type { Hash } from '../consensus/types.ts';
import type { Mempool } from '../mempool/mempool.ts';
import { INVENTORY_MAX } from '../util/limits.ts';
import type { Random } from '../util/random.ts';
import { refill } from './bucket.ts';
import { InventoryType } from './messages.ts';
import type { Peer } from './peer.ts';
import { noteKnown, TELLING_RATE } from './peer-transactions.ts';
import { hasRoom } from './serve.ts';
import type { Voice } from './voice.ts';

const MEAN_DELAY_MS = 500;

export class Trickle {
  private readonly mempool: Pick<Mempool, 'chunks' | 'get'>;
  private readonly voice: Voice;
  private readonly random: Random;

  constructor(mempool: Pick<Mempool, 'chunks' | 'get'>, voice: Voice, random: Random) {
    this.mempool = mempool;
    this.voice = voice;
    this.random = random;
  }

  /** A peer is to be told of one that waits here, unless it has it. */
  add({ transactions }: Peer, wtxid: Hash, now: number): void {
    if (transactions.known.has(wtxid)) return;
    transactions.untold.add(wtxid);
    // The process has no memory, so it may begin with the first that there is to tell.
    if (transactions.tellAt === Infinity) transactions.tellAt = now + this.delay();
  }

  /** Tells a peer whose time has come. */
  tell(peer: Peer, now: number): void {
    const { transactions } = peer;
    if (now < transactions.tellAt) return;
    this.forgetGone(transactions.untold);
    refill(transactions.telling, TELLING_RATE, now);
    if (hasRoom(peer)) this.tellBest(peer);
    this.restart(peer, now);
  }

  /** Draws the next time anew, also after the clock was set. */
  restart({ transactions }: Peer, now: number): void {
    transactions.tellAt = transactions.untold.size > 0 ? now + this.delay() : Infinity;
  }

  private tellBest(peer: Peer): void {
    const { untold, telling } = peer.transactions;
    const chosen = this.choose(untold, Math.min(INVENTORY_MAX, Math.floor(telling.tokens)));
    if (chosen.length === 0) return;
    telling.tokens -= chosen.length;
    for (const hash of chosen) noteKnown(peer.transactions, hash);
    const items = chosen.map((hash) => ({ type: InventoryType.wtx, hash }));
    this.voice.tell(peer, { name: 'inv', items });
  }

  private choose(untold: ReadonlySet<Hash>, max: number): Hash[] {
    const count = Math.min(untold.size, max);
    const chosen: Hash[] = [];
    for (const { entries } of this.mempool.chunks) {
      for (const { wtxid } of entries) {
        if (chosen.length === count) return chosen;
        if (untold.has(wtxid)) chosen.push(wtxid);
      }
    }
    return chosen;
  }

  /** What left the mempool is told to nobody; so what is untold is no more than what waits. */
  private forgetGone(untold: Set<Hash>): void {
    for (const hash of untold) if (this.mempool.get(hash) === undefined) untold.delete(hash);
  }

  /** Exponential, in ms. */
  private delay(): number {
    return -Math.log(1 - this.random.unit()) * MEAN_DELAY_MS;
  }
}
