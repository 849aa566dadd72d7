/**
 * All attempts and links of one session, one for each tab, under the limits. Whoever dials learns
 * what came of it: every dial is followed by an `up` of that tab, or by one `missed`, also when it
 * never began. A dial of a tab that is being dialled already shares that attempt's fate.
 */

import type SimplePeer from 'simple-peer';
import { isNodeKey } from '../../net/link.ts';
import type { LinkId, PeerId, TransportEvents } from '../../node/ports.ts';
import {
  CONNECTIONS_MAX,
  DIALS_MAX,
  INBOUND_DIALS_MAX,
  INBOUND_MAX,
  KNOWN_TABS_MAX,
  LINKS_MAX,
  PING_INTERVAL_MS,
} from '../../util/limits.ts';
import { type IceConfiguration, RtcLink, type RtcLinkFacts } from './rtc-link.ts';

export interface RtcLinksOptions {
  readonly nextLink: () => LinkId;
  /** Asked for each connection anew: credentials of relays are renewed. */
  readonly ice: () => IceConfiguration;
  /** The browser made no connection with it. */
  readonly refusedIce: () => void;
  readonly events: Pick<TransportEvents, 'missed' | 'up' | 'message' | 'down'>;
  /** An attempt's own SDP is complete; those by hand have listeners of their own. */
  readonly described: (link: RtcLink, sdp: string) => void;
}

/** What somebody who opened an attempt by hand wants to know of it. */
export interface AttemptListener {
  described(sdp: string): void;
  up(): void;
  /** Comes once, also after `up`. */
  ended(reason: string): void;
}

type Attempt = Pick<RtcLinkFacts, 'peer' | 'outbound' | 'connId' | 'patienceMs'>;

/** Links and attempts of others: those whom we dial keep their places whatever others do. */
const INBOUND_CONNECTIONS_MAX = INBOUND_MAX + (CONNECTIONS_MAX - LINKS_MAX);
/** A link that has missed a ping by half may be dead. */
const QUIET_MS = 1.5 * PING_INTERVAL_MS;

export class RtcLinks {
  readonly #options: RtcLinksOptions;
  readonly #links = new Map<PeerId, RtcLink>();
  /** Attempts that people carry; they take no turn from those that machines do. */
  readonly #byHand = new Set<RtcLink>();
  /** Waiting for one of DIALS_MAX, in order. */
  readonly #waiting = new Set<PeerId>();
  /** How many dials of a tab wait to hear what came of them. */
  readonly #dials = new Map<PeerId, number>();
  #Peer: SimplePeer.SimplePeer | undefined;
  /** Why nothing can be dialled, once that is known. */
  #refusal: string | undefined;

  constructor(options: RtcLinksOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#links.size;
  }

  get(peer: PeerId): RtcLink | undefined {
    return this.#links.get(peer);
  }

  /** From here on what waits is dialled. */
  begin(Peer: SimplePeer.SimplePeer): void {
    this.#Peer = Peer;
    this.#dialNext();
  }

