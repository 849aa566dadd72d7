/**
 * One link in every detail that is kept about it: what was asked and is awaited in both directions,
 * what the peer may still cause before it has to wait or go, and whom it says it is linked to.
 */

import type { Handle } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { type Bucket, type BucketRate, refill } from '../net/bucket.ts';
import { PEERS_RATE, SIGNALS_RATE } from '../net/neighbour-rates.ts';
import type { Peer } from '../net/peer.ts';
import { SIGNATURE_RATE, TELLING_RATE } from '../net/peer-transactions.ts';
import {
  BACKLOG_MAX_BYTES,
  PINGS_PER_MINUTE_MAX,
  UNASKED_BURST_BYTES,
  UNASKED_BYTES_PER_SECOND,
  UNKNOWN_MESSAGES_PER_MINUTE_MAX,
  UPLOAD_BURST_BYTES,
  UPLOAD_BYTES_PER_SECOND,
} from '../util/limits.ts';

/** What is left of an allowance that fills with time; overdrawn below 0. */
export interface Allowance {
  readonly left: number;
  readonly max: number;
  readonly persecond: number;
}

const UNASKED_RATE: BucketRate = { perSecond: UNASKED_BYTES_PER_SECOND, max: UNASKED_BURST_BYTES };
const UPLOAD_RATE: BucketRate = { perSecond: UPLOAD_BYTES_PER_SECOND, max: UPLOAD_BURST_BYTES };
const MINUTE_MS = 60_000;

/** Times in milliseconds since 1970, 0 for never; blocks by height. */
export function describeDetails(peer: Peer, { index }: Chain, now: number) {
  const height = (handle: Handle) => index.height(handle);
  return {
    id: peer.link,
    key: peer.key,
    phase: peer.phase,
    outbound: peer.outbound,
    errand: peer.errand,
    useragent: peer.version?.userAgent ?? '',
    claimedheight: peer.version?.startHeight ?? -1,
    clockoffsetms: peer.clockOffsetMs,
    upat: peer.upAt,
    heardat: peer.heardAt,
    blockat: peer.blockAt,
    transactionat: peer.transactionAt,
    neighbours: [...peer.listed],
    /** What we asked it for. */
    asked: {
      headers: peer.headersAskedAt !== 0,
      blocks: [...peer.inFlight.keys()].map(height),
      transactions: peer.transactions.asked.size,
      overdue: peer.transactions.overdue.size,
    },
    /** What it asked us for and waits for. */
    wanted: {
      headers: peer.headersWanted !== undefined,
      blocks: [...peer.wanted, ...peer.reading.keys()].map(height),
      transactions: peer.transactions.wanted.length,
    },
    /** Loose transactions: told to us and not fetched; brought and not judged; to be told to it. */
    announced: peer.transactions.announced.size,
    waiting: peer.transactions.waiting.length,
    untold: peer.transactions.untold.size,
    backlog: { bytes: peer.backlog, max: BACKLOG_MAX_BYTES, since: peer.cloggedAt },
    budgets: budgetsOf(peer, now),
    minute: minuteOf(peer, now),
  };
}

function budgetsOf(peer: Peer, now: number): Readonly<Record<string, Allowance>> {
  const { budget, transactions } = peer;
  return {
    unasked: allowance(budget.unasked, UNASKED_RATE, now),
    upload: allowance(budget.upload, UPLOAD_RATE, now),
    signatures: allowance(transactions.signatures, SIGNATURE_RATE, now),
    announcements: allowance(transactions.telling, TELLING_RATE, now),
    peers: allowance(peer.peersBucket, PEERS_RATE, now),
    signals: allowance(peer.signalsBucket, SIGNALS_RATE, now),
  };
}

/** Buckets are filled when they are used: looked at, they are filled on the side. */
function allowance(bucket: Bucket, rate: BucketRate, now: number): Allowance {
  const full = { ...bucket };
  refill(full, rate, now);
  return { left: Math.floor(full.tokens), max: rate.max, persecond: rate.perSecond };
}

/** What is counted by the minute, begins anew with the next count after one. */
function minuteOf({ minuteAt, pings, unknowns }: Peer, now: number) {
  const isOver = now - minuteAt >= MINUTE_MS;
  return {
    pings: { count: isOver ? 0 : pings, max: PINGS_PER_MINUTE_MAX },
    unknown: { count: isOver ? 0 : unknowns, max: UNKNOWN_MESSAGES_PER_MINUTE_MAX },
  };
}
