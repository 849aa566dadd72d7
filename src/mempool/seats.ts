/**
 * Who waits, kept in step: the entries with their links, and their order in chunks. When more wait
 * than there is room for, the least wanted leave, and the fee floor rises above them.
 */

import type { Chain } from '../chain/chain.ts';
import { MEMPOOL_MAX_TRANSACTIONS, MEMPOOL_MAX_VBYTES } from '../util/limits.ts';
import { Clusters } from './clusters.ts';
import { Entries, type Entry, type NewEntry } from './entries.ts';
import { FeeFloor } from './fee-floor.ts';
import type { Removal, RemovalReason } from './verdict.ts';

/** How much may wait. */
export interface MempoolRoom {
  readonly maxTransactions: number;
  readonly maxVbytes: number;
}

export const DEFAULT_ROOM: MempoolRoom = {
  maxTransactions: MEMPOOL_MAX_TRANSACTIONS,
  maxVbytes: MEMPOOL_MAX_VBYTES,
};

export class Seats {
  readonly chain: Chain;
  readonly room: MempoolRoom;
  readonly entries = new Entries();
  readonly clusters = new Clusters();
  readonly floor = new FeeFloor();
  private changeCount = 0;

  constructor(chain: Chain, room: MempoolRoom) {
    this.chain = chain;
    this.room = room;
  }

  /** Grows whenever one enters or leaves. */
  get changes(): number {
    return this.changeCount;
  }

  /** One that was judged good; there may be too many until the next `trim`. */
  enter(made: NewEntry): void {
    this.clusters.add(this.entries.add(made));
    this.changeCount += 1;
  }

  /** Whoever stays must not spend of those who leave, unless these are in the chain now. */
  remove(entries: ReadonlySet<Entry>, reason: RemovalReason): Removal[] {
    if (entries.size === 0) return [];
    for (const entry of entries) this.entries.remove(entry);
    this.clusters.remove(entries);
    this.changeCount += 1;
    return Array.from(entries, (entry) => ({ entry, reason }));
  }

  /** Lets the least wanted go while there are too many; `now` in ms. */
  trim(now: number): Removal[] {
    const { maxTransactions, maxVbytes } = this.room;
    const removed: Removal[] = [];
    while (this.entries.size > maxTransactions || this.entries.sizeVbytes > maxVbytes) {
      const worst = this.clusters.worst!;
      this.floor.raise(worst, now);
      removed.push(...this.remove(new Set(worst.entries), 'evicted'));
    }
    return removed;
  }
}
