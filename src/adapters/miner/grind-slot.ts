/**
 * One place for a mining worker, filled again when the worker dies or falls silent: out of memory,
 * crashed or hung workers end without a word in some browsers.
 *
 * Silence is counted in ticks of the watchdog and not in time, since a device that slept for a
 * night has been silent for hours and is well.
 */

import type { MiningHit, MiningJob } from '../../node/ports.ts';
import type { Order, Report } from './grinder.ts';
import { RateMeter } from './rate-meter.ts';

/** What the pool uses of a Web Worker. */
export interface GrindWorker {
  postMessage(order: Order): void;
  terminate(): void;
  addEventListener(
    type: 'message' | 'error' | 'messageerror',
    listener: (event: Event) => void,
  ): void;
}

export interface GrindSlotOptions {
  readonly makeWorker: () => GrindWorker;
  /** 6 bytes of extra nonce that no other worker has; asked for once for each worker. */
  readonly nextPrefix: () => Uint8Array;
  readonly now: () => number;
  readonly hit: (hit: MiningHit) => void;
  readonly completed: (hashes: number) => void;
}

/** Workers report four times a second; a busy device may be late, but not for so long. */
const SILENT_TICKS_MAX = 5;
/** Loading the worker's script takes its time on a slow line. */
const LOADING_TICKS_MAX = 20;
/** A worker that fails again and again is tried less and less often. */
const REST_TICKS_MAX = 32;

/** Invariant: at most one worker lives, and it has been given the newest order. */
export class GrindSlot {
  readonly #options: GrindSlotOptions;
  readonly #meter = new RateMeter();
  #worker: GrindWorker | undefined;
  #prefix = new Uint8Array();
  #job: MiningJob | undefined;
  #isReady = false;
  /** It owes a report: it has a job, and has not found its block. */
  #isBusy = false;
  #silentTicks = 0;
  #restTicks = 0;
  #failures = 0;

  constructor(options: GrindSlotOptions) {
    this.#options = options;
  }

  get hashesPerSecond(): number {
    return this.#meter.perSecond(this.#options.now());
  }

  order(job: MiningJob | undefined): void {
    if (job && !this.#job) this.#meter.start(this.#options.now());
    this.#job = job;
    if (this.#worker) this.#pass();
    else if (job && this.#restTicks === 0) this.#spawn();
  }

  /** To be called each second. */
  tick(): void {
    if (!this.#worker) {
      this.#restTicks = Math.max(0, this.#restTicks - 1);
      if (this.#job && this.#restTicks === 0) this.#spawn();
      return;
    }
    if (!this.#isBusy) return;
    this.#silentTicks += 1;
    if (this.#silentTicks > (this.#isReady ? SILENT_TICKS_MAX : LOADING_TICKS_MAX)) this.#fail();
  }

  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#job = undefined;
  }

  #spawn(): void {
    try {
      const worker = this.#options.makeWorker();
      // What a terminated worker had already sent may still arrive.
      const isCurrent = () => this.#worker === worker;
      worker.addEventListener('message', (event) => {
        if (isCurrent()) this.#hear((event as MessageEvent<Report>).data);
      });
      worker.addEventListener('error', () => isCurrent() && this.#fail());
      worker.addEventListener('messageerror', () => isCurrent() && this.#fail());
      this.#worker = worker;
    } catch {
      this.#fail();
      return;
    }
    this.#isReady = false;
    this.#prefix = Uint8Array.from(this.#options.nextPrefix());
    this.#pass();
  }

  #pass(): void {
    const job = this.#job;
    this.#isBusy = job !== undefined;
    this.#silentTicks = 0;
    this.#worker?.postMessage(job ? { type: 'work', job, prefix: this.#prefix } : { type: 'stop' });
  }

  #hear(report: Report): void {
    this.#silentTicks = 0;
    this.#isReady = true;
    if (report.type === 'progress') {
      this.#failures = 0;
      this.#meter.add(report.hashes, this.#options.now());
      this.#options.completed(report.hashes);
    } else if (report.type === 'hit') {
      if (report.hit.jobId === this.#job?.id) this.#isBusy = false;
      this.#options.hit(report.hit);
    }
  }

  #fail(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#failures += 1;
    this.#restTicks = Math.min(REST_TICKS_MAX, 2 ** (this.#failures - 1));
  }
}
