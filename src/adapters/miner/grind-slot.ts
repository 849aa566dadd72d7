/**
 * One place for a mining worker, filled again when the worker dies or falls silent: out of memory,
 * crashed or hung workers end without a word in some browsers.
 *
 * Silence is counted in ticks of the watchdog and not in time, since a device that slept for a
 * night has been silent for hours and is well.
 */

import type { MiningHit, MiningJob } from '../../node/ports.ts';
import type { Order, Report } from './batches.ts';
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

export interface SlotState {
  /** 'lost' = the last worker failed; 'none' = this device has no such thing. */
  readonly state: 'starting' | 'ready' | 'lost' | 'none';
  readonly reason?: string;
}

export interface GrindSlotOptions {
  readonly makeWorker: () => GrindWorker;
  /** 6 bytes of extra nonce that no other worker has; asked for once for each worker. */
  readonly nextPrefix: () => Uint8Array;
  readonly now: () => number;
  readonly hit: (hit: MiningHit) => void;
  readonly completed: (hashes: number) => void;
  /** So many failures in a row are enough; without it the slot tries for ever. */
  readonly failuresMax?: number;
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
  #intensity: number | undefined;
  #state: SlotState = { state: 'starting' };
  #isGivenUp = false;
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

  get state(): SlotState {
    return this.#state;
  }

  /** `intensity` in percent of the time, for workers that can rest. */
  order(job: MiningJob | undefined, intensity?: number): void {
    if (job && !this.#job) this.#meter.start(this.#options.now());
    this.#job = job;
    this.#intensity = intensity;
    if (this.#worker) this.#pass();
    else this.#spawnWhenDue();
  }

  /** To be called each second. */
  tick(): void {
    if (!this.#worker) {
      this.#restTicks = Math.max(0, this.#restTicks - 1);
      this.#spawnWhenDue();
      return;
    }
    if (!this.#isBusy) return;
    this.#silentTicks += 1;
    if (this.#silentTicks > (this.#isReady ? SILENT_TICKS_MAX : LOADING_TICKS_MAX)) {
      this.#fail('it fell silent');
    }
  }

  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#job = undefined;
  }

  #spawnWhenDue(): void {
    if (this.#job && this.#restTicks === 0 && !this.#isGivenUp) this.#spawn();
  }

  #spawn(): void {
    try {
      const worker = this.#options.makeWorker();
      // What a terminated worker had already sent may still arrive.
      const isCurrent = () => this.#worker === worker;
      worker.addEventListener('message', (event) => {
        if (isCurrent()) this.#hear((event as MessageEvent<Report>).data);
      });
      const fail = () => isCurrent() && this.#fail('its worker crashed');
      worker.addEventListener('error', fail);
      worker.addEventListener('messageerror', fail);
      this.#worker = worker;
    } catch {
      this.#fail('its worker does not start');
      return;
    }
    this.#isReady = false;
    this.#prefix = Uint8Array.from(this.#options.nextPrefix());
    this.#pass();
  }

  #pass(): void {
    this.#isBusy = this.#job !== undefined;
    this.#silentTicks = 0;
    this.#worker?.postMessage(this.#makeOrder());
  }

  #makeOrder(): Order {
    const job = this.#job;
    if (!job) return { type: 'stop' };
    const intensity = this.#intensity;
    const order = { type: 'work', job, prefix: this.#prefix } as const;
    return intensity === undefined ? order : { ...order, intensity };
  }

  #hear(report: Report): void {
    this.#silentTicks = 0;
    if (report.type === 'unable') {
      this.#isGivenUp = report.forGood;
      this.#fail(report.reason);
      return;
    }
    this.#isReady = true;
    this.#state = { state: 'ready' };
    if (report.type === 'progress') {
      this.#failures = 0;
      this.#meter.add(report.hashes, this.#options.now());
      this.#options.completed(report.hashes);
    } else if (report.type === 'hit') {
      if (report.hit.jobId === this.#job?.id) this.#isBusy = false;
      this.#options.hit(report.hit);
    }
  }

  #fail(reason: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#state = { state: this.#isGivenUp ? 'none' : 'lost', reason };
    this.#failures += 1;
    this.#isGivenUp ||= this.#failures >= (this.#options.failuresMax ?? Infinity);
    this.#restTicks = Math.min(REST_TICKS_MAX, 2 ** (this.#failures - 1));
  }
}
