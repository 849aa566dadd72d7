/**
 * Everything between one start and one stop of the transport: who is here, who is being dialled,
 * who is linked. Stopping leaves nothing behind, so starting again begins with a fresh session.
 */

import type SimplePeer from 'simple-peer';
import type { LinkId, PeerId, TransportEvents } from '../../node/ports.ts';
import {
  DIALS_MAX,
  INBOUND_DIALS_MAX,
  KNOWN_TABS_MAX,
  LINKS_MAX,
  SIGNALS_WAITING_MAX,
} from '../../util/limits.ts';
import { Acquaintances } from './acquaintances.ts';
import { RtcLink } from './rtc-link.ts';
import { createSeal, type Route, type Seal, type SignalText } from './seal.ts';
import { type Description, encodeDescription, parseDescription } from './session-description.ts';
import { Signaling } from './signaling.ts';

export interface RtcOptions {
  /** `ws:` or `wss:` address of the meeting place. */
  readonly signalingUrl: string;
  /** 32 hex digits: all that the server learns about the room. */
  readonly topic: string;
  /** 32 bytes that the server never sees. */
  readonly sealKey: Uint8Array;
  readonly iceServers: readonly RTCIceServer[];
  readonly nextLink: () => LinkId;
}

/** How often to look for tabs that are here and not linked, and for messages that never end. */
const LOOK_AROUND_MS = 5_000;

export class RtcSession {
  readonly #options: RtcOptions;
  readonly #events: TransportEvents;
  readonly #signaling: Signaling;
  readonly #acquaintances = new Acquaintances();
  /** Attempts and links alike, one for each tab. */
  readonly #links = new Map<PeerId, RtcLink>();
  /** Waiting for one of DIALS_MAX, in order. */
  readonly #waiting = new Set<PeerId>();
  readonly #isOver = new AbortController();
  readonly #seal: Seal | undefined;
  #Peer: SimplePeer.SimplePeer | undefined;
  /** Our id at the meeting place; undefined until we have ever been there. */
  #self: PeerId | undefined;
  /** Signals are unsealed one after the other: replay protection counts on their order. */
  #signals: Promise<unknown> = Promise.resolve();
  #signalsWaiting = 0;

