/**
 * Where signals are sealed and opened. They are opened one after the other, since replay protection
 * counts on their order, and only so many may wait: whoever sends more is not heard.
 */

import { SIGNALS_WAITING_MAX } from '../../util/limits.ts';
import type { Route, Seal, SignalText } from './seal.ts';

export class SignalDesk {
  readonly #seal: Seal;
  readonly #hear: (route: Route, signal: SignalText) => void;
  #opening: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(seal: Seal, hear: (route: Route, signal: SignalText) => void) {
    this.#seal = seal;
    this.#hear = hear;
  }

  seal(signal: SignalText, route: Route): Promise<string> {
    return this.#seal.seal(signal, route);
  }

  /** Whoever made it, what is no fresh signal for this route is dropped in silence. */
  receive(payload: string, route: Route): void {
    if (route.from === route.to || this.#waiting >= SIGNALS_WAITING_MAX) return;
    this.#waiting++;
    this.#opening = this.#opening.finally(() => this.#open(payload, route));
  }

  async #open(payload: string, route: Route): Promise<void> {
    const signal = await this.#seal.unseal(payload, route);
    this.#waiting--;
    if (signal) this.#hear(route, signal);
  }
}
