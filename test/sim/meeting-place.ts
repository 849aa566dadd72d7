/**
 * Where simulated tabs meet, and the transport that each of them has of it. It stands for the
 * signaling server and for what WebRTC does with its help: it tells each tab a random sample of
 * those who are there, and makes links, a few dials at a time. A tab that is dialled by its node
 * key is offered and answers by signals, which the nodes themselves must bring there.
 *
 * The meeting place may be closed for a while. Whoever comes then is invited by hand, by one tab.
 */

import { isNodeKey } from '../../src/net/link.ts';
import type { PeerId, Transport, TransportEvents } from '../../src/node/ports.ts';
import { assert } from '../../src/util/assert.ts';
import { toHex } from '../../src/util/bytes.ts';
import {
  CONNECTIONS_MAX,
  DIAL_TIMEOUT_MS,
  DIALS_MAX,
  SAMPLE_MAX_IDS,
} from '../../src/util/limits.ts';
import type { Random } from '../../src/util/random.ts';
import { SimLink } from './link.ts';
import { Pipe, type PipeProfile } from './pipe.ts';
import { between, pick } from './streams.ts';
import type { Timeline } from './timeline.ts';

/** Which tabs cannot reach which: those of different sides. */
export interface Partition {
  readonly sideOf: (name: string) => number;
  /** The meeting place names tabs of the other side, though they cannot be reached. */
  readonly isMeetingShared: boolean;
}

interface Session {
  readonly id: PeerId;
  readonly name: string;
  /** Its node key. */
  readonly key: PeerId;
  readonly events: TransportEvents;
  readonly links: Map<PeerId, SimLink>;
  /** Attempts under way; one that was signalled is told from the next by its number. */
  readonly dialling: Map<PeerId, number>;
  readonly waiting: Set<PeerId>;
  readonly nextLink: () => number;
  isOver: boolean;
}

/** A transport that can also end as a killed tab does. */
export interface SimTransport extends Transport {
  readonly links: readonly SimLink[];
  /** Ends all without a word; the others are told (`isNoticed`), or find out by themselves. */
  vanish(isNoticed: boolean): void;
}

const JOIN_MS = { low: 40, high: 200 } as const;
const LOOK_AROUND_MS = 5_000;
/** Offer, answer and ICE; the last part of it where the first two are signalled by nodes. */
const DIAL_MS = { low: 250, high: 900 } as const;
const ICE_MS = { low: 100, high: 500 } as const;
/** A sealed offer or answer has so many characters. */
const SIGNAL_PADDING = 'x'.repeat(2_000);

export class MeetingPlace {
  private readonly timeline: Timeline;
  private readonly random: Random;
  private readonly pipes: PipeProfile;
  private readonly sessions = new Map<PeerId, Session>();
  private readonly keys = new Map<PeerId, Session>();
  private partition: Partition | undefined;
  /** Pipes that the present partition holds, to be released by its end. */
  private severed: Pipe[] = [];
  private isClosed = false;
  private attempts = 0;

  constructor(timeline: Timeline, random: Random, pipes: PipeProfile) {
    this.timeline = timeline;
    this.random = random;
    this.pipes = pipes;
  }

  transport(name: string): SimTransport {
    let session: Session | undefined;
    let lastLink = 0;
    const nextLink = () => ++lastLink;
    return {
      get links() {
        return [...(session?.links.values() ?? [])];
      },
      start: (events, key) => {
        session ??= this.join({ name, key, events, nextLink });
      },
      seek: () => session && this.introduce(session),
      dial: (peer) => session && this.dial(session, peer),
      signal: (peer, payload) => session && this.signalled(session, peer, payload),
      stop: () => {
        if (session !== undefined) this.leave(session);
        session = undefined;
      },
      vanish: (isNoticed) => {
        if (session !== undefined) this.lose(session, isNoticed);
        session = undefined;
      },
    };
  }

  /** Each link once, by its dialling end, in the order in which they were made. */
  get links(): SimLink[] {
    const links: SimLink[] = [];
    for (const session of this.sessions.values()) {
      for (const link of session.links.values()) if (link.outbound) links.push(link);
    }
    return links;
  }

  /** Cuts what leads from one side to the other: broken at once, or silent until it is over. */
  divide(partition: Partition, isSilent: boolean): void {
    assert(this.partition === undefined, 'one partition at a time');
    this.partition = partition;
    for (const session of this.sessions.values()) {
      for (const link of session.links.values()) {
        const other = this.sessionOf(link.peer);
        if (!link.outbound || other === undefined || this.isReachable(session, other)) continue;
        if (isSilent) this.sever(link);
        else link.break();
      }
    }
  }

