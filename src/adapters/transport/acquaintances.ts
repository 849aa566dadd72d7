/**
 * Whom to try, and when: the tabs met in the topic, with what came of dialling them. The signaling
 * server may name any number of ids, and a tab may refuse us time and again.
 */

import type { PeerId } from '../../node/ports.ts';
import { DIAL_REST_MAX_MS, KNOWN_TABS_MAX } from '../../util/limits.ts';

interface Acquaintance {
  failures: number;
  /** Not to be dialled before. */
  restUntilMs: number;
}

const REST_MS = 2_000;
/** A link that lived less was no success: its other end let us go. */
const LASTING_MS = 30_000;

export class Acquaintances {
  readonly #tabs = new Map<PeerId, Acquaintance>();

  /** Those of `peers` that may be dialled now. */
  meet(peers: readonly PeerId[], nowMs: number): PeerId[] {
    return peers.filter((peer) => {
      return nowMs >= this.#know(peer).restUntilMs;
    });
  }

  /**
   * A dial that failed has lasted 0 ms. Each failure doubles the rest, up to a bound: nobody is
   * given up, or two halves of a room that see each other in vain for some minutes would stay two.
   */
  parted(peer: PeerId, lastedMs: number, nowMs: number): void {
    const tab = this.#know(peer);
    tab.failures = lastedMs < LASTING_MS ? tab.failures + 1 : 0;
    tab.restUntilMs = nowMs + Math.min(REST_MS * 2 ** tab.failures, DIAL_REST_MAX_MS);
  }

  forget(peer: PeerId): void {
    this.#tabs.delete(peer);
  }

  /** Ids are new after each join, so what is known of the old ones is of no use. */
  clear(): void {
    this.#tabs.clear();
  }

  #know(peer: PeerId): Acquaintance {
    const known = this.#tabs.get(peer) ?? { failures: 0, restUntilMs: 0 };
    this.#tabs.delete(peer);
    this.#tabs.set(peer, known);
    const oldest = this.#tabs.keys().next();
    if (this.#tabs.size > KNOWN_TABS_MAX && !oldest.done) this.#tabs.delete(oldest.value);
    return known;
  }
}
