/**
 * One place for a verifying worker. When the worker dies or falls silent, its slices go back
 * unjudged, because that they could not be verified does not make them bad.
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
  readonly returned: (slices: readonly Slice[]) => void;
}

/** Slices given at once: the thread that deals them may be busy for 50 ms while others go idle. */
export const SLICES_AHEAD = 3;
/** A slice takes 40 ms at most on a desk and a second on a poor phone, loading the script apart. */
const SILENT_TICKS_MAX = 5;
/** Failures in a row after which the place stays empty: there is a way without workers. */
const FAILURES_MAX = 3;

/** Invariant: at most one worker lives, and every slice taken is judged or returned, once. */
export class VerifySlot {
  readonly #options: VerifySlotOptions;
  #worker: VerifyWorker | undefined;
  /** Taken and not yet judged, by the id under which the worker knows them. */
  readonly #slices = new Map<number, Slice>();
  #lastId = 0;
  #silentTicks = 0;
  #failures = 0;

  constructor(options: VerifySlotOptions) {
    this.#options = options;
  }

  /** Given up: it takes no more slices. */
  get isClosed(): boolean {
    return this.#failures >= FAILURES_MAX;
  }

  /** Slices it has not judged yet. */
  get load(): number {
    return this.#slices.size;
  }

  take(slice: Slice): void {
    if (this.#slices.size === 0) this.#silentTicks = 0;
    const id = ++this.#lastId;
    this.#slices.set(id, slice);
    try {
      this.#worker ??= this.#spawn();
      const packed = packChecks(slice.checks);
      this.#worker.postMessage({ id, packed }, [packed.buffer]);
    } catch {
      this.#fail();
    }
  }

  /** To be called each second. */
  tick(): void {
    if (this.#slices.size === 0) return;
    this.#silentTicks += 1;
    if (this.#silentTicks > SILENT_TICKS_MAX) this.#fail();
  }

  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#slices.clear();
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
    const slice = this.#slices.get(id);
    if (slice === undefined) return;
    this.#slices.delete(id);
    this.#silentTicks = 0;
    this.#failures = 0;
    this.#options.judged(slice, firstBad);
  }

  #fail(): void {
    const slices = [...this.#slices.values()];
    this.end();
    this.#failures += 1;
    this.#options.returned(slices);
  }
}
