/**
 * One place for a verifying worker. The worker judges one slice at a time; when it dies or falls
 * silent, the slice goes back unjudged, because that it could not be verified does not make it bad.
 *
 * Silence is counted in ticks of the watchdog and not in time, since a device that slept for a
 * night has been silent for hours and is well.
 */

import type { Slice } from './batch.ts';
import { packChecks, type SliceOrder, type SliceVerdict } from './slice.ts';

/** What the pool uses of a Web Worker. */
export interface VerifyWorker {
  postMessage(order: SliceOrder, transfer: Transferable[]): void;
  terminate(): void;
  addEventListener(
    type: 'message' | 'error' | 'messageerror',
    listener: (event: Event) => void,
  ): void;
}

export interface VerifySlotOptions {
  readonly makeWorker: () => VerifyWorker;
  readonly judged: (slice: Slice, firstBad: number | undefined) => void;
  readonly returned: (slice: Slice) => void;
}

/** A slice takes 40 ms at most on a desk and a second on a poor phone, loading the script apart. */
const SILENT_TICKS_MAX = 5;
/** Failures in a row after which the place stays empty: there is a way without workers. */
const FAILURES_MAX = 3;

/** Invariant: at most one worker lives, and every slice taken is judged or returned, once. */
export class VerifySlot {
  readonly #options: VerifySlotOptions;
  #worker: VerifyWorker | undefined;
  #slice: Slice | undefined;
  #sliceId = 0;
  #silentTicks = 0;
  #failures = 0;

  constructor(options: VerifySlotOptions) {
    this.#options = options;
  }

  /** Given up: it takes no more slices. */
  get isClosed(): boolean {
    return this.#failures >= FAILURES_MAX;
  }

  get isFree(): boolean {
    return this.#slice === undefined && !this.isClosed;
  }

  take(slice: Slice): void {
    this.#slice = slice;
    this.#sliceId += 1;
    this.#silentTicks = 0;
    try {
      this.#worker ??= this.#spawn();
      const packed = packChecks(slice.checks);
      this.#worker.postMessage({ id: this.#sliceId, packed }, [packed.buffer]);
    } catch {
      this.#fail();
    }
  }

  /** To be called each second. */
  tick(): void {
    if (this.#slice === undefined) return;
    this.#silentTicks += 1;
    if (this.#silentTicks > SILENT_TICKS_MAX) this.#fail();
  }

  end(): void {
    this.#worker?.terminate();
    this.#worker = this.#slice = undefined;
  }

  #spawn(): VerifyWorker {
    const worker = this.#options.makeWorker();
    // What a terminated worker had already sent may still arrive.
    const isCurrent = () => this.#worker === worker;
    worker.addEventListener('message', (event) => {
      if (isCurrent()) this.#hear((event as MessageEvent<SliceVerdict>).data);
    });
    worker.addEventListener('error', () => isCurrent() && this.#fail());
    worker.addEventListener('messageerror', () => isCurrent() && this.#fail());
    return worker;
  }

  #hear({ id, firstBad }: SliceVerdict): void {
    const slice = this.#slice;
    if (slice === undefined || id !== this.#sliceId) return;
    this.#slice = undefined;
    this.#failures = 0;
    this.#options.judged(slice, firstBad);
  }

  #fail(): void {
    const slice = this.#slice;
    this.end();
    this.#failures += 1;
    if (slice !== undefined) this.#options.returned(slice);
  }
}
