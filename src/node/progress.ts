/**
 * How far catching up has come: headers, then the blocks they promise.
 *
 * It begins when more than one block is missing, and stays for a moment after the last one, so that
 * a short catch-up can be seen at all.
 */

import type { SyncProgress } from './api.ts';

export interface SyncFacts {
  readonly height: number;
  readonly headerHeight: number;
  /** The highest height that any peer claims or has shown. */
  readonly claimedHeight: number;
  /** Somebody linked has what we miss. */
  readonly isFetching: boolean;
}

const LINGER_MS = 1_500;

export class Progress {
  private startedAt = 0;
  private startHeight = 0;
  /** When everything had come; 0 while something is missing. */
  private endedAt = 0;
  private isOn = false;
  private shown: SyncProgress | undefined;

  /** Undefined when nothing is being fetched, and was not just now. */
  get current(): SyncProgress | undefined {
    return this.shown;
  }

  get isActive(): boolean {
    return this.isOn && this.endedAt === 0;
  }

  update(facts: SyncFacts, now: number): void {
    const total = Math.max(facts.headerHeight, facts.isFetching ? facts.claimedHeight : 0);
    const isBehind = facts.isFetching && total - facts.height > (this.isActive ? 0 : 1);
    if (isBehind) this.begin(facts, now);
    else if (this.isActive) this.endedAt = now;
    if (this.isOn && this.endedAt !== 0 && now - this.endedAt >= LINGER_MS) this.isOn = false;
    this.shown = this.isOn ? this.describe(facts, total, now) : undefined;
  }

  private begin(facts: SyncFacts, now: number): void {
    if (!this.isOn) {
      this.startedAt = now;
      this.startHeight = facts.height;
    }
    this.isOn = true;
    this.endedAt = 0;
  }

  private describe(facts: SyncFacts, total: number, now: number): SyncProgress {
    const seconds = ((this.endedAt || now) - this.startedAt) / 1000;
    return {
      headersDone: facts.headerHeight,
      headersTotal: total,
      blocksDone: facts.height,
      blocksTotal: facts.headerHeight,
      blocksPerSecond: seconds > 0 ? Math.max(0, facts.height - this.startHeight) / seconds : 0,
    };
  }
}