  heal(): void {
    this.partition = undefined;
    for (const pipe of this.severed) pipe.release();
    this.severed = [];
  }

  /** Nobody is introduced any more; links stay. */
  close(): void {
    this.isClosed = true;
    for (const { events } of this.sessions.values()) {
      events.meeting({ status: 'offline', population: 0, reason: 'closed' });
    }
  }

  open(): void {
    this.isClosed = false;
    for (const session of this.sessions.values()) {
      this.tellPopulation(session);
      this.introduce(session);
    }
  }

  private sever(link: SimLink): void {
    for (const pipe of [link.outward, link.inward]) {
      pipe.hold();
      this.severed.push(pipe);
    }
  }

  private join(facts: Pick<Session, 'name' | 'key' | 'events' | 'nextLink'>): Session {
    const session: Session = {
      ...facts,
      id: toHex(this.random.bytes(16)),
      links: new Map(),
      dialling: new Map(),
      waiting: new Set(),
      isOver: false,
    };
    this.timeline.after(between(this.random, JOIN_MS.low, JOIN_MS.high), () => {
      if (session.isOver) return;
      const hosts = [...this.sessions.values()].filter((host) => this.mayLink(session, host));
      this.sessions.set(session.id, session);
      this.keys.set(session.key, session);
      const host = this.isClosed ? pick(this.random, hosts) : undefined;
      if (host !== undefined) this.link(session, host, ['invitation-1', 'invitation-1']);
      this.tellPopulation(session);
      this.introduce(session);
      this.timeline.after(between(this.random, 0, LOOK_AROUND_MS), () => this.lookAround(session));
    });
    return session;
  }

  private lookAround(session: Session): void {
    if (session.isOver) return;
    this.timeline.after(LOOK_AROUND_MS, () => this.lookAround(session));
    this.tellPopulation(session);
  }

  private tellPopulation({ events }: Session): void {
    if (this.isClosed) return;
    events.meeting({ status: 'online', population: this.sessions.size });
  }

  private introduce(session: Session): void {
    if (this.isClosed || !this.sessions.has(session.id)) return;
    for (const { id } of this.sample(session)) session.events.found(id);
  }

  /** By picking at random rather than by shuffling all: a room may have a thousand tabs. */
  private sample(session: Session): Session[] {
    const all = [...this.sessions.values()];
    const picked = new Set<Session>();
    const wanted = Math.min(SAMPLE_MAX_IDS, all.length);
    for (let tries = 0; picked.size < wanted && tries < 8 * SAMPLE_MAX_IDS; tries += 1) {
      picked.add(all[this.random.below(all.length)]!);
    }
    return [...picked].filter((other) => other !== session && this.isTold(session, other));
  }

  private isTold(left: Session, right: Session): boolean {
    return this.partition?.isMeetingShared !== false || this.isReachable(left, right);
  }

  private isReachable(left: Session, right: Session): boolean {
    const { partition } = this;
    return partition === undefined || partition.sideOf(left.name) === partition.sideOf(right.name);
  }

  private sessionOf(peer: PeerId): Session | undefined {
    return isNodeKey(peer) ? this.keys.get(peer) : this.sessions.get(peer);
  }

  private dial(session: Session, peer: PeerId): void {
    session.waiting.add(peer);
    this.dialNext(session);
  }

  private dialNext(session: Session): void {
    const { dialling, links, waiting } = session;
    for (const peer of waiting) {
      if (dialling.size >= DIALS_MAX) return;
      waiting.delete(peer);
      if (links.has(peer) || dialling.has(peer)) this.miss(session, peer, 'linked');
      else this.attempt(session, peer);
    }
  }

  private attempt(session: Session, peer: PeerId): void {
    this.attempts += 1;
    const number = this.attempts;
    session.dialling.set(peer, number);
    if (isNodeKey(peer)) {
      this.timeline.after(0, () =>
        session.events.signal(peer, `offer ${number} ${SIGNAL_PADDING}`),
      );
      this.timeline.after(DIAL_TIMEOUT_MS, () => this.fail(session, peer, number));
    } else if (this.isClosed) {
      this.timeline.after(DIAL_TIMEOUT_MS, () => this.fail(session, peer, number));
    } else {
      const delayMs = between(this.random, DIAL_MS.low, DIAL_MS.high);
      this.timeline.after(delayMs, () => this.connect(session, peer, number));
    }
  }

