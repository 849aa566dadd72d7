/** What we keep about one link's loose transactions, in both directions; it ends with the link. */

import type { Hash, Transaction } from '../consensus/types.ts';
import {
  ANNOUNCED_PER_SECOND_MAX,
  INVENTORY_MAX,
  KNOWN_TRANSACTIONS_MAX,
  UNPROVEN_SIGNATURES_PER_SECOND_MAX,
} from '../util/limits.ts';
import { RecentSet } from '../util/recent-set.ts';
import { type Bucket, fullBucket } from './bucket.ts';
import type { InventoryItem } from './messages.ts';

export interface PeerTransactions {
  /** Wtxids that it has, as far as it or we have said so. */
  readonly known: RecentSet<Hash>;
  /** Wtxids that it is to be told of. */
  readonly untold: Set<Hash>;
  /** When it is told next, in ms; Infinity while there is nothing to tell. */
  tellAt: number;
  readonly telling: Bucket;
  /** What it has and was not asked for, oldest first: names, and by what type of inventory. */
  readonly announced: Map<Hash, number>;
  /** What it was asked for and may still take its time for. */
  readonly asked: Set<Hash>;
  /** Asked for so long ago that others are asked too; an answer is welcome still. */
  readonly overdue: Set<Hash>;
  /** What it brought and was not judged yet, oldest first. */
  readonly waiting: Transaction[];
  waitingBytes: number;
  readonly signatures: Bucket;
  /** What it asked for and was not sent yet, oldest first. */
  readonly wanted: InventoryItem[];
}

export const TELLING_RATE = { perSecond: ANNOUNCED_PER_SECOND_MAX, max: INVENTORY_MAX } as const;
export const SIGNATURE_RATE = {
  perSecond: UNPROVEN_SIGNATURES_PER_SECOND_MAX,
  max: UNPROVEN_SIGNATURES_PER_SECOND_MAX,
} as const;

export function createPeerTransactions(now: number): PeerTransactions {
  return {
    known: new RecentSet(KNOWN_TRANSACTIONS_MAX),
    untold: new Set(),
    tellAt: Infinity,
    telling: fullBucket(TELLING_RATE, now),
    announced: new Map(),
    asked: new Set(),
    overdue: new Set(),
    waiting: [],
    waitingBytes: 0,
    signatures: fullBucket(SIGNATURE_RATE, now),
    wanted: [],
  };
}

/** It has this one: it told of it, brought it, was told of it or was sent it. */
export function noteKnown({ known, untold }: PeerTransactions, wtxid: Hash): void {
  known.add(wtxid);
  untold.delete(wtxid);
}
