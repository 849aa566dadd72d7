/**
 * One end of a link on a switchboard. A message leaves when the weather lets it, and arrives a
 * latency later; none overtakes another, so one that got lost holds up those behind it.
 */

import type { Lane, PeerId, PeerLink, TransportEvents } from '../../node/ports.ts';
import { assert } from '../../util/assert.ts';
import { MESSAGE_MAX_BYTES, SEND_QUEUE_MAX_BYTES } from '../../util/limits.ts';
import { type LinkWeather, travelMs } from './weather.ts';

/** Of all messages between two participants, both ways. */
export interface Traffic {
  readonly messages: number;
  readonly sizeBytes: number;
}

/** What a link needs of the participant that holds it. */
export interface SwitchedEnd {
  readonly id: PeerId;
  readonly links: Map<PeerId, SwitchedLink>;
  events: TransportEvents | undefined;
  nextLink: number;
}

export interface SwitchedFacts {
  readonly outbound: boolean;
  readonly binding: Uint8Array;
  readonly traffic: { messages: number; sizeBytes: number };
  readonly later: (event: () => void, delayMs: number) => void;
  readonly now: () => number;
  readonly travel: () => { readonly weather: LinkWeather; readonly random: () => number };
}

export class SwitchedLink implements PeerLink {
  readonly id: number;
  readonly peer: PeerId;
  readonly outbound: boolean;
  readonly binding: Uint8Array;
  readonly #end: SwitchedEnd;
  readonly #events: TransportEvents;
  readonly #facts: SwitchedFacts;
  #other: SwitchedLink | undefined;
  #backlog = 0;
  #isDown = false;
  /** When the last message leaves, and when it arrives. */
  #leavesAt = -Infinity;
  #arrivesAt = -Infinity;

  /** `peer` is the other one's id, as this one knows it. */
  constructor(end: SwitchedEnd, peer: PeerId, facts: SwitchedFacts) {
    assert(end.events, 'a tab that is not started has no links');
    this.id = end.nextLink++;
    this.peer = peer;
    this.outbound = facts.outbound;
    this.binding = facts.binding;
    this.#end = end;
    this.#events = end.events;
    this.#facts = facts;
  }

  get backlog(): number {
    return this.#backlog;
  }

  /** Id of the participant at the other end, whatever it was dialled by. */
  get leadsTo(): PeerId | undefined {
    return this.#other && this.#other.#end.id;
  }

  /** The id under which the other end knows this one. */
  get nameThere(): PeerId | undefined {
    return this.#other?.peer;
  }

  open(other: SwitchedLink): void {
    this.#other = other;
    this.#end.links.set(this.peer, this);
    this.#facts.later(() => this.#events.up(this), 0);
  }

  send(bytes: Uint8Array, _lane: Lane): void {
    if (this.#isDown) return;
    if (bytes.length > MESSAGE_MAX_BYTES) return this.close('message-too-large');
    if (this.#backlog + bytes.length > SEND_QUEUE_MAX_BYTES) return this.close('send-queue-full');
    const message = bytes.slice();
    this.#count(message);
    const { leavesInMs, arrivesInMs } = this.#schedule();
    this.#facts.later(() => {
      this.#backlog -= message.length;
      if (leavesInMs === arrivesInMs) this.#other?.receive(message);
    }, leavesInMs);
    if (leavesInMs === arrivesInMs) return;
    this.#facts.later(() => this.#other?.receive(message), arrivesInMs);
  }

  receive(message: Uint8Array): void {
    if (!this.#isDown) this.#events.message(this, message);
  }

  close(reason: string): void {
    this.end(reason);
    this.#other?.end('closed');
  }

  /** Neither side closes it: it is gone for both. */
  sever(): void {
    this.end('cut');
    this.#other?.end('cut');
  }

  /** This side's half of closing; `down` comes once, and later. */
  end(reason: string): void {
    if (this.#isDown) return;
    this.#isDown = true;
    if (this.#end.links.get(this.peer) === this) this.#end.links.delete(this.peer);
    this.#facts.later(() => this.#events.down(this, reason), 0);
  }

  #count(message: Uint8Array): void {
    const { traffic } = this.#facts;
    this.#backlog += message.length;
    traffic.messages += 1;
    traffic.sizeBytes += message.length;
  }

  #schedule(): { readonly leavesInMs: number; readonly arrivesInMs: number } {
    const now = this.#facts.now();
    const { weather, random } = this.#facts.travel();
    const inMs = travelMs(weather, random);
    this.#arrivesAt = Math.max(this.#arrivesAt, now + inMs);
    this.#leavesAt = Math.max(this.#leavesAt, this.#arrivesAt - weather.latencyMs, now);
    return { leavesInMs: this.#leavesAt - now, arrivesInMs: this.#arrivesAt - now };
  }
}