  /** A node has brought a signal; an empty one says that none can be brought. */
  private signalled(session: Session, peer: PeerId, payload: string): void {
    const [kind, text] = payload.split(' ');
    const number = Number(text);
    if (kind === 'offer') {
      const answer = `answer ${number} ${SIGNAL_PADDING}`;
      this.timeline.after(0, () => session.events.signal(peer, answer));
    } else if (kind === 'answer') {
      const delayMs = between(this.random, ICE_MS.low, ICE_MS.high);
      this.timeline.after(delayMs, () => this.connect(session, peer, number));
    } else {
      const attempt = session.dialling.get(peer);
      if (attempt !== undefined) this.timeline.after(0, () => this.fail(session, peer, attempt));
    }
  }

  private connect(session: Session, peer: PeerId, number: number): void {
    if (session.isOver || session.dialling.get(peer) !== number) return;
    const other = this.sessionOf(peer);
    if (other === undefined) return this.fail(session, peer, number, 'gone');
    if (!this.isReachable(session, other)) {
      this.timeline.after(DIAL_TIMEOUT_MS, () => this.fail(session, peer, number));
      return;
    }
    session.dialling.delete(peer);
    const asKey = isNodeKey(peer);
    if (session.links.has(peer)) this.miss(session, peer, 'linked');
    else if (!this.mayLink(session, other)) this.miss(session, peer, 'refused');
    else this.link(session, other, asKey ? [peer, session.key] : [peer, session.id]);
    this.dialNext(session);
  }

  private fail(session: Session, peer: PeerId, number: number, reason = 'dial-timeout'): void {
    if (session.isOver || session.dialling.get(peer) !== number) return;
    session.dialling.delete(peer);
    this.miss(session, peer, reason);
    this.dialNext(session);
  }

  private miss({ events }: Session, peer: PeerId, reason: string): void {
    this.timeline.after(0, () => events.missed(peer, reason));
  }

  private mayLink(dialler: Session, answerer: Session): boolean {
    const isFull = [dialler, answerer].some(({ links }) => links.size >= CONNECTIONS_MAX);
    return !isFull && this.isReachable(dialler, answerer);
  }

  /** `ids` name the answerer to the dialler, and the dialler to the answerer. */
  private link(dialler: Session, answerer: Session, ids: readonly [PeerId, PeerId]): void {
    // Whoever dials anew has lost what there was before, and only the answerer has not noticed.
    answerer.links.get(ids[1])?.close('replaced');
    const binding = new Uint8Array(64);
    new TextEncoder().encodeInto(dialler.id, binding.subarray(0, 32));
    new TextEncoder().encodeInto(answerer.id, binding.subarray(32));
    const outbound = this.end(dialler, ids[0], { outbound: true, binding });
    const inbound = this.end(answerer, ids[1], { outbound: false, binding });
    outbound.join(inbound, this.pipe(inbound));
    inbound.join(outbound, this.pipe(outbound));
  }

  private end(
    session: Session,
    peer: PeerId,
    kind: { readonly outbound: boolean; readonly binding: Uint8Array },
  ): SimLink {
    const link = new SimLink(this.timeline, {
      ...kind,
      id: session.nextLink(),
      peer,
      events: session.events,
      ended: (link) => this.ended(session, link),
    });
    session.links.set(peer, link);
    return link;
  }

  private pipe(end: SimLink): Pipe {
    const deliver = (bytes: Uint8Array): void => end.receive(bytes);
    return new Pipe(this.timeline, this.random, { profile: this.pipes, deliver });
  }

  private ended(session: Session, link: SimLink): void {
    if (session.links.get(link.peer) === link) session.links.delete(link.peer);
  }

  private leave(session: Session): void {
    this.remove(session);
    for (const link of session.links.values()) link.close('stopped');
    this.timeline.after(0, () => session.events.meeting({ status: 'off', population: 0 }));
  }

  private remove(session: Session): void {
    session.isOver = true;
    this.sessions.delete(session.id);
    if (this.keys.get(session.key) === session) this.keys.delete(session.key);
  }

  private lose(session: Session, isNoticed: boolean): void {
    this.remove(session);
    for (const link of session.links.values()) link.vanish(isNoticed);
    session.links.clear();
  }
}
