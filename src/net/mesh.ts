/**
 * This tab's place among the others: whom it dials, whom it keeps, whom it lets go, and what it
 * tells neighbours of each other. All that is decided about links is decided in here; a transport
 * does as it is told.
 */

import type { Chain } from '../chain/chain.ts';
import { INBOUND_MAX, LINKS_MAX } from '../util/limits.ts';
import type { Random } from '../util/random.ts';
import type { Door } from './door.ts';
import { chooseEvicted } from './eviction.ts';
import { isNear, type LinkId } from './link.ts';
import { Neighbours } from './neighbours.ts';
import type { Outbox, Peer } from './peer.ts';
import { Topology } from './topology.ts';
import { Turnover } from './turnover.ts';
import type { Voice } from './voice.ts';

export interface MeshParts {
  readonly links: ReadonlyMap<LinkId, Peer>;
  readonly chain: Chain;
  readonly door: Door;
  readonly ownKey: Uint8Array;
  readonly voice: Voice;
  readonly random: Random;
  readonly outbox: Outbox;
  readonly drop: (peer: Peer, reason: string, now: number) => void;
  /** Node keys in hex that were anchors at the last start. */
  readonly anchors: readonly string[];
}

const ANCHORS = 4;
/** A link that lasted so long is worth coming back to. */
const ANCHOR_AGE_MS = 5 * 60_000;

export class Mesh {
  readonly neighbours: Neighbours;
  readonly topology: Topology;
  private readonly parts: MeshParts;
  private readonly turnover: Turnover;

  constructor(parts: MeshParts) {
    this.parts = parts;
    this.neighbours = new Neighbours(parts);
    const anchors = new Set(parts.anchors);
    this.topology = new Topology({ ...parts, neighbours: this.neighbours, anchors });
    this.turnover = new Turnover({ ...parts, topology: this.topology });
  }

  /** Tabs found, where all were tried and no network let us through to any; else 0. */
  get blocked(): number {
    return this.parts.links.size === 0 ? this.topology.candidates.blocked : 0;
  }

  /** Keys of the peers that we dialled and have been linked to for longest. */
  anchorKeys(now: number): string[] {
    return this.topology.outbound
      .filter(({ phase, upAt }) => phase === 'ready' && now - upAt >= ANCHOR_AGE_MS)
      .sort((left, right) => left.upAt - right.upAt)
      .slice(0, ANCHORS)
      .map(({ key }) => key);
  }

  up(peer: Peer): void {
    const errand = this.topology.up(peer.id);
    if (peer.outbound) peer.errand = errand;
  }

  /** Its hello has verified. One more than we bear costs another link, or this one. */
  met(peer: Peer, now: number): void {
    this.topology.proved(peer);
    this.neighbours.changed();
    if (isNear(peer.id)) return;
    const far = [...this.parts.links.values()].filter(({ id }) => !isNear(id));
    const others = far.filter((it) => it !== peer && it.key !== '');
    const inbound = others.filter(({ outbound }) => !outbound);
    if (peer.outbound || (inbound.length < INBOUND_MAX && others.length < LINKS_MAX)) return;
    const evicted = chooseEvicted(inbound);
    this.parts.drop(evicted ?? peer, evicted === undefined ? 'links-full' : 'evicted', now);
  }

  /** It has said all that a greeting needs. */
  ready(peer: Peer, now: number): void {
    this.turnover.ready(peer, now);
    this.neighbours.greet(peer, now);
  }

  lost(peer: Peer, now: number): void {
    this.topology.lost(peer, now);
    this.neighbours.lost(peer);
  }

  /** To be called about once a second. */
  tick(now: number): void {
    this.topology.tick(now);
    this.turnover.tick(now);
    this.neighbours.tick(now);
  }
}
