/**
 * Whether a link still lives and its other end behaves in time. WebRTC reports a killed tab only
 * after 15 s, and a frozen one never, so silence is measured here.
 */

import {
  BACKLOG_MAX_BYTES,
  BACKLOG_TIMEOUT_MS,
  HELLO_TIMEOUT_MS,
  PING_INTERVAL_MS,
  PINGS_PER_MINUTE_MAX,
  SILENCE_MAX_MS,
  UNKNOWN_MESSAGES_PER_MINUTE_MAX,
} from '../util/limits.ts';
import { refillUpload } from './budget.ts';
import type { Peer } from './peer.ts';
import { ProtocolError } from './wire.ts';

const MINUTE_MS = 60_000;
/** A link that has missed a ping by half is dead for a newer one of the same peer. */
const QUIET_MS = 1.5 * PING_INTERVAL_MS;
/** So is one that was doubted and has said nothing since. */
const DOUBT_MS = 3_000;
/** What two clocks may differ by for all that anybody notices (docs/protocol.md, 8). */
const CLOCKS_AGREE_MS = 5_000;

/** Why a link has to go now; nobody is punished for it. */
export function expired(peer: Peer, now: number): string | undefined {
  const isGreeting = peer.phase !== 'ready';
  if (isGreeting && now - peer.upAt > HELLO_TIMEOUT_MS) return 'hello-timeout';
  if (now - peer.heardAt > SILENCE_MAX_MS) return 'silent';
  const isClogged = peer.cloggedAt !== 0 && now - peer.cloggedAt > BACKLOG_TIMEOUT_MS;
  return isClogged ? 'backlog' : undefined;
}

/** Takes the length that the link reports. */
export function noteBacklog(peer: Peer, sizeBytes: number, now: number): void {
  peer.backlog = sizeBytes;
  refillUpload(peer.budget, now);
  if (sizeBytes <= BACKLOG_MAX_BYTES) peer.cloggedAt = 0;
  else if (peer.cloggedAt === 0) peer.cloggedAt = now;
}

/** Whether it is time for the next ping. */
export function isPingDue(peer: Peer, now: number): boolean {
  return peer.phase === 'ready' && now - peer.pingSentAt >= PING_INTERVAL_MS;
}

/**
 * Another link of the same peer came: one of the two may be what a tab left that was killed. What
 * this one is good for is asked at once.
 */
export function doubt(peer: Peer, now: number): void {
  if (peer.doubtedAt > peer.heardAt) return;
  peer.doubtedAt = now;
  peer.pingSentAt = now - PING_INTERVAL_MS;
}

/** Whether it gives way to another link of the same peer. */
export function isDead(peer: Peer, now: number): boolean {
  const isDoubted = peer.doubtedAt > peer.heardAt;
  return now - peer.heardAt > QUIET_MS || (isDoubted && now - peer.doubtedAt > DOUBT_MS);
}

/** A pong that does not answer our last ping says nothing. */
export function notePong(peer: Peer, nonce: bigint, now: number): void {
  if (peer.pingNonce === 0n || nonce !== peer.pingNonce) return;
  peer.pingNonce = 0n;
  peer.pingMs = Math.max(0, now - peer.pingSentAt);
}

/** Counts a ping; false when this minute has had enough answers. */
export function mayAnswerPing(peer: Peer, now: number): boolean {
  turnMinute(peer, now);
  peer.pings += 1;
  return peer.pings <= PINGS_PER_MINUTE_MAX;
}

/** Counts a message of a type that we do not know. Throws ProtocolError past the limit. */
export function countUnknown(peer: Peer, now: number): void {
  turnMinute(peer, now);
  peer.unknowns += 1;
  if (peer.unknowns > UNKNOWN_MESSAGES_PER_MINUTE_MAX) {
    throw new ProtocolError('unknown-flood', `more than ${UNKNOWN_MESSAGES_PER_MINUTE_MAX}`);
  }
}

/** After a sleep of this tab, or when its clock was set, the peer gets its full time again. */
export function forgive(peer: Peer, gapMs: number, now: number): void {
  // A leap by as much as the clocks differed is no sleep: ours was set right.
  const isSetRight = Math.abs(peer.clockOffsetMs - gapMs) < CLOCKS_AGREE_MS;
  if (isSetRight) peer.clockOffsetMs -= gapMs;
  peer.heardAt = now;
  peer.pingSentAt = now - PING_INTERVAL_MS;
  peer.pingNonce = 0n;
  if (peer.cloggedAt !== 0) peer.cloggedAt = now;
}

function turnMinute(peer: Peer, now: number): void {
  if (now >= peer.minuteAt && now - peer.minuteAt < MINUTE_MS) return;
  peer.minuteAt = now;
  peer.pings = 0;
  peer.unknowns = 0;
}