  /** Ends everything there is, and whatever is dialled later at once. */
  refuse(reason: string): void {
    this.#refusal = reason;
    for (const peer of this.#waiting) this.giveUp(peer, reason);
    for (const link of this.#links.values()) link.close(reason);
  }

  dial(peer: PeerId): void {
    this.#dials.set(peer, (this.#dials.get(peer) ?? 0) + 1);
    const present = this.#links.get(peer);
    if (this.#refusal !== undefined) return this.#miss(peer, this.#refusal);
    if (present?.isDialling || this.#waiting.has(peer)) return;
    if (present) return this.#miss(peer, 'linked');
    if (this.#waiting.size >= KNOWN_TABS_MAX) return this.#miss(peer, 'too-many-dials');
    this.#waiting.add(peer);
    this.#dialNext();
  }

  /** For a dial that leads nowhere, whether or not it has begun. */
  giveUp(peer: PeerId, reason: string): void {
    const link = this.#links.get(peer);
    if (link?.isDialling) link.close(reason);
    else if (this.#waiting.delete(peer)) this.#miss(peer, reason);
    else if (!link) this.#miss(peer, reason);
  }

  /** Ends all dials of such tabs, begun or not. */
  giveUpAll(isMeant: (peer: PeerId) => boolean, reason: string): void {
    const peers = [...this.#waiting, ...this.#links.keys()];
    for (const peer of peers) if (isMeant(peer)) this.giveUp(peer, reason);
  }

  /** Undefined when there are too many by others already, or the offer is in another's name. */
  answer(peer: PeerId, connId: string): RtcLink | undefined {
    const present = this.#links.get(peer);
    if (!present && !this.#hasRoomForOther()) return undefined;
    if (this.#countDialling(false) >= INBOUND_DIALS_MAX) return undefined;
    if (isNodeKey(peer) && !this.#mayBearKey(present)) return undefined;
    // Whoever offers anew has lost what there was before, and only we have not noticed yet.
    present?.close('replaced');
    this.#waiting.delete(peer);
    return this.#open({ peer, outbound: false, connId });
  }

  /** An attempt whose descriptions people carry; undefined when no connection is to be had. */
  openByHand(attempt: Attempt, listener: AttemptListener): RtcLink | undefined {
    if (this.#refusal !== undefined || this.#links.size >= CONNECTIONS_MAX) return undefined;
    const link = this.#open(attempt, listener);
    if (link) this.#byHand.add(link);
    return link;
  }

  closeAll(reason: string): void {
    for (const link of this.#links.values()) link.close(reason);
  }

  checkAssembly(nowMs: number): void {
    for (const link of this.#links.values()) link.checkAssembly(nowMs);
  }

  #dialNext(): void {
    if (!this.#Peer) return;
    for (const peer of this.#waiting) {
      if (this.#countDialling(true) >= DIALS_MAX) return;
      this.#waiting.delete(peer);
      if (this.#links.size >= CONNECTIONS_MAX) this.#miss(peer, 'too-many-links');
      else this.#open({ peer, outbound: true, connId: randomHex(8) });
    }
  }

  #open(attempt: Attempt, listener?: AttemptListener): RtcLink | undefined {
    const { nextLink, ice, events, described } = this.#options;
    if (!this.#Peer) return undefined;
    const facts = { ...attempt, id: nextLink(), ice: ice() };
    const link = new RtcLink(this.#Peer, facts, {
      described: (link, sdp) => (listener ? listener.described(sdp) : described(link, sdp)),
      up: (link) => {
        this.#dials.delete(link.peer);
        this.#byHand.delete(link);
        events.up(link);
        listener?.up();
        this.#dialNext();
      },
      message: (link, bytes) => events.message(link, bytes),
      ended: (link, reason) => {
        this.#ended(link, reason);
        listener?.ended(reason);
      },
    });
    this.#links.set(link.peer, link);
    return link;
  }

  #ended(link: RtcLink, reason: string): void {
    this.#byHand.delete(link);
    // A newer attempt with the same tab may have taken its place, and its dials.
    const isLast = this.#links.get(link.peer) === link;
    if (isLast) this.#links.delete(link.peer);
    if (reason === 'pc-constructor') this.#options.refusedIce();
    if (link.upSinceMs !== undefined) this.#options.events.down(link, reason);
    if (isLast && !this.#waiting.has(link.peer)) this.#miss(link.peer, reason);
    this.#dialNext();
  }

  /** After the call that was in vain, like everything else that a transport tells. */
  #miss(peer: PeerId, reason: string): void {
    const count = this.#dials.get(peer) ?? 0;
    this.#dials.delete(peer);
    for (let told = 0; told < count; told += 1) {
      queueMicrotask(() => this.#options.events.missed(peer, reason));
    }
  }

  #hasRoomForOther(): boolean {
    const inbound = [...this.#links.values()].filter((link) => !link.outbound).length;
    return this.#links.size < CONNECTIONS_MAX && inbound < INBOUND_CONNECTIONS_MAX;
  }

  /**
   * Any member can put a node key on an offer: so only a link that is mute ends by it, and half of
   * the attempts are left to those whose ids the meeting place writes.
   */
  #mayBearKey(present: RtcLink | undefined): boolean {
    const attempts = this.#countDialling(false, ({ peer }) => isNodeKey(peer));
    return attempts < INBOUND_DIALS_MAX / 2 && !present?.hasTalkedWithin(QUIET_MS);
  }

  #countDialling(outbound: boolean, isMeant?: (link: RtcLink) => boolean): number {
    const isCounted = (link: RtcLink) =>
      link.isDialling &&
      link.outbound === outbound &&
      !this.#byHand.has(link) &&
      (isMeant?.(link) ?? true);
    return [...this.#links.values()].filter(isCounted).length;
  }
}

export function randomHex(sizeBytes: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(sizeBytes));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
