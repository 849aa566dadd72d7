/**
 * What the user should be told once: the newest few events, as facts. The page makes the sentences.
 */

import { type Handle, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import type { Peer } from '../net/peer.ts';
import { NOTICES_MAX } from '../util/limits.ts';
import type { Notice } from './api.ts';
import { peerName } from './snapshot.ts';
import type { Strip } from './strip.ts';

/** Browsers slow a hidden tab's timers down to one a minute at worst, but not those of a worker. */
const SUSPENSION_MIN_MS = 30_000;

/** A change of the active chain, as one stretch of work made it. */
export interface Movement {
  readonly connected: readonly Handle[];
  /** Newest first. */
  readonly disconnected: readonly Handle[];
}

export class Notices {
  private readonly kept: Notice[] = [];
  private lastId = 0;
  private tickedAt = 0;

  /** Oldest first. */
  get list(): readonly Notice[] {
    return this.kept;
  }

  add(kind: Notice['kind'], facts: Notice['facts'], now: number): void {
    this.lastId += 1;
    this.kept.push({ id: this.lastId, at: now, kind, facts });
    if (this.kept.length > NOTICES_MAX) this.kept.shift();
  }

  /** A branch gave way to another; a block of ours that went with it is told by itself. */
  addReorganisation(movement: Movement, chain: Chain, strip: Strip, now: number): void {
    const { connected, disconnected } = movement;
    const own = disconnected.filter((handle) => chain.index.has(handle, Status.own));
    const counts = { undone: disconnected.length, added: connected.length, own: own.length };
    this.add('reorganisation', { height: chain.height, ...counts }, now);
    const newest = own[0];
    if (newest === undefined) return;
    const height = chain.index.height(newest);
    this.add('block-lost', { height, winner: strip.minerOf(chain.activeAt(height)) }, now);
  }

  /** To be called about once a second: whoever is not called has been suspended. */
  ticked(now: number): void {
    const gapMs = now - (this.tickedAt || now);
    this.tickedAt = now;
    if (gapMs > SUSPENSION_MIN_MS)
      this.add('suspended', { seconds: Math.round(gapMs / 1000) }, now);
  }

  addRefusal(peer: Peer, code: string): void {
    const name = peerName(peer);
    this.add('peer-refused', name === '' ? { code } : { name, code }, peer.heardAt);
  }
}
