/**
 * Signatures are what costs time in a block, and they are independent: a batch is spread over a few
 * workers in slices. It holds what the node asked for, and the node asks for a block at a time.
 *
 * A slice that a worker could not judge is judged here, one in each turn of the event loop. So is
 * everything when no worker can be had: slower, never wrong, and never for more than 50 ms.
 */

import type { SignatureCheck } from '../../consensus/signature.ts';
import type { Clock } from '../../node/ports.ts';
import { assert } from '../../util/assert.ts';
import { Batch, type BatchVerdict, type Slice } from './batch.ts';
import { findBad, packChecks } from './slice.ts';
import { SLICES_AHEAD, VerifySlot, type VerifyWorker } from './verify-slot.ts';

export interface VerifierPool {
  /** `done` is called once, later, unless the pool is stopped before. */
  verify(checks: readonly SignatureCheck[], done: (verdict: BatchVerdict) => void): void;
  /** Ends the workers and forgets what was asked. */
  stop(): void;
}

export interface VerifierPoolOptions {
  /** Called when there is something to verify, not before. */
  readonly makeWorker: () => VerifyWorker;
  /** Its alarm is used by the pool alone. */
  readonly clock: Clock;
  readonly threads: number;
}

const WATCH_MS = 1_000;

export function createVerifierPool(options: VerifierPoolOptions): VerifierPool {
  const { makeWorker, clock, threads } = options;
  assert(Number.isInteger(threads) && threads >= 0, 'a whole number of threads');
  const slots = Array.from({ length: threads }, () => new VerifySlot(slotOptions()));
  /** Waiting for a worker, in the order asked; `ours` has been to one in vain. */
  let waiting: Slice[] = [];
  let ours: Slice[] = [];
  /** Stays while verdicts come and go, or one silent worker among busy ones would never be seen. */
  let tickAt: number | undefined;

  function slotOptions() {
    return {
      makeWorker,
      judged: (slice: Slice, firstBad: number | undefined) => {
        slice.batch.judge(slice, firstBad);
        pump();
      },
      returned: (slices: readonly Slice[]) => {
        ours.push(...slices);
        pump();
      },
    };
  }

  function pump(): void {
    for (let load = 0; load < SLICES_AHEAD; load += 1) deal(load);
    if (slots.every((slot) => slot.isClosed)) ours.push(...waiting.splice(0));
    watch();
  }

  /** One slice to each that has no more than this, so that all work before any has a reserve. */
  function deal(load: number): void {
    for (const slot of slots) {
      const slice = slot.load <= load && !slot.isClosed ? next(waiting) : undefined;
      if (slice) slot.take(slice);
    }
  }

  /** Slices that no longer matter, because an earlier one was bad, are passed over. */
  function next(queue: Slice[]): Slice | undefined {
    for (let slice = queue.shift(); slice; slice = queue.shift()) {
      if (slice.batch.awaits(slice)) return slice;
    }
    return undefined;
  }

  function watch(): void {
    const isBusy = slots.some((slot) => slot.load > 0);
    if (isBusy) tickAt ??= clock.now() + WATCH_MS;
    else tickAt = undefined;
    const at = ours.length > 0 ? clock.now() : tickAt;
    if (at !== undefined) clock.wakeAt(at, beat);
  }

  function beat(): void {
    if (tickAt !== undefined && clock.now() >= tickAt) {
      tickAt = undefined;
      for (const slot of slots) slot.tick();
    }
    const slice = next(ours);
    if (slice) slice.batch.judge(slice, findBad(packChecks(slice.checks)));
    pump();
  }

  return {
    verify(checks, done) {
      waiting.push(...new Batch(checks, done).slices);
      pump();
    },
    stop() {
      waiting = [];
      ours = [];
      for (const slot of slots) slot.end();
    },
  };
}
