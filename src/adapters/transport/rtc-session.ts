/**
 * Everything between one start and one stop of the transport: three ways for descriptions to reach
 * another tab (the meeting place, a common neighbour, people), and the links that come of them.
 * Stopping leaves nothing behind, so starting again begins with a fresh session.
 */

import type SimplePeer from 'simple-peer';
import type { LinkId, PeerId, TransportEvents } from '../../node/ports.ts';
import { createInvitationText } from './invitation-text.ts';
import type { InvitationRefusal } from './invitation.ts';
import { ManualMeeting } from './manual-meeting.ts';
import type { IceConfiguration, RtcLink } from './rtc-link.ts';
import { RtcLinks } from './rtc-links.ts';
import { createSeal, type Route, type SignalText } from './seal.ts';
import { encodeDescription, parseDescription } from './session-description.ts';
import { SignalDesk } from './signal-desk.ts';
import { Signaling } from './signaling.ts';

export interface RtcOptions {
  /** `ws:` or `wss:` address of the meeting place. */
  readonly signalingUrl: string;
  /** 32 hex digits: all that the server learns about the room. */
  readonly topic: string;
  /** 32 bytes that the server never sees. */
  readonly sealKey: Uint8Array;
  /** Until the meeting place names others. */
  readonly ice: IceConfiguration;
  readonly nextLink: () => LinkId;
}

/** How often to look for messages that never end. */
const LOOK_AROUND_MS = 5_000;
const MEETING_ID = /^[0-9a-f]{32}$/;
const NODE_KEY = /^[0-9a-f]{64}$/;

export class RtcSession {
  readonly #options: RtcOptions;
  readonly #events: TransportEvents;
  readonly #signaling: Signaling;
  readonly #links: RtcLinks;
  readonly #isOver = new AbortController();
  /** Absent where the page is not secure, and nothing can be sealed. */
  readonly #desk: SignalDesk | undefined;
  readonly invitations: ManualMeeting;
  /** By which neighbours know us. */
  readonly #key: PeerId;
  /** Our id at the meeting place; undefined until we have ever been there. */
  #id: PeerId | undefined;
  #ice: IceConfiguration;

