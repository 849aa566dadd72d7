/**
 * Which links this tab seeks. In a room of up to 12 tabs everybody is linked to everybody. In a
 * larger one each tab dials 8 others and answers up to 16, which keeps the room a few hops wide at
 * a cost that does not grow with it (docs/protocol.md, 6).
 *
 * Half of the dialled links are found through neighbours once there are any: a meeting place that
 * lies, or that others do not use, then decides about half of them at most.
 */

import { DIAL_TIMEOUT_MS, DIALS_MAX, LINKS_MAX } from '../util/limits.ts';
import type { Random } from '../util/random.ts';
import { Candidates } from './candidates.ts';
import type { Door } from './door.ts';
import { isNear, isNodeKey, type LinkId, type PeerId } from './link.ts';
import type { Neighbours } from './neighbours.ts';
import type { Errand, Outbox, Peer } from './peer.ts';

export interface TopologyParts {
  readonly links: ReadonlyMap<LinkId, Peer>;
  readonly door: Door;
  readonly neighbours: Neighbours;
  readonly random: Random;
  readonly outbox: Pick<Outbox, 'dial' | 'seek'>;
  /** Node keys that were good to us at the last start. */
  readonly anchors: ReadonlySet<string>;
}

interface Dial {
  readonly at: number;
  readonly errand: Errand;
}

/** Tabs in a room where everybody is linked to everybody. */
const MESH_MAX = 12;
const OUTBOUND_WANTED = 8;
/** Links of our own choice in every room: who dialled us may be one tab under many names. */
const OUTBOUND_MIN = 2;
/** So often the meeting place is asked at most, and not before links were missing for so long. */
const SEEK_INTERVAL_MS = 5_000;
/** A transport that forgets to say what became of a dial must not hold its place for ever. */
const DIAL_FORGOTTEN_MS = 2 * DIAL_TIMEOUT_MS;

export class Topology {
  readonly candidates = new Candidates();
  private readonly parts: TopologyParts;
  private readonly dialling = new Map<PeerId, Dial>();
  /** Tabs that the meeting place counts, this one included; 0 when unknown. */
  private met = 0;
  /** Since when links are missing; 0 when none is. */
  private wantingSince = 0;
  private soughtAt = 0;
  /** Dialled links beyond those that are always wanted, while the tip does not move. */
  private extra = 0;

  constructor(parts: TopologyParts) {
    this.parts = parts;
  }

  /** Tabs in the room as far as anybody has told us, this one included. */
  get population(): number {
    return Math.max(this.met, this.parts.neighbours.keys.size + 1);
  }

  /** The room is too large for a full mesh. */
  get isBounded(): boolean {
    return this.population > MESH_MAX;
  }

  /** Dialled links that should be there in a bounded room. */
  get outboundGoal(): number {
    return OUTBOUND_WANTED + this.extra;
  }

  /** Links that we dialled to keep. */
  get outbound(): Peer[] {
    return this.far.filter((it) => it.outbound && it.errand !== 'look');
  }

  private get far(): Peer[] {
    return [...this.parts.links.values()].filter(({ id }) => !isNear(id));
  }

  setPopulation(tabs: number, now: number): void {
    // Whoever was there before is met anew, under a new id.
    if (tabs === 0) this.candidates.forgetFound();
    this.met = tabs;
    this.dialMore(now);
  }

  setStale(isStale: boolean): void {
    this.extra = isStale ? 1 : 0;
  }

  found(id: PeerId, now: number): void {
    this.candidates.meet(id, now);
    this.dialMore(now);
  }

  missed(id: PeerId, reason: string, now: number): void {
    this.dialling.delete(id);
    this.candidates.failed(id, reason, now);
    this.dialMore(now);
  }

  /** A link came up; what it was dialled for. */
  up(id: PeerId): Errand {
    const dial = this.dialling.get(id);
    this.dialling.delete(id);
    return dial?.errand ?? 'stay';
  }

  /** Its hello has verified. */
  proved({ id, key }: Peer): void {
    this.candidates.proved(id, key);
  }

  lost({ id, key, outbound, upAt }: Peer, now: number): void {
    if (isNear(id)) return;
    // Who dialled under a name that it did not prove has told nothing of whose name it is.
    if (!outbound && isNodeKey(id) && id !== key) return;
    this.candidates.parted(id, Math.max(0, now - upAt), now);
    // Also of one that was let go at its hello, or it would be dialled for the same again.
    if (key !== '') this.candidates.proved(id, key);
  }

