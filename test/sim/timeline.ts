/**
 * The time of a simulation: a heap of what is still to happen. Time stands still while something
 * happens and jumps to the next; what falls on the same instant comes in an order that the seed
 * shuffles, since nothing may rely on it.
 */

import type { Random } from '../../src/util/random.ts';

/** Cut off by `cancel`: the heap drops it when its time comes. */
export interface Appointment {
  readonly at: number;
  readonly tie: number;
  run: (() => void | Promise<void>) | undefined;
}

export class Timeline {
  private readonly heap: Appointment[] = [];
  private readonly random: Random;
  private time = 0;

  constructor(random: Random) {
    this.random = random;
  }

  /** Milliseconds since the simulation began, with fractions. */
  get now(): number {
    return this.time;
  }

  at(time: number, run: () => void | Promise<void>): Appointment {
    const appointment = { at: Math.max(time, this.time), tie: this.random.u32(), run };
    this.rise(appointment);
    return appointment;
  }

  after(delayMs: number, run: () => void | Promise<void>): Appointment {
    return this.at(this.time + delayMs, run);
  }

  cancel(appointment: Appointment | undefined): void {
    if (appointment !== undefined) appointment.run = undefined;
  }

  /**
   * Moves on to the next appointment up to `endMs` and returns what happens then; undefined, with
   * the time at `endMs`, when there is none.
   */
  next(endMs: number): (() => void | Promise<void>) | undefined {
    for (let first = this.heap[0]; first !== undefined; first = this.heap[0]) {
      if (first.run !== undefined && first.at > endMs) break;
      this.removeFirst();
      if (first.run === undefined) continue;
      this.time = first.at;
      return first.run;
    }
    this.time = Math.max(this.time, endMs);
    return undefined;
  }

  private rise(appointment: Appointment): void {
    const { heap } = this;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above]!;
      if (!isBefore(appointment, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = appointment;
  }

  private removeFirst(): void {
    const { heap } = this;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
      if (!isBefore(heap[below]!, last)) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = last;
  }
}

function isBefore(left: Appointment, right: Appointment): boolean {
  return left.at < right.at || (left.at === right.at && left.tie < right.tie);
}
