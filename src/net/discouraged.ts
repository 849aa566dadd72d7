/**
 * Who broke a rule lately, by node key and by the id under which it was met: neither dialled nor
 * let in for a while. In memory only, and bounded: past the bound the oldest is let in again first.
 */

import { DISCOURAGE_MS, DISCOURAGED_MAX } from '../util/limits.ts';

export class Discouraged {
  /** Until when, in order of entry, which is the order of ending. */
  private readonly until = new Map<string, number>();

  get size(): number {
    return this.until.size;
  }

  add(name: string, now: number): void {
    this.until.delete(name);
    this.until.set(name, now + DISCOURAGE_MS);
    for (const [oldest, end] of this.until) {
      if (end > now && this.until.size <= DISCOURAGED_MAX) break;
      this.until.delete(oldest);
    }
  }

  has(name: string, now: number): boolean {
    const end = this.until.get(name);
    return end !== undefined && end > now;
  }
}