  constructor(options: RtcOptions, events: TransportEvents, key: PeerId) {
    this.#options = options;
    this.#events = events;
    this.#key = key;
    this.#ice = options.ice;
    this.#links = this.#createLinks();
    this.#signaling = this.#createSignaling();
    // WebCrypto, and with it sealing, exists only in secure contexts: https, or localhost.
    if (globalThis.isSecureContext) {
      const seal = createSeal(options.sealKey, options.topic);
      this.#desk = new SignalDesk(seal, (route, signal) => this.#hear(route, signal));
    }
    const text = this.#desk && createInvitationText(options.sealKey, options.topic);
    this.invitations = new ManualMeeting(this.#links, text, this.#begin());
  }

  seek(): void {
    this.#signaling.sample();
  }

  dial(peer: PeerId): void {
    const reason = this.#whyNot(peer);
    if (reason === undefined) this.#links.dial(peer);
    else queueMicrotask(() => this.#events.missed(peer, reason));
  }

  /** What a neighbour brought; an empty text says that it cannot reach that tab. */
  signal(from: PeerId, payload: string): void {
    if (!NODE_KEY.test(from)) return;
    if (payload === '') this.#links.giveUp(from, 'gone');
    else this.#desk?.receive(payload, { from, to: this.#key });
  }

  stop(): void {
    this.#isOver.abort();
    this.#signaling.stop();
    this.#links.refuse('stopped');
  }

  #createLinks(): RtcLinks {
    return new RtcLinks({
      nextLink: this.#options.nextLink,
      ice: () => this.#ice,
      events: this.#events,
      // What the browser does not take must not spoil the ways that owe the server nothing.
      refusedIce: () => (this.#ice = this.#options.ice),
      described: (link, sdp) => void this.#describe(link, sdp),
    });
  }

  #createSignaling(): Signaling {
    const { signalingUrl, topic } = this.#options;
    return new Signaling(signalingUrl, topic, {
      joined: (id, peers) => this.#joined(id, peers),
      sampled: (peers) => this.#find(peers),
      relayed: (from, payload) => this.#id && this.#desk?.receive(payload, { from, to: this.#id }),
      gone: (peer) => this.#links.giveUp(peer, 'gone'),
      ice: (ice) => (this.#ice = ice),
      state: (state) => this.#events.meeting(state),
    });
  }

  /** Resolves with the reason why there will be no links, if there is one. */
  async #begin(): Promise<InvitationRefusal | undefined> {
    if (!this.#desk) return this.#fail('insecure-context');
    const module = await import('simple-peer').catch(() => undefined);
    const Peer: SimplePeer.SimplePeer | undefined = module?.default;
    if (this.#isOver.signal.aborted) return 'invitation-offline';
    if (!Peer?.WEBRTC_SUPPORT) return this.#fail('no-webrtc');
    this.#links.begin(Peer);
    this.#signaling.start();
    this.#listen();
    return undefined;
  }

  #fail(reason: 'insecure-context' | 'no-webrtc'): InvitationRefusal {
    this.#links.refuse(reason);
    this.#events.meeting({ status: 'offline', population: 0, reason });
    return `invitation-${reason}`;
  }

  /** The page's own signs of coming and going; a closing tab is noticed at once, not after 15 s. */
  #listen(): void {
    const { signal } = this.#isOver;
    const wake = () => void (document.visibilityState === 'visible' && this.#signaling.wake());
    addEventListener('online', () => this.#signaling.wake(), { signal });
    addEventListener('pageshow', wake, { signal });
    document.addEventListener('visibilitychange', wake, { signal });
    // A tab that the browser froze is thawed before it is seen (Page Lifecycle, Chromium).
    document.addEventListener('resume', () => this.#signaling.wake(), { signal });
    addEventListener('pagehide', () => this.#links.closeAll('page-hidden'), { signal });
    const timer = setInterval(() => this.#links.checkAssembly(Date.now()), LOOK_AROUND_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  #whyNot(peer: PeerId): string | undefined {
    if (peer === this.#id || peer === this.#key) return 'self';
    if (NODE_KEY.test(peer)) return undefined;
    // Links by hand have ids of their own, and nobody can dial them.
    if (!MEETING_ID.test(peer)) return 'no-way';
    return this.#signaling.isOnline ? undefined : 'meeting-place-offline';
  }

  #joined(id: PeerId, peers: readonly PeerId[]): void {
    this.#id = id;
    // Answers to what was offered under the old id would find nobody.
    this.#links.giveUpAll((peer) => MEETING_ID.test(peer), 'rejoined');
    this.#find(peers);
  }

  #find(peers: readonly PeerId[]): void {
    for (const peer of peers) if (peer !== this.#id) this.#events.found(peer);
  }

  async #describe(link: RtcLink, sdp: string): Promise<void> {
    const to = link.peer;
    const from = NODE_KEY.test(to) ? this.#key : this.#id;
    if (from === undefined || !this.#desk) return;
    const text = encodeDescription({ connId: link.connId, sdp });
    const kind = link.outbound ? 'offer' : 'answer';
    const payload = await this.#desk.seal({ kind, text }, { from, to });
    if (!link.isDialling) return;
    if (from === this.#key) this.#events.signal(to, payload);
    else if (!this.#signaling.relay(to, payload)) link.close('meeting-place-offline');
  }

  #hear({ from, to }: Route, { kind, text }: SignalText): void {
    const isOurs = to === this.#key || to === this.#id;
    const description = parseDescription(text);
    if (!isOurs || !description || this.#isOver.signal.aborted) return;
    const link = this.#links.get(from);
    if (kind === 'offer') {
      // Two that dial each other at once: the offer of the lower id stands.
      if (link?.isDialling && link.outbound && to < from) return;
      this.#links.answer(from, description.connId)?.describe('offer', description.sdp);
    } else if (link?.outbound && link.connId === description.connId) {
      link.describe('answer', description.sdp);
    }
  }
}