  tick(now: number): void {
    for (const [id, { at }] of this.dialling) {
      if (now - at > DIAL_FORGOTTEN_MS || now < at) this.missed(id, 'forgotten', now);
    }
    this.dialMore(now);
    const isWanting = this.missing > 0;
    const isNew = this.wantingSince === 0 || now < this.wantingSince;
    if (!isWanting || isNew) this.wantingSince = isWanting ? now : 0;
    else if (now - this.wantingSince >= SEEK_INTERVAL_MS) this.seek(now);
  }

  seek(now: number): void {
    if (now - this.soughtAt < SEEK_INTERVAL_MS && now >= this.soughtAt) return;
    this.soughtAt = now;
    this.parts.outbox.seek();
  }

  /** Dials one more who is not linked; for a look, whom the meeting place has just named. */
  dialOne(errand: Errand, now: number): void {
    if (this.dialling.size >= DIALS_MAX) return;
    const isFresh = ({ foundAt }: { foundAt: number }) => now - foundAt <= 2 * SEEK_INTERVAL_MS;
    const fresh = errand === 'look' ? this.candidates.found.filter(isFresh) : [];
    const open = this.open(
      fresh.map(({ id }) => id),
      now,
    );
    const id = this.pick(open) ?? this.choose(now);
    if (id !== undefined) this.dial(id, errand, now);
  }

  clear(): void {
    this.dialling.clear();
    this.candidates.forgetFound();
    this.met = 0;
    this.wantingSince = 0;
  }

  /** Links that are missing and not being dialled. */
  private get missing(): number {
    // Without a meeting place that counts, whoever is found is one that was missing.
    const others = this.met === 0 ? Infinity : this.population - 1;
    const room = Math.min(others, LINKS_MAX) - this.far.length - this.dialling.size;
    if (!this.isBounded) return room;
    const dials = [...this.dialling.values()].filter(({ errand }) => errand === 'stay');
    return Math.min(room, this.outboundGoal - this.outbound.length - dials.length);
  }

  private dialMore(now: number): void {
    while (this.missing > 0 && this.dialling.size < DIALS_MAX) {
      const id = this.choose(now);
      if (id === undefined) return;
      this.dial(id, 'stay', now);
    }
    while (this.isCornered) {
      const id = this.choose(now);
      if (id === undefined) return;
      this.dial(id, 'stay', now);
    }
  }

  /** As many links as there are tabs, it seems, and hardly any that we chose. */
  private get isCornered(): boolean {
    const linked = this.far.length;
    const chosen = this.outbound.length + this.dialling.size;
    return chosen < OUTBOUND_MIN && linked > 0 && linked < LINKS_MAX;
  }

  private dial(id: PeerId, errand: Errand, now: number): void {
    this.dialling.set(id, { at: now, errand });
    this.parts.outbox.dial(id);
  }

  /** An anchor; else from the source that has brought fewer of our links; else from the other. */
  private choose(now: number): PeerId | undefined {
    const { anchors, neighbours } = this.parts;
    const found = this.open(
      this.candidates.found.map(({ id }) => id),
      now,
    );
    const keys = this.open(neighbours.reachable, now);
    const anchor = keys.find((key) => anchors.has(key));
    if (anchor !== undefined) return anchor;
    const dialled = [...this.outbound.map(({ id }) => id), ...this.dialling.keys()];
    const byKey = dialled.filter(isNodeKey).length;
    // Also in a small room one dial is kept for them: ids that do not exist would take them all.
    const isLastDial = this.dialling.size === DIALS_MAX - 1;
    const isKeyDialled = [...this.dialling.keys()].some(isNodeKey);
    const prefersKeys = this.isBounded ? 2 * byKey < dialled.length : isLastDial && !isKeyDialled;
    return prefersKeys
      ? (this.pick(keys) ?? this.pick(found))
      : (this.pick(found) ?? this.pick(keys));
  }

  /** Those that may be dialled now, with the fewest failures. */
  private open(ids: readonly PeerId[], now: number): PeerId[] {
    const open = ids.filter((id) => this.mayDial(id, now));
    const fewest = Math.min(...open.map((id) => this.candidates.failuresOf(id)));
    return open.filter((id) => this.candidates.failuresOf(id) === fewest);
  }

  private mayDial(id: PeerId, now: number): boolean {
    const { door } = this.parts;
    if (this.dialling.has(id) || !this.candidates.mayDial(id, now)) return false;
    const key = isNodeKey(id) ? id : this.candidates.keyOf(id);
    return door.mayDial(id, key, now);
  }

  private pick(ids: readonly PeerId[]): PeerId | undefined {
    return ids.length === 0 ? undefined : ids[this.parts.random.below(ids.length)];
  }
}
