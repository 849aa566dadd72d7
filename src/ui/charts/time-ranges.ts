/** Ranges of what is sampled: by the time that has passed, as far as any has. */

import { say, sayCount } from '../language/say.ts';
import type { Choice } from './chart-figure.tsx';
import type { Sample } from './samples.ts';

export type TimeRange = 10 | 60 | 'all';

const MINUTE_MS = 60_000;

/** One that would show the whole is not offered beside it. */
export function timeRanges(samples: readonly Sample[]): ReadonlyArray<Choice<TimeRange>> {
  const spanMs = samples.length === 0 ? 0 : samples.at(-1)!.at - samples[0]!.from;
  const ranges: ReadonlyArray<Choice<TimeRange>> = [
    { value: 10, label: sayCount(10, 'Last minute', 'Last {count} min') },
    { value: 60, label: sayCount(60, 'Last minute', 'Last {count} min') },
    { value: 'all', label: say('All') },
  ];
  return ranges.filter(({ value }) => value === 'all' || value * MINUTE_MS < spanMs);
}

export function recent(samples: readonly Sample[], range: TimeRange): readonly Sample[] {
  const last = samples.at(-1);
  if (range === 'all' || last === undefined) return samples;
  return samples.filter(({ at }) => at > last.at - range * MINUTE_MS);
}
