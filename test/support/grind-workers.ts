/**
 * Mining workers without threads: each is a real grinder that works when a test lets it, and time
 * passes for it as it works.
 */

import type { GrindWorker } from '../../src/adapters/miner/grind-slot.ts';
import type { Order, Report } from '../../src/adapters/miner/batches.ts';
import { createGrinder } from '../../src/adapters/miner/grinder.ts';
import { createPlainKernel } from '../../src/adapters/miner/kernel/plain.ts';

/** Time that passes each time it is asked for: batches seem slow, and so stay small. */
const LOOK_MS = 10;

export class FakeGrindWorker extends EventTarget implements GrindWorker {
  readonly orders: Order[] = [];
  isTerminated = false;
  #now = 0;
  readonly #grinder = createGrinder({
    kernel: createPlainKernel(),
    now: () => (this.#now += LOOK_MS),
    post: (report) => this.report(report),
  });

  postMessage(order: Order): void {
    this.orders.push(order);
    // As between real threads, nobody keeps what the other one may change.
    this.#grinder.take(structuredClone(order));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** Hashes one batch; false when it has nothing to do. */
  step(): boolean {
    if (this.isTerminated) return false;
    return this.#grinder.step();
  }

  /** Says something of its own accord; a terminated worker's last words arrive too. */
  report(report: Report): void {
    this.dispatchEvent(new MessageEvent('message', { data: report }));
  }

  crash(): void {
    this.dispatchEvent(new Event('error'));
  }
}
