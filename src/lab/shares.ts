/**
 * Who gets how much of the laboratory's hashes, in whole percent. Until somebody decides, all have
 * as much as each other; from then on newcomers share what is left, and what is given to some
 * beyond 100 is taken from the others in proportion.
 */

import type { NodeRef } from './api.ts';

export class Shares {
  #shares = new Map<NodeRef, number>();
  #isDecided = false;
  readonly #all: number;

  /** `all` is what they have together before anybody decides: 100, or 0 to let none mine. */
  constructor(all: number) {
    this.#all = all;
  }

  of(ref: NodeRef): number {
    return this.#shares.get(ref) ?? 0;
  }

  join(refs: readonly NodeRef[]): void {
    for (const ref of refs) this.#shares.set(ref, 0);
    const given = this.#isDecided ? this.#sum(() => true) : 0;
    const sharing = this.#isDecided ? refs : [...this.#shares.keys()];
    const each = Math.floor(Math.max(0, this.#all - given) / sharing.length);
    for (const ref of sharing) this.#shares.set(ref, each);
  }

  leave(ref: NodeRef): void {
    this.#shares.delete(ref);
    if (!this.#isDecided) this.join([]);
  }

  /** Unknown refs are passed over; what is not a number between 0 and 100 is made one. */
  set(wanted: Readonly<Record<NodeRef, number>>): void {
    this.#isDecided = true;
    const given = new Map<NodeRef, number>();
    for (const [ref, share] of Object.entries(wanted)) {
      if (this.#shares.has(ref)) given.set(ref, toPercent(share));
    }
    for (const [ref, share] of given) this.#shares.set(ref, share);
    this.#fit((ref) => !given.has(ref), 100 - this.#sum((ref) => given.has(ref)));
    this.#fit((ref) => given.has(ref), 100);
  }

  /** Those have at most so much together. */
  #fit(isOne: (ref: NodeRef) => boolean, most: number): void {
    const sum = this.#sum(isOne);
    if (sum <= most) return;
    for (const [ref, share] of this.#shares) {
      if (isOne(ref)) this.#shares.set(ref, Math.floor((share * Math.max(0, most)) / sum));
    }
  }

  #sum(isOne: (ref: NodeRef) => boolean): number {
    return [...this.#shares].reduce((sum, [ref, share]) => sum + (isOne(ref) ? share : 0), 0);
  }
}

function toPercent(share: number): number {
  return Number.isFinite(share) ? Math.round(Math.min(100, Math.max(0, share))) : 0;
}