  constructor(options: RtcOptions, events: TransportEvents) {
    this.#options = options;
    this.#events = events;
    this.#signaling = new Signaling(options.signalingUrl, options.topic, {
      joined: (id, peers) => this.#joined(id, peers),
      sampled: (peers) => this.#find(peers),
      relayed: (from, payload) => this.#relayed(from, payload),
      gone: (peer) => this.#gone(peer),
      state: (state) => this.#events.meeting(state),
    });
    // WebCrypto, and with it sealing, exists only in secure contexts: https, or localhost.
    if (globalThis.isSecureContext) {
      this.#seal = createSeal(options.sealKey, options.topic);
      void this.#begin();
    } else events.meeting({ status: 'offline', population: 0, reason: 'insecure-context' });
  }

  seek(): void {
    this.#signaling.sample();
  }

  dial(peer: PeerId): void {
    if (peer === this.#self || this.#links.has(peer)) return;
    if (this.#waiting.size < KNOWN_TABS_MAX) this.#waiting.add(peer);
    this.#dialNext();
  }

  stop(): void {
    this.#isOver.abort();
    this.#waiting.clear();
    this.#signaling.stop();
    this.#closeAll('stopped');
  }

  async #begin(): Promise<void> {
    const module = await import('simple-peer').catch(() => undefined);
    if (this.#isOver.signal.aborted) return;
    this.#Peer = module?.default;
    if (!this.#Peer?.WEBRTC_SUPPORT) {
      this.#events.meeting({ status: 'offline', population: 0, reason: 'no-webrtc' });
      return;
    }
    this.#signaling.start();
    this.#listen();
  }

  /** The page's own signs of coming and going; a closing tab is noticed at once, not after 15 s. */
  #listen(): void {
    const { signal } = this.#isOver;
    const wake = () => void (document.visibilityState === 'visible' && this.#signaling.wake());
    addEventListener('online', () => this.#signaling.wake(), { signal });
    addEventListener('pageshow', wake, { signal });
    document.addEventListener('visibilitychange', wake, { signal });
    addEventListener('pagehide', () => this.#closeAll('page-hidden'), { signal });
    const timer = setInterval(() => this.#lookAround(), LOOK_AROUND_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  #lookAround(): void {
    for (const link of this.#links.values()) link.checkAssembly(Date.now());
    if (this.#isLonely()) this.#signaling.sample();
  }

  /** Links outlive the server, so after its restart they may outnumber those who are back there. */
  #isLonely(): boolean {
    return this.#links.size < Math.min(this.#signaling.population - 1, LINKS_MAX);
  }

  #joined(id: PeerId, peers: readonly PeerId[]): void {
    this.#self = id;
    this.#waiting.clear();
    this.#acquaintances.clear();
    // Answers to what was offered under the old id would find nobody.
    for (const link of this.#links.values()) if (link.isDialling) link.close('rejoined');
    if (this.#isLonely()) this.#find(peers);
  }

  #find(peers: readonly PeerId[]): void {
    const unknown = peers.filter((peer) => peer !== this.#self && !this.#links.has(peer));
    for (const peer of this.#acquaintances.meet(unknown, Date.now())) this.#events.found(peer);
  }

  #gone(peer: PeerId): void {
    this.#waiting.delete(peer);
    const link = this.#links.get(peer);
    if (link?.isDialling) link.close('gone');
    this.#acquaintances.forget(peer);
  }

  #dialNext(): void {
    for (const peer of this.#waiting) {
      if (this.#countDialling(true) >= DIALS_MAX || this.#links.size >= LINKS_MAX) return;
      this.#waiting.delete(peer);
      if (!this.#links.has(peer)) this.#open(peer, true, randomHex(8));
    }
  }

  #open(peer: PeerId, outbound: boolean, connId: string): RtcLink | undefined {
    const { nextLink, iceServers } = this.#options;
    if (!this.#Peer) return undefined;
    const facts = { id: nextLink(), peer, outbound, connId, iceServers };
    const link = new RtcLink(this.#Peer, facts, {
      described: (link, sdp) => void this.#describe(link, sdp),
      up: (link) => {
        this.#events.up(link);
        this.#dialNext();
      },
      message: (link, bytes) => this.#events.message(link, bytes),
      ended: (link, reason) => this.#ended(link, reason),
    });
    this.#links.set(peer, link);
    return link;
  }

  #ended(link: RtcLink, reason: string): void {
    // A newer link to the same tab may have taken its place.
    if (this.#links.get(link.peer) === link) this.#links.delete(link.peer);
    const now = Date.now();
    if (reason !== 'gone')
      this.#acquaintances.parted(link.peer, now - (link.upSinceMs ?? now), now);
    if (link.upSinceMs !== undefined) this.#events.down(link, reason);
    else if (link.outbound) this.#events.missed(link.peer, reason);
    this.#dialNext();
  }

  async #describe(link: RtcLink, sdp: string): Promise<void> {
    const from = this.#self;
    if (from === undefined || !this.#seal) return;
    const text = encodeDescription({ connId: link.connId, sdp });
    const kind = link.outbound ? 'offer' : 'answer';
    this.#signaling.relay(
      link.peer,
      await this.#seal.seal({ kind, text }, { from, to: link.peer }),
    );
  }

  #relayed(from: PeerId, payload: string): void {
    const to = this.#self;
    if (to === undefined || from === to || this.#signalsWaiting >= SIGNALS_WAITING_MAX) return;
    this.#signalsWaiting++;
    this.#signals = this.#signals.finally(() => this.#unseal(payload, { from, to }));
  }

  async #unseal(payload: string, route: Route): Promise<void> {
    const signal = await this.#seal?.unseal(payload, route);
    this.#signalsWaiting--;
    const isCurrent = route.to === this.#self && !this.#isOver.signal.aborted;
    if (signal && isCurrent) this.#hear(route.from, signal);
  }

  #hear(from: PeerId, { kind, text }: SignalText): void {
    const description = parseDescription(text);
    if (!description) return;
    if (kind === 'offer') return this.#answer(from, description);
    const link = this.#links.get(from);
    if (link?.outbound && link.connId === description.connId)
      link.describe('answer', description.sdp);
  }

  #answer(from: PeerId, { connId, sdp }: Description): void {
    const present = this.#links.get(from);
    if (present?.isDialling && present.outbound && this.#self! < from) return;
    if (!present && this.#links.size >= LINKS_MAX) return;
    if (this.#countDialling(false) >= INBOUND_DIALS_MAX) return;
    // Whoever offers anew has lost what there was before, and only we have not noticed yet.
    present?.close('replaced');
    this.#waiting.delete(from);
    this.#open(from, false, connId)?.describe('offer', sdp);
  }

  #countDialling(outbound: boolean): number {
    const links = [...this.#links.values()];
    return links.filter((link) => link.isDialling && link.outbound === outbound).length;
  }

  #closeAll(reason: string): void {
    for (const link of this.#links.values()) link.close(reason);
  }
}

function randomHex(sizeBytes: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(sizeBytes));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
