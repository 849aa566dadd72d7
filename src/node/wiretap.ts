/**
 * What passes between this tab and its peers, for somebody who looks: each message in and out, each
 * link that opens or closes, in the order in which the node met them. While nobody has asked for a
 * few seconds nothing is copied and nothing is kept.
 */

import type { LinkId } from '../net/link.ts';
import { WIRETAP_EVENTS_MAX, WIRETAP_MESSAGE_MAX_BYTES } from '../util/limits.ts';
import type { Effect, Input } from './ports.ts';

export interface WireEvent {
  /** Rises by one with each. */
  readonly id: number;
  /** Milliseconds since 1970, by this tab's clock. */
  readonly at: number;
  readonly link: LinkId;
  readonly kind: 'received' | 'sent' | 'opened' | 'closed';
  /** Of the whole message; 0 for what is none. */
  readonly sizeBytes: number;
  /** The message from its first byte on, as far as it is kept. */
  readonly bytes: Uint8Array;
  /** Why a link was closed; for a broken rule its code. */
  readonly reason?: string;
}

export interface WireEvents {
  readonly events: readonly WireEvent[];
  /** To be asked for next. */
  readonly next: number;
  /** Passed since the last question and could not be kept. */
  readonly missed: number;
}

/** Whoever looks asks several times a second; a hidden tab's page once. */
const LEASE_MS = 10_000;
const NO_BYTES = new Uint8Array(0);

export class Wiretap {
  private kept: WireEvent[] = [];
  private lastId = 0;
  private openUntil = -Infinity;

  /** To be told of each step of the node. */
  see(input: Input, effects: readonly Effect[], now: number): void {
    if (now > this.openUntil) return this.close();
    this.seeInput(input, now);
    for (const effect of effects) this.seeEffect(effect, now);
    const excess = this.kept.length - WIRETAP_EVENTS_MAX;
    if (excess > 0) this.kept.splice(0, excess);
  }

  /** Events from that id on; from 0 whatever is kept. The first question opens the tap. */
  events(from: number, now: number): WireEvents {
    const isOpen = now <= this.openUntil;
    this.openUntil = now + LEASE_MS;
    const events = isOpen ? this.kept.filter(({ id }) => id >= from) : [];
    const first = events[0]?.id ?? this.lastId + 1;
    const missed = from === 0 || from > first ? 0 : first - from;
    return { events, next: this.lastId + 1, missed };
  }

  private close(): void {
    if (this.kept.length > 0) this.kept = [];
  }

  private seeInput(input: Input, now: number): void {
    if (input.type === 'message') this.keepMessage('received', input, now);
    else if (input.type === 'up') this.keepChange('opened', input, now);
    else if (input.type === 'down') this.keepChange('closed', input, now);
  }

  private seeEffect(effect: Effect, now: number): void {
    if (effect.type === 'send') this.keepMessage('sent', effect, now);
    else if (effect.type === 'drop') this.keepChange('closed', effect, now);
  }

  private keepMessage(
    kind: 'received' | 'sent',
    { link, bytes }: { readonly link: LinkId; readonly bytes: Uint8Array },
    now: number,
  ): void {
    const head = bytes.slice(0, WIRETAP_MESSAGE_MAX_BYTES);
    this.keep({ at: now, link, kind, sizeBytes: bytes.length, bytes: head });
  }

  private keepChange(
    kind: 'opened' | 'closed',
    { link, reason }: { readonly link: LinkId; readonly reason?: string },
    now: number,
  ): void {
    // A link that we drop is reported as down soon after: the first reason is the true one.
    const isTold = this.kept.some((it) => it.link === link && it.kind === kind);
    if (isTold) return;
    const event = { at: now, link, kind, sizeBytes: 0, bytes: NO_BYTES };
    this.keep(reason === undefined ? event : { ...event, reason });
  }

  private keep(event: Omit<WireEvent, 'id'>): void {
    this.lastId += 1;
    this.kept.push({ id: this.lastId, ...event });
  }
}
