/** Verifying workers without threads: each judges what it was given when a test lets it. */

import { findBad, type SliceOrder, type SliceVerdict } from '../../src/adapters/verifier/slice.ts';
import type { VerifyWorker } from '../../src/adapters/verifier/verify-slot.ts';

export class FakeVerifyWorker extends EventTarget implements VerifyWorker {
  readonly orders: SliceOrder[] = [];
  isTerminated = false;
  #answered = 0;

  postMessage(order: SliceOrder, transfer: Transferable[]): void {
    this.orders.push(structuredClone(order, { transfer }));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** Answers the oldest order; false when it has none. A terminated worker's last words arrive. */
  answer(): boolean {
    const order = this.orders[this.#answered];
    if (order === undefined) return false;
    this.#answered += 1;
    this.say({ id: order.id, firstBad: findBad(order.packed) });
    return true;
  }

  say(verdict: SliceVerdict): void {
    this.dispatchEvent(new MessageEvent('message', { data: verdict }));
  }

  crash(): void {
    this.dispatchEvent(new Event('error'));
  }
}
