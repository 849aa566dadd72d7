/**
 * What neighbours know of each other: whom each is linked to (`peers`), and the sealed offers and
 * answers that they carry between two tabs that share one (`signal`). So a room goes on growing
 * together when its meeting place is gone.
 *
 * A signal goes by one neighbour and no further. It is carried for whoever proved the key it names
 * as its sender, to whoever is linked; its text is sealed, and whoever carries it can only drop it.
 */

import { fromHex, toHex } from '../util/bytes.ts';
import type { Random } from '../util/random.ts';
import {
  PEERS_MAX,
  PEERS_PER_MINUTE_MAX,
  SIGNAL_MAX_BYTES,
  SIGNAL_ROUTES_MAX,
} from '../util/limits.ts';
import { type Bucket, type BucketRate, refill } from './bucket.ts';
import { isNear, type LinkId, type PeerId } from './link.ts';
import type { SignalMessage } from './neighbour-messages.ts';
import { PEERS_RATE, SIGNALS_RATE } from './neighbour-rates.ts';
import type { Outbox, Peer } from './peer.ts';
import type { Voice } from './voice.ts';
import { ProtocolError } from './wire.ts';

export interface NeighboursParts {
  readonly links: ReadonlyMap<LinkId, Peer>;
  readonly ownKey: Uint8Array;
  readonly voice: Voice;
  readonly random: Random;
  readonly outbox: Pick<Outbox, 'signal'>;
}

/** The neighbour by which a signal came or went, and when. */
interface Way {
  readonly link: LinkId;
  readonly at: number;
}

/**
 * A change of our list waits so long, for each peer, since it was told the last one: in a large
 * room lists change all the time, and told twice as often would be a quarter of a node's traffic.
 */
const TELL_INTERVAL_MS = 60_000;
/** Younger links are not told of: some are only looks. */
const SETTLED_MS = 10_000;
/** A browser describes itself in 3 s at most: what is sent later is no answer. */
const ANSWER_MS = 10_000;

export class Neighbours {
  private readonly parts: NeighboursParts;
  private readonly ownKey: string;
  /** By which neighbour a tab's last signal came, by its own word, and by which our last went. */
  private readonly came = new Map<PeerId, Way>();
  private readonly went = new Map<PeerId, Way>();
  private known: ReadonlySet<string> | undefined;

  constructor(parts: NeighboursParts) {
    this.parts = parts;
    this.ownKey = toHex(parts.ownKey);
  }

  /** Every node key that is linked to us or to a neighbour. */
  get keys(): ReadonlySet<string> {
    this.known ??= this.collect();
    return this.known;
  }

  /** Keys that a neighbour lists. */
  get reachable(): string[] {
    const keys = new Set<string>();
    for (const { listed } of this.ready()) for (const key of listed) keys.add(key);
    return [...keys];
  }

  /** Who is linked to us, or what they list, has changed. */
  changed(): void {
    this.known = undefined;
  }

  greet(peer: Peer, now: number): void {
    this.changed();
    // Whom it could not reach, nor be reached by.
    if (isNear(peer.id)) return;
    const keys = this.settled(now);
    if (keys.length > 0) this.tell(peer, keys, now);
  }

  tick(now: number): void {
    const keys = this.settled(now);
    for (const peer of this.ready()) {
      const isDue = now - peer.peersToldAt >= TELL_INTERVAL_MS || now < peer.peersToldAt;
      if (isDue && nameOf(keys, peer) !== peer.peersTold) this.tell(peer, keys, now);
    }
  }

  lost({ link }: Peer): void {
    this.changed();
    for (const ways of [this.came, this.went]) {
      for (const [key, way] of ways) if (way.link === link) ways.delete(key);
    }
  }

  /** Throws ProtocolError when it tells too much. */
  heardPeers(peer: Peer, keys: readonly Uint8Array[], now: number): void {
    if (!take(peer.peersBucket, PEERS_RATE, now)) {
      throw new ProtocolError('peers-flood', `more than ${PEERS_PER_MINUTE_MAX} a minute`);
    }
    if (isNear(peer.id)) return;
    peer.listed = new Set(keys.map(toHex).filter((key) => key !== this.ownKey));
    this.changed();
  }

