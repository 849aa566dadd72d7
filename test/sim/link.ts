/** Both ends of a channel between two simulated tabs, each a link in the sense of the ports. */

import type { Lane, PeerId, PeerLink, TransportEvents } from '../../src/node/ports.ts';
import { assert } from '../../src/util/assert.ts';
import type { Pipe } from './pipe.ts';
import type { Timeline } from './timeline.ts';

export interface LinkFacts {
  readonly id: number;
  readonly peer: PeerId;
  readonly outbound: boolean;
  readonly binding: Uint8Array;
  readonly events: TransportEvents;
  /** It is down, before its owner hears of it. */
  readonly ended: (link: SimLink, reason: string) => void;
}

export class SimLink implements PeerLink {
  readonly id: number;
  readonly peer: PeerId;
  readonly outbound: boolean;
  readonly binding: Uint8Array;
  readonly upAtMs: number;
  /** Since when nothing that it sends arrives, and nothing ever will; infinite while it lives. */
  deadSinceMs = Infinity;
  private readonly facts: LinkFacts;
  private readonly timeline: Timeline;
  private other: SimLink | undefined;
  private pipe: Pipe | undefined;
  private isDown = false;

  constructor(timeline: Timeline, facts: LinkFacts) {
    this.id = facts.id;
    this.peer = facts.peer;
    this.outbound = facts.outbound;
    this.binding = facts.binding;
    this.upAtMs = timeline.now;
    this.facts = facts;
    this.timeline = timeline;
  }

  get backlog(): number {
    return this.pipe?.backlog ?? 0;
  }

  get isOpen(): boolean {
    return !this.isDown;
  }

  /** The way to the other end. */
  get outward(): Pipe {
    assert(this.pipe !== undefined, 'a link has two ends');
    return this.pipe;
  }

  get inward(): Pipe {
    assert(this.other !== undefined, 'a link has two ends');
    return this.other.outward;
  }

  join(other: SimLink, pipe: Pipe): void {
    this.other = other;
    this.pipe = pipe;
    this.timeline.after(0, () => {
      if (!this.isDown) this.facts.events.up(this);
    });
  }

  send(bytes: Uint8Array, lane: Lane): void {
    if (!this.isDown) this.pipe?.send(bytes.slice(), lane);
  }

  receive(bytes: Uint8Array): void {
    if (!this.isDown) this.facts.events.message(this, bytes);
  }

  close(reason: string): void {
    if (this.isDown) return;
    this.end(reason);
    const { other } = this;
    this.pipe?.end(() => other?.end('closed'));
  }

  /** The network between the two is gone, and both find out. */
  break(): void {
    this.end('lost');
    this.other?.end('lost');
  }

  /** This end's half of closing; `down` comes once, and never within the call. */
  end(reason: string): void {
    if (this.isDown) return;
    this.isDown = true;
    this.facts.ended(this, reason);
    this.timeline.after(0, () => this.facts.events.down(this, reason));
  }

  /** Nothing passes any more, either way, and nobody is told. */
  die(): void {
    for (const pipe of [this.outward, this.inward]) pipe.hold();
    this.markDead();
    this.other?.markDead();
  }

  /** The tab at this end is no more: it hears nothing, not even of this end. */
  vanish(isNoticed: boolean): void {
    if (this.isDown) return;
    this.isDown = true;
    this.inward.cut();
    const { other } = this;
    if (isNoticed) this.pipe?.end(() => other?.end('closed'));
    else {
      this.inward.hold();
      this.outward.discard();
      other?.markDead();
    }
  }

  private markDead(): void {
    this.deadSinceMs = Math.min(this.deadSinceMs, this.timeline.now);
  }
}
