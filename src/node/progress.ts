/**
 * How far catching up has come: headers, then the blocks they promise; how fast, and how long it
 * will take.
 *
 * It begins when more than one block is missing, and stays for a moment after the last one, so that
 * a short catch-up can be seen at all. The rate is that of the last ten seconds: long enough not to
 * jump with every batch, short enough to follow a link that slows down.
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

interface Sample {
  readonly at: number;
  readonly height: number;
}

const LINGER_MS = 1_500;
const RATE_SPAN_MS = 10_000;
const SAMPLE_INTERVAL_MS = 500;
/** A rate measured for less says nothing about the time to come. */
const FORECAST_MIN_MS = 1_000;

export class Progress {
  /** Where it stood, oldest first: the beginning, or ten seconds ago, and half-seconds since. */
  private samples: Sample[] = [];
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
    const isSetBack = now < (this.samples.at(-1)?.at ?? now);
    if (!this.isOn || isSetBack) this.samples = [];
    this.isOn = true;
    this.endedAt = 0;
    this.sample({ at: now, height: facts.height });
  }

  private sample(sample: Sample): void {
    const last = this.samples.at(-1);
    if (last !== undefined && sample.at - last.at < SAMPLE_INTERVAL_MS) return;
    this.samples.push(sample);
    while (sample.at - this.samples[0]!.at > RATE_SPAN_MS) this.samples.shift();
  }

  private describe(facts: SyncFacts, total: number, now: number): SyncProgress {
    const oldest = this.samples[0]!;
    const elapsedMs = (this.endedAt || now) - oldest.at;
    const gained = Math.max(0, facts.height - oldest.height);
    const blocksPerSecond = elapsedMs > 0 ? (gained / elapsedMs) * 1000 : 0;
    const isKnown = facts.headerHeight === total && elapsedMs >= FORECAST_MIN_MS && gained > 0;
    return {
      headersDone: facts.headerHeight,
      headersTotal: total,
      blocksDone: facts.height,
      blocksTotal: facts.headerHeight,
      blocksPerSecond,
      ...(isKnown ? { secondsLeft: (total - facts.height) / blocksPerSecond } : {}),
    };
  }
}
