/**
 * A batch of signature checks, cut into slices that are judged in any order by anyone. The verdict
 * names the first bad signature, so it stands as soon as everything before that one is known good.
 */

import type { SignatureCheck } from '../../consensus/signature.ts';
import { assert } from '../../util/assert.ts';
import { SLICE_MAX_CHECKS } from './slice.ts';

export interface BatchVerdict {
  readonly ok: boolean;
  /** The lowest index of a bad signature; absent where all are good. */
  readonly firstBad?: number;
}

export interface Slice {
  readonly batch: Batch;
  /** Where it starts in its batch. */
  readonly offset: number;
  readonly checks: readonly SignatureCheck[];
}

/** Invariant: `done` is called once, when no slice is open that could change the verdict. */
export class Batch {
  readonly slices: readonly Slice[];
  readonly #done: (verdict: BatchVerdict) => void;
  readonly #open: Set<Slice>;
  #firstBad = Infinity;
  #isSettled = false;

  constructor(checks: readonly SignatureCheck[], done: (verdict: BatchVerdict) => void) {
    assert(checks.length > 0, 'something to verify');
    const offsets = Array.from(
      { length: Math.ceil(checks.length / SLICE_MAX_CHECKS) },
      (_, at) => at * SLICE_MAX_CHECKS,
    );
    this.slices = offsets.map((offset) => {
      return { batch: this, offset, checks: checks.slice(offset, offset + SLICE_MAX_CHECKS) };
    });
    this.#open = new Set(this.slices);
    this.#done = done;
  }

  /** Whether judging this slice could still change the verdict. */
  awaits(slice: Slice): boolean {
    return this.#open.has(slice) && slice.offset < this.#firstBad;
  }

  /** `firstBad` is an index within the slice. */
  judge(slice: Slice, firstBad: number | undefined): void {
    this.#open.delete(slice);
    if (firstBad !== undefined) this.#firstBad = Math.min(this.#firstBad, slice.offset + firstBad);
    const isOpen = [...this.#open].some((other) => other.offset < this.#firstBad);
    if (isOpen || this.#isSettled) return;
    this.#isSettled = true;
    const isGood = this.#firstBad === Infinity;
    this.#done(isGood ? { ok: true } : { ok: false, firstBad: this.#firstBad });
  }
}