  /** Throws ProtocolError when it names a sender that it is not. */
  heardSignal(peer: Peer, { from, to, text }: SignalMessage, now: number): void {
    const [sender, receiver] = [toHex(from), toHex(to)];
    const mayPass = take(peer.signalsBucket, SIGNALS_RATE, now);
    if (receiver === this.ownKey) {
      const isSent = mayPass && sender !== this.ownKey && !isNear(peer.id);
      if (isSent) this.deliver(peer, { sender, text }, now);
      return;
    }
    if (sender !== peer.key) throw new ProtocolError('signal-sender', 'signs for somebody else');
    // An empty text is a relay's own word, and is not carried.
    if (text === '') return;
    const others = isNear(peer.id) ? [] : this.ready().filter((it) => it !== peer);
    const next = others.find(({ key }) => key === receiver);
    // What many say to one is bounded too, or they could make us flood it.
    const isCarried = mayPass && next && take(next.carriedBucket, SIGNALS_RATE, now);
    if (isCarried) this.parts.voice.tell(next, signalOf(from, to, text));
    else this.parts.voice.tell(peer, signalOf(to, from, ''));
  }

  /** Takes sealed text of our own transport to the tab with this key, as far as anybody can. */
  send(key: PeerId, text: string, now: number): void {
    const carrier = this.carrierTo(key, now);
    const sizeBytes = new TextEncoder().encode(text).length;
    if (carrier === undefined || sizeBytes === 0 || sizeBytes > SIGNAL_MAX_BYTES) {
      return this.parts.outbox.signal(key, '');
    }
    remember(this.went, key, { link: carrier.link, at: now });
    return this.parts.voice.tell(carrier, signalOf(this.parts.ownKey, fromHex(key), text));
  }

  private deliver(peer: Peer, { sender, text }: Delivered, now: number): void {
    if (text !== '') remember(this.came, sender, { link: peer.link, at: now });
    // Only of who was to carry ours: others could end any dial by such a word.
    else if (this.went.get(sender)?.link === peer.link) this.unlist(peer, sender);
    else return;
    this.parts.outbox.signal(sender, text);
  }

  /** The peer is not linked to it any more. */
  private unlist(peer: Peer, key: string): void {
    this.went.delete(key);
    peer.listed = new Set([...peer.listed].filter((it) => it !== key));
    this.changed();
  }

  /**
   * By whom it has just signalled, since this may be the answer; else anybody who lists it. Chance
   * decides, or one who lists everybody and carries nothing could draw all signals to itself.
   */
  private carrierTo(key: PeerId, now: number): Peer | undefined {
    const { links, random } = this.parts;
    const way = this.came.get(key);
    const isFresh = way !== undefined && now >= way.at && now - way.at < ANSWER_MS;
    const bringer = isFresh ? links.get(way.link) : undefined;
    if (bringer?.phase === 'ready') return bringer;
    const listers = this.listersOf(key);
    return listers.length === 0 ? undefined : listers[random.below(listers.length)];
  }

  private listersOf(key: string): Peer[] {
    return this.ready().filter(({ listed }) => listed.has(key));
  }

  private tell(peer: Peer, keys: readonly string[], now: number): void {
    peer.peersTold = nameOf(keys, peer);
    peer.peersToldAt = now;
    const others = keys.filter((key) => key !== peer.key).slice(0, PEERS_MAX);
    this.parts.voice.tell(peer, { name: 'peers', keys: others.map(fromHex) });
  }

  /** In order and each once, though two links to one tab may stand for a moment. */
  private settled(now: number): string[] {
    const settled = this.ready().filter(({ upAt }) => now - upAt >= SETTLED_MS || now < upAt);
    return [...new Set(settled.map(({ key }) => key))].sort();
  }

  private ready(): Peer[] {
    const links = [...this.parts.links.values()];
    return links.filter(({ id, phase }) => phase === 'ready' && !isNear(id));
  }

  private collect(): Set<string> {
    const keys = new Set<string>();
    for (const { id, key, listed } of this.parts.links.values()) {
      if (key !== '' && !isNear(id)) keys.add(key);
      for (const each of listed) keys.add(each);
    }
    return keys;
  }
}

interface Delivered {
  readonly sender: PeerId;
  readonly text: string;
}

function remember(ways: Map<PeerId, Way>, key: PeerId, way: Way): void {
  ways.delete(key);
  ways.set(key, way);
  const oldest = ways.keys().next();
  if (ways.size > SIGNAL_ROUTES_MAX && !oldest.done) ways.delete(oldest.value);
}

function take(bucket: Bucket, rate: BucketRate, now: number): boolean {
  refill(bucket, rate, now);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

function nameOf(keys: readonly string[], peer: Peer): string {
  return keys.filter((key) => key !== peer.key).join();
}

function signalOf(from: Uint8Array, to: Uint8Array, text: string) {
  return { name: 'signal', from, to, text } as const;
}
