/**
 * One direction of a link, as SCTP makes it: nothing is lost and each lane stays in order, but what
 * a lossy network loses comes late and holds up what follows. A clogged pipe lets nothing leave
 * until it is released; then all of it comes, in order.
 *
 * Bytes leave at a rate. A prompt message waits for the prompt ones before it only, since the
 * sender's own queue lets it overtake bulk; it delays the bulk that is sent after it.
 */

import type { Lane } from '../../src/node/ports.ts';
import type { Random } from '../../src/util/random.ts';
import { exponential, logNormal } from './streams.ts';
import type { Timeline } from './timeline.ts';

export interface PipeProfile {
  /** One way, the median over links. */
  readonly latencyMs: number;
  /** Standard deviation of the logarithm of the latencies of different links. */
  readonly latencySpread: number;
  /** Mean of what each message waits in addition. */
  readonly jitterMs: number;
  /** Share of messages that are lost once and sent again after a timeout. */
  readonly loss: number;
  readonly bytesPerSecond: number;
}

interface Held {
  readonly bytes: Uint8Array;
  readonly lane: Lane;
}

/** The shortest timer for sending again of dcSCTP, which Chromium uses. */
const RESEND_MS = 400;
/** Apart enough to keep the order whatever the heap does with equal times. */
const APART_MS = 0.001;

export class Pipe {
  private readonly timeline: Timeline;
  private readonly random: Random;
  private readonly profile: PipeProfile;
  private readonly deliver: (bytes: Uint8Array) => void;
  private readonly latencyMs: number;
  private readonly freeAt = { prompt: 0, bulk: 0 };
  private readonly arrivesAt = { prompt: 0, bulk: 0 };
  private held: Held[] = [];
  private heldBytes = 0;
  private holds = 0;
  private ending: (() => void) | undefined;
  private isCut = false;

  constructor(
    timeline: Timeline,
    random: Random,
    { profile, deliver }: { profile: PipeProfile; deliver: (bytes: Uint8Array) => void },
  ) {
    this.timeline = timeline;
    this.random = random;
    this.profile = profile;
    this.deliver = deliver;
    this.latencyMs = logNormal(random, profile.latencyMs, profile.latencySpread);
  }

  /** Bytes that have not left. */
  get backlog(): number {
    const waitMs = Math.max(0, this.freeAt.bulk - this.timeline.now);
    return this.heldBytes + Math.ceil((waitMs / 1000) * this.profile.bytesPerSecond);
  }

  /** The bytes are the pipe's from now on. */
  send(bytes: Uint8Array, lane: Lane): void {
    if (this.holds === 0) return this.transmit(bytes, lane);
    this.held.push({ bytes, lane });
    this.heldBytes += bytes.length;
  }

  /** Lets nothing leave, until released as often. */
  hold(): void {
    this.holds += 1;
  }

  release(): void {
    this.holds -= 1;
    if (this.holds > 0) return;
    const { held, ending } = this;
    this.discard();
    for (const { bytes, lane } of held) this.transmit(bytes, lane);
    if (ending !== undefined) this.end(ending);
  }

  /** What has left arrives, nothing else, and then the news that this is the end. */
  end(heard: () => void): void {
    this.discard();
    if (this.holds > 0) {
      this.ending = heard;
      return;
    }
    const lastMs = Math.max(this.arrivesAt.prompt, this.arrivesAt.bulk) + APART_MS;
    this.timeline.at(Math.max(this.timeline.now + this.latencyMs, lastMs), heard);
  }

  /** Whoever sends is no more, and with it what had not left. */
  discard(): void {
    this.held = [];
    this.heldBytes = 0;
  }

  /** Whoever stood at the far end hears nothing any more. */
  cut(): void {
    this.isCut = true;
  }

  private transmit(bytes: Uint8Array, lane: Lane): void {
    const { freeAt, profile, timeline } = this;
    const durationMs = (bytes.length / profile.bytesPerSecond) * 1000;
    const leftAt = Math.max(timeline.now, freeAt[lane]) + durationMs;
    freeAt.bulk = Math.max(timeline.now, freeAt.bulk) + durationMs;
    if (lane === 'prompt') freeAt.prompt = leftAt;
    const arrivesAt = Math.max(leftAt + this.delayMs(), this.arrivesAt[lane] + APART_MS);
    this.arrivesAt[lane] = arrivesAt;
    timeline.at(arrivesAt, () => {
      if (!this.isCut) this.deliver(bytes);
    });
  }

  private delayMs(): number {
    const { jitterMs, loss } = this.profile;
    const jitter = exponential(this.random, jitterMs);
    const isLost = loss > 0 && this.random.unit() < loss;
    return this.latencyMs + jitter + (isLost ? RESEND_MS : 0);
  }
}
