/**
 * The tabs that may be dialled, with what came of it before: those found at the meeting place, and
 * the node keys that were tried through neighbours. The meeting place may name any number of ids,
 * and a tab may refuse us time and again.
 */

import { DIAL_REST_MAX_MS, KNOWN_TABS_MAX } from '../util/limits.ts';
import { isNodeKey, type PeerId } from './link.ts';

export interface Candidate {
  readonly id: PeerId;
  /** When the meeting place named it last; 0 for one that only neighbours name. */
  foundAt: number;
  failures: number;
  /** Not to be dialled before. */
  restUntil: number;
  /** Why the last dial came to nothing; empty after a link, or before any dial. */
  missed: string;
  key: string;
}

const REST_MS = 2_000;
/** A link that lived less was no success: its other end let us go. */
const LASTING_MS = 30_000;
/** What a dial ends with where the two networks let no connection through. */
const BLOCKED = new Set(['ice-connection-failure', 'connection-failure', 'dial-timeout']);

export class Candidates {
  private readonly tabs = new Map<PeerId, Candidate>();

  /** Those that the meeting place named. */
  get found(): Candidate[] {
    return [...this.tabs.values()].filter(({ foundAt }) => foundAt !== 0);
  }

  /** Tabs found if every one of them was tried and no network let us through; else 0. */
  get blocked(): number {
    const { found } = this;
    return found.every(({ missed }) => BLOCKED.has(missed)) ? found.length : 0;
  }

  meet(id: PeerId, now: number): void {
    this.know(id).foundAt = now;
  }

  mayDial(id: PeerId, now: number): boolean {
    const restUntil = this.tabs.get(id)?.restUntil ?? 0;
    // A clock that was set back must not make a rest of minutes one of hours.
    return now >= restUntil || restUntil - now > DIAL_REST_MAX_MS;
  }

  failuresOf(id: PeerId): number {
    return this.tabs.get(id)?.failures ?? 0;
  }

  /** The node key it proved under this id; empty before. */
  keyOf(id: PeerId): string {
    return this.tabs.get(id)?.key ?? '';
  }

  /** A dial came to nothing. */
  failed(id: PeerId, reason: string, now: number): void {
    // The meeting place says that nobody has this id any more; a key is one's own for ever.
    if (reason === 'gone' && !isNodeKey(id)) {
      this.tabs.delete(id);
      return;
    }
    const { missed } = this.know(id);
    this.parted(id, 0, now);
    // Its own dial came first, and ends by itself: nothing is known of this one.
    this.know(id).missed = reason === 'replaced' ? missed : reason;
  }

  /**
   * Each failure doubles the rest, up to a bound: nobody is given up, or two halves of a room that
   * see each other in vain for some minutes would stay two.
   */
  parted(id: PeerId, lastedMs: number, now: number): void {
    const tab = this.know(id);
    tab.failures = lastedMs < LASTING_MS ? tab.failures + 1 : 0;
    tab.restUntil = now + Math.min(REST_MS * 2 ** tab.failures, DIAL_REST_MAX_MS);
    tab.missed = '';
  }

  /** It said hello: one tab may be known by an id and by its key. */
  proved(id: PeerId, key: string): void {
    const tab = this.tabs.get(id);
    if (tab !== undefined) tab.key = key;
  }

  /** Ids are new after each join, so what is known of the old ones is of no use. */
  forgetFound(): void {
    for (const { id } of this.found) this.tabs.delete(id);
  }

  private know(id: PeerId): Candidate {
    const known = this.tabs.get(id) ?? makeCandidate(id);
    this.tabs.delete(id);
    this.tabs.set(id, known);
    const oldest = this.tabs.keys().next();
    if (this.tabs.size > KNOWN_TABS_MAX && !oldest.done) this.tabs.delete(oldest.value);
    return known;
  }
}

function makeCandidate(id: PeerId): Candidate {
  return { id, foundAt: 0, failures: 0, restUntil: 0, missed: '', key: '' };
}
