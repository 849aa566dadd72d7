/** What a simulation ends with when a promise was broken: all that is needed to see it again. */

export interface Circumstances {
  readonly seed: number;
  /** Number of the input that was handled last, over all nodes. */
  readonly event: number;
  readonly atMs: number;
  readonly rerun: string;
}

export class Violation extends Error {
  readonly invariant: string;
  readonly circumstances: Circumstances;

  constructor(invariant: string, detail: string, circumstances: Circumstances) {
    const { seed, event, atMs, rerun } = circumstances;
    super(
      `seed ${seed}, event ${event}, ${(atMs / 1000).toFixed(3)} s: ${invariant}: ${detail}\n` +
        `to see it again: ${rerun}`,
    );
    this.name = 'Violation';
    this.invariant = invariant;
    this.circumstances = circumstances;
  }
}
