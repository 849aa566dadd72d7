/**
 * What waited and how fast this tab searched, since the page opened. It keeps at most 1,024 samples
 * however long that is: when they are full, each two become one and the next ones stand for twice
 * the time. Of what waited the most is kept, of the rate the mean.
 */

import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { NodeSnapshot } from '../../node/api.ts';
import { CHART_SAMPLES_MAX } from '../../util/limits.ts';

export interface Sample {
  /** Milliseconds since 1970: the first and the last look of which it tells. */
  readonly from: number;
  readonly at: number;
  readonly looks: number;
  readonly transactions: number;
  readonly sizeVbytes: number;
  readonly hashesPerSecond: number;
}

export interface Samples {
  /** Time that one sample stands for. */
  readonly spanMs: number;
  readonly rows: readonly Sample[];
}

const SPAN_MS = 1_000;

export const NO_SAMPLES: Samples = { spanMs: SPAN_MS, rows: [] };

export function sampleOf({ mempool, mining }: NodeSnapshot, at: number): Sample {
  return {
    from: at,
    at,
    looks: 1,
    transactions: mempool?.transactions ?? 0,
    sizeVbytes: mempool?.sizeVbytes ?? 0,
    hashesPerSecond: mining.hashesPerSecond,
  };
}

export function addSample({ spanMs, rows }: Samples, sample: Sample): Samples {
  const last = rows.at(-1);
  // A clock that was set back: what came later cannot stand before.
  if (last !== undefined && sample.at < last.at) return { spanMs: SPAN_MS, rows: [sample] };
  if (last !== undefined && sample.at < last.from + spanMs) {
    return { spanMs, rows: [...rows.slice(0, -1), merge(last, sample)] };
  }
  if (rows.length < CHART_SAMPLES_MAX) return { spanMs, rows: [...rows, sample] };
  const halved = rows.flatMap((row, at) => (at % 2 === 0 ? pair(row, rows[at + 1]) : []));
  return addSample({ spanMs: spanMs * 2, rows: halved }, sample);
}

const kept = signal<Samples>(NO_SAMPLES);

export const samples: ReadonlySignal<Samples> = kept;

/** To be called once; a hidden page is told of less, and its samples stand further apart. */
export function sampleFrom(snapshot: ReadonlySignal<NodeSnapshot | undefined>): void {
  effect(() => {
    const seen = snapshot.value;
    if (seen !== undefined) kept.value = addSample(kept.peek(), sampleOf(seen, Date.now()));
  });
}

function pair(first: Sample, second: Sample | undefined): Sample {
  return second === undefined ? first : merge(first, second);
}

function merge(first: Sample, second: Sample): Sample {
  const looks = first.looks + second.looks;
  const hashes = first.looks * first.hashesPerSecond + second.looks * second.hashesPerSecond;
  return {
    from: first.from,
    at: second.at,
    looks,
    transactions: Math.max(first.transactions, second.transactions),
    sizeVbytes: Math.max(first.sizeVbytes, second.sizeVbytes),
    hashesPerSecond: hashes / looks,
  };
}
