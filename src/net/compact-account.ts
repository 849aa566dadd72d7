/**
 * What one peer may do with blocks in short before it costs it anything: so many a second are
 * looked at, and the blocks that it told so are no lie of its own when they turn out to be invalid.
 */

import type { Hash } from '../consensus/types.ts';
import { COMPACT_BURST_MAX, COMPACT_PER_SECOND_MAX, COMPACT_TOLD_MAX } from '../util/limits.ts';
import { RecentSet } from '../util/recent-set.ts';
import { type Bucket, fullBucket, refill } from './bucket.ts';

const RATE = { perSecond: COMPACT_PER_SECOND_MAX, max: COMPACT_BURST_MAX } as const;

export class CompactAccount {
  private readonly budget: Bucket;
  /** Blocks that it told in short, and so perhaps before it had checked them. */
  private readonly told = new RecentSet<Hash>(COMPACT_TOLD_MAX);

  constructor(now: number) {
    this.budget = fullBucket(RATE, now);
  }

  noteTold(hash: Hash): void {
    this.told.add(hash);
  }

  /** Whether one more of its blocks is looked at. */
  mayLook(now: number): boolean {
    refill(this.budget, RATE, now);
    if (this.budget.tokens < 1) return false;
    this.budget.tokens -= 1;
    return true;
  }

  /** Whether it may bring this one whole without answering for it; that costs as much as a look. */
  excuses(hash: Hash, now: number): boolean {
    return this.told.has(hash) && this.mayLook(now);
  }
}
