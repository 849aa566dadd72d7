/**
 * Where simulated tabs meet, and the transport that each of them has of it. It stands for the
 * signaling server and for what WebRTC does with its help: it tells each tab a random sample of
 * those who are there, and makes links, a few dials at a time. How many links a tab looks for and
 * bears is the simulation's choice, so large rooms get a random mesh of bounded degree.
 */

import { Acquaintances } from '../../src/adapters/transport/acquaintances.ts';
import type { PeerId, Transport, TransportEvents } from '../../src/node/ports.ts';
import { assert } from '../../src/util/assert.ts';
import { toHex } from '../../src/util/bytes.ts';
import { DIAL_TIMEOUT_MS, DIALS_MAX, SAMPLE_MAX_IDS } from '../../src/util/limits.ts';
import type { Random } from '../../src/util/random.ts';
import { SimLink } from './link.ts';
import { Pipe, type PipeProfile } from './pipe.ts';
import { between } from './streams.ts';
import type { Timeline } from './timeline.ts';

export interface MeetingOptions {
  readonly pipes: PipeProfile;
  /** A tab with fewer links, those being dialled included, looks for more. */
  readonly linksWanted: number;
  /** A tab with so many links takes no more. */
  readonly linksMax: number;
}

/** Which tabs cannot reach which: those of different sides. */
export interface Partition {
  readonly sideOf: (name: string) => number;
  /** The meeting place names tabs of the other side, though they cannot be reached. */
  readonly isMeetingShared: boolean;
}

interface Session {
  readonly id: PeerId;
  readonly name: string;
  readonly events: TransportEvents;
  readonly links: Map<PeerId, SimLink>;
  readonly dialling: Set<PeerId>;
  readonly waiting: Set<PeerId>;
  readonly acquaintances: Acquaintances;
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
/** Offer, answer and ICE. */
const DIAL_MS = { low: 250, high: 900 } as const;

export class MeetingPlace {
  private readonly timeline: Timeline;
  private readonly random: Random;
  private readonly options: MeetingOptions;
  private readonly sessions = new Map<PeerId, Session>();
  private partition: Partition | undefined;
  /** Pipes that the present partition holds, to be released by its end. */
  private severed: Pipe[] = [];

  constructor(timeline: Timeline, random: Random, options: MeetingOptions) {
    this.timeline = timeline;
    this.random = random;
    this.options = options;
  }

  transport(name: string): SimTransport {
    let session: Session | undefined;
    let lastLink = 0;
    const nextLink = () => ++lastLink;
    return {
      get links() {
        return [...(session?.links.values() ?? [])];
      },
      start: (events) => {
        session ??= this.join(name, events, nextLink);
      },
      seek: () => session && this.introduce(session),
      dial: (peer) => session && this.dial(session, peer),
      signal: () => {},
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
        const other = this.sessions.get(link.peer);
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

  private sever(link: SimLink): void {
    for (const pipe of [link.outward, link.inward]) {
      pipe.hold();
      this.severed.push(pipe);
    }
  }

  private join(name: string, events: TransportEvents, nextLink: () => number): Session {
    const session: Session = {
      id: toHex(this.random.bytes(16)),
      name,
      events,
      links: new Map(),
      dialling: new Set(),
      waiting: new Set(),
      acquaintances: new Acquaintances(),
      nextLink,
      isOver: false,
    };
    this.timeline.after(between(this.random, JOIN_MS.low, JOIN_MS.high), () => {
      if (session.isOver) return;
      this.sessions.set(session.id, session);
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
    if (this.isLonely(session)) this.introduce(session);
  }

  private isLonely({ links, dialling }: Session): boolean {
    const possible = Math.min(this.sessions.size - 1, this.options.linksWanted);
    return links.size + dialling.size < possible;
  }

  private tellPopulation({ events }: Session): void {
    events.meeting({ status: 'online', population: this.sessions.size });
  }

  private introduce(session: Session): void {
    const unknown = this.sample(session).filter(({ id }) => !session.links.has(id));
    const ids = unknown.map(({ id }) => id);
    for (const id of session.acquaintances.meet(ids, this.timeline.now)) session.events.found(id);
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

  private dial(session: Session, peer: PeerId): void {
    if (peer === session.id || session.links.has(peer) || session.dialling.has(peer)) return;
    session.waiting.add(peer);
    this.dialNext(session);
  }

  private dialNext(session: Session): void {
    const { dialling, links, waiting } = session;
    for (const peer of waiting) {
      if (links.size + dialling.size >= this.options.linksWanted) return waiting.clear();
      if (dialling.size >= DIALS_MAX) return undefined;
      waiting.delete(peer);
      if (links.has(peer)) continue;
      dialling.add(peer);
      const other = this.sessions.get(peer);
      const isInVain = other !== undefined && !this.isReachable(session, other);
      const delayMs = isInVain ? DIAL_TIMEOUT_MS : between(this.random, DIAL_MS.low, DIAL_MS.high);
      this.timeline.after(delayMs, () => this.dialled(session, peer));
    }
    return undefined;
  }

  private dialled(session: Session, peer: PeerId): void {
    session.dialling.delete(peer);
    if (session.isOver) return;
    const other = this.sessions.get(peer);
    if (other === undefined) session.acquaintances.forget(peer);
    else if (!this.mayLink(session, other)) {
      session.acquaintances.parted(peer, 0, this.timeline.now);
    } else if (!session.links.has(peer)) this.link(session, other);
    this.dialNext(session);
  }

  private mayLink(dialler: Session, answerer: Session): boolean {
    const hasRoom = answerer.links.size < this.options.linksMax || answerer.links.has(dialler.id);
    return (
      hasRoom && dialler.links.size < this.options.linksMax && this.isReachable(dialler, answerer)
    );
  }

  private link(dialler: Session, answerer: Session): void {
    // Whoever dials anew has lost what there was before, and only the answerer has not noticed.
    answerer.links.get(dialler.id)?.close('replaced');
    const binding = new Uint8Array(64);
    new TextEncoder().encodeInto(dialler.id, binding.subarray(0, 32));
    new TextEncoder().encodeInto(answerer.id, binding.subarray(32));
    const outbound = this.end(dialler, answerer.id, { outbound: true, binding });
    const inbound = this.end(answerer, dialler.id, { outbound: false, binding });
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
    return new Pipe(this.timeline, this.random, { profile: this.options.pipes, deliver });
  }

  private ended(session: Session, link: SimLink): void {
    if (session.links.get(link.peer) === link) session.links.delete(link.peer);
    const { now } = this.timeline;
    session.acquaintances.parted(link.peer, now - link.upAtMs, now);
  }

  private leave(session: Session): void {
    session.isOver = true;
    this.sessions.delete(session.id);
    for (const link of session.links.values()) link.close('stopped');
    this.timeline.after(0, () => session.events.meeting({ status: 'off', population: 0 }));
  }

  private lose(session: Session, isNoticed: boolean): void {
    session.isOver = true;
    this.sessions.delete(session.id);
    for (const link of session.links.values()) link.vanish(isNoticed);
    session.links.clear();
  }
}
