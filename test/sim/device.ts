/** What a simulated tab runs on: a clock that is off, and miners with more or less luck. */

import { createPlainKernel } from '../../src/adapters/miner/kernel/plain.ts';
import {
  extraNonce,
  jobHeader,
  WORKER_PREFIX_BYTES,
} from '../../src/adapters/miner/search-space.ts';
import type { Clock, Miner, MiningEffort, MiningHit, MiningJob } from '../../src/node/ports.ts';
import { assert } from '../../src/util/assert.ts';
import type { Random } from '../../src/util/random.ts';
import { exponential } from './streams.ts';
import type { Appointment, Timeline } from './timeline.ts';

/** When simulations begin, in ms since 1970. */
export const START_MS = 1_700_000_000_000;
/** A wake-up takes a moment, so a node that is never done cannot stop the time. */
const WAKE_MS = 0.05;

export class SimClock implements Clock {
  private readonly timeline: Timeline;
  private aheadMs: number;
  private alarm: Appointment | undefined;
  private wake: (() => void) | undefined;
  /** By the clock; the alarm may ring sooner and is then set again. */
  private wakeTime = Infinity;
  /** By the clock, when the alarm was set. */
  private setAt = 0;

  constructor(timeline: Timeline, aheadMs: number) {
    this.timeline = timeline;
    this.aheadMs = Math.round(aheadMs);
  }

  now(): number {
    return Math.floor(START_MS + this.timeline.now + this.aheadMs);
  }

  wakeAt(time: number, wake: () => void): void {
    this.wake = wake;
    this.wakeTime = time;
    const ringsAt = this.alarm?.run === undefined ? Infinity : this.alarm.at;
    if (this.dueAt < ringsAt) this.setAlarm();
  }

  /** Somebody sets the clock. Alarms ring when they would have: timers know nothing of clocks. */
  jump(byMs: number): void {
    this.aheadMs += Math.round(byMs);
  }

  stop(): void {
    this.wake = undefined;
    this.timeline.cancel(this.alarm);
  }

  private get dueAt(): number {
    const atMs = this.wakeTime - START_MS - this.aheadMs;
    return Math.max(atMs, this.timeline.now + WAKE_MS);
  }

  private setAlarm(): void {
    this.timeline.cancel(this.alarm);
    this.setAt = this.now();
    this.alarm = this.timeline.at(this.dueAt, () => this.ring());
  }

  private ring(): void {
    this.alarm = undefined;
    // As the device's clock does: set back, it rings early rather than late.
    if (this.now() < this.wakeTime && this.now() >= this.setAt) return this.setAlarm();
    const { wake } = this;
    this.wake = undefined;
    return wake?.();
  }
}

/**
 * Finds blocks as a device of this speed does: after a time that is exponential, with a mean that
 * follows from the target. Only then it searches, for real, and finds a header that is good enough.
 * As chance has no memory, a new job changes nothing as long as its target is the same.
 */
export class SimMiner implements Miner {
  private readonly timeline: Timeline;
  private readonly random: Random;
  private readonly hashesPerMs: number;
  private readonly kernel = createPlainKernel();
  private readonly prefix: Uint8Array;
  private order: { readonly job: MiningJob; readonly found: (hit: MiningHit) => void } | undefined;
  private strike: Appointment | undefined;
  private workDue = 0;
  private jobs = 0;
  private hashes = 0;
  private threads = 0;

  constructor(timeline: Timeline, random: Random, hashesPerSecond: number) {
    this.timeline = timeline;
    this.random = random;
    this.hashesPerMs = hashesPerSecond / 1000;
    this.prefix = random.bytes(WORKER_PREFIX_BYTES);
  }

  get rate() {
    return {
      hashes: this.hashes,
      perWorker: Array.from({ length: this.threads }, () => this.hashesPerMs * 1000),
    };
  }

  work(
    job: MiningJob | undefined,
    { threads }: MiningEffort,
    found: (hit: MiningHit) => void,
  ): void {
    this.threads = job === undefined ? 0 : threads;
    if (job === undefined || threads === 0) return this.stop();
    this.order = { job, found };
    const work = hashesExpected(job.target);
    if (this.strike?.run !== undefined && work === this.workDue) return;
    this.timeline.cancel(this.strike);
    this.workDue = work;
    const afterMs = exponential(this.random, work / this.hashesPerMs);
    this.strike = this.timeline.after(afterMs, () => this.find());
  }

  stop(): void {
    this.order = undefined;
    this.timeline.cancel(this.strike);
  }

  private find(): void {
    const { order } = this;
    this.strike = undefined;
    if (order === undefined) return;
    const nonce = extraNonce(this.prefix, this.jobs++);
    this.kernel.load(jobHeader(order.job, nonce), order.job.target);
    const { nonces, hits } = this.kernel.scan(0, 0xffff_ffff);
    assert(hits[0] !== undefined, 'targets of simulations are easy');
    this.hashes += nonces;
    this.order = undefined;
    order.found({ jobId: order.job.id, extraNonce: nonce, ...hits[0] });
  }
}

function hashesExpected(target: Uint8Array): number {
  const leading = new DataView(target.buffer, target.byteOffset, 8).getBigUint64(0);
  return 2 ** 64 / (Number(leading) + 1);
}
