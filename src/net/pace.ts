/**
 * How many blocks are asked from a peer at a time, and how long it may take to bring them.
 *
 * The number follows what the link bears: it doubles when half of a batch came quickly, up to 128
 * blocks and 4 MB by the size that blocks have lately, and it falls when they come slowly. So a
 * quick peer is never waited for, and a slow one holds little that others could have brought.
 *
 * A peer is given up for one of two reasons. Nothing came from it for too long; or the window could
 * not move because of it, while others stood idle, and it brought nothing. That second patience is
 * short, and doubles each time somebody lost a link by it, lest our own slow link cost us everybody
 * (as in Bitcoin Core's net_processing, whose numbers these are).
 */

import {
  BLOCK_BYTES_IN_FLIGHT_PER_PEER_MAX,
  BLOCK_TIMEOUT_MS,
  BLOCK_TIMEOUT_PER_PEER_MS,
  BLOCKS_IN_FLIGHT_PER_PEER_MAX,
  STALL_TIMEOUT_MAX_MS,
  STALL_TIMEOUT_MIN_MS,
} from '../util/limits.ts';
import type { LinkId } from './link.ts';
import type { Peer } from './peer.ts';

interface Pace {
  /** Blocks it may owe, before their size is looked at. */
  allowance: number;
  /** When the last batch was asked for, until half of what it owes has come; then 0. */
  batchAt: number;
  /** When it last brought what was asked from it. */
  deliveredAt: number;
  /** Since when the window has waited for it alone; 0 when it does not. */
  stallingSince: number;
}

const FIRST_ALLOWANCE = 16;
/** Half a batch within this time: the link bears more. */
const QUICK_MS = 500;
/** Half a batch in no less: it holds too much. */
const SLOW_MS = 2_000;
const STALL_DECAY = 0.85;
/** As if blocks were so large that FIRST_ALLOWANCE of them fill a link. */
const FIRST_SIZE_BYTES = BLOCK_BYTES_IN_FLIGHT_PER_PEER_MAX / FIRST_ALLOWANCE;

export class Paces {
  private readonly paces = new Map<LinkId, Pace>();
  private sizeBytes = FIRST_SIZE_BYTES;
  private stallTimeout = STALL_TIMEOUT_MIN_MS;

  /** What a block is expected to have: it rises at once, and falls slowly. */
  get expectedBytes(): number {
    return this.sizeBytes;
  }

  /** How long one peer may hold up all others, in ms. */
  get stallTimeoutMs(): number {
    return this.stallTimeout;
  }

  /** Blocks to ask for now; none while it owes more than half, for fewer and fuller messages. */
  room(peer: Peer): number {
    const limit = this.limit(peer);
    return peer.inFlight.size <= limit / 2 ? limit - peer.inFlight.size : 0;
  }

  asked(peer: Peer, now: number): void {
    const pace = this.of(peer);
    if (pace.batchAt === 0) pace.batchAt = now;
  }

  /** A block that was asked from it came; `peer.inFlight` has it no longer. */
  delivered(peer: Peer, sizeBytes: number, now: number): void {
    const pace = this.of(peer);
    const [weight, rest] = sizeBytes > this.sizeBytes ? [1, 1] : [1, 15];
    this.sizeBytes = (weight * sizeBytes + rest * this.sizeBytes) / (weight + rest);
    this.stallTimeout = Math.max(STALL_TIMEOUT_MIN_MS, this.stallTimeout * STALL_DECAY);
    pace.deliveredAt = now;
    pace.stallingSince = 0;
    if (pace.batchAt !== 0 && peer.inFlight.size <= this.limit(peer) / 2) adapt(pace, now);
  }

  /** The window waits for it, while others stand idle; 0 when nobody does. */
  holdsUp(peer: Peer, now: number): void {
    const pace = this.of(peer);
    if (pace.stallingSince === 0 || now === 0) pace.stallingSince = now;
  }

  /** Others had to be asked for what it owes: it gets one block at a time, until it is quick. */
  relieved(peer: Peer): void {
    this.of(peer).allowance = 1;
  }

  /** The code under which it loses its link; `others` are also bringing blocks. */
  overdue(peer: Peer, others: number, now: number): string | undefined {
    const [oldest] = peer.inFlight.values();
    if (oldest === undefined) return undefined;
    const { deliveredAt, stallingSince } = this.of(peer);
    const patienceMs = BLOCK_TIMEOUT_MS + BLOCK_TIMEOUT_PER_PEER_MS * others;
    if (now - Math.max(oldest, deliveredAt) > patienceMs) return 'block-timeout';
    if (stallingSince === 0 || now - stallingSince <= this.stallTimeout) return undefined;
    this.stallTimeout = Math.min(STALL_TIMEOUT_MAX_MS, 2 * this.stallTimeout);
    return 'block-stalling';
  }

  lost(peer: Peer): void {
    this.paces.delete(peer.link);
  }

  /** After a sleep everything has its full time again. */
  forgive(now: number): void {
    for (const pace of this.paces.values()) {
      if (pace.batchAt !== 0) pace.batchAt = now;
      if (pace.stallingSince !== 0) pace.stallingSince = now;
      pace.deliveredAt = Math.min(pace.deliveredAt, now);
    }
  }

  private limit(peer: Peer): number {
    const bySize = Math.floor(BLOCK_BYTES_IN_FLIGHT_PER_PEER_MAX / this.sizeBytes);
    return Math.max(1, Math.min(this.of(peer).allowance, bySize));
  }

  private of(peer: Peer): Pace {
    const known = this.paces.get(peer.link);
    if (known !== undefined) return known;
    const fresh = { allowance: FIRST_ALLOWANCE, batchAt: 0, deliveredAt: 0, stallingSince: 0 };
    this.paces.set(peer.link, fresh);
    return fresh;
  }
}

function adapt(pace: Pace, now: number): void {
  const tookMs = now - pace.batchAt;
  pace.batchAt = 0;
  if (tookMs < QUICK_MS) {
    pace.allowance = Math.min(BLOCKS_IN_FLIGHT_PER_PEER_MAX, 2 * pace.allowance);
  } else if (tookMs > SLOW_MS) pace.allowance = Math.max(1, Math.floor(pace.allowance / 2));
}
