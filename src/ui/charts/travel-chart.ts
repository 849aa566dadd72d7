/** How quickly news of a block goes round, as far as one tab can tell. */

import { formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { Chart, Series, Shape, Tone, Values } from './chart.ts';
import { formatDelay } from './marks.ts';
import { largestOf, medianOf } from './statistics.ts';

/** As getarrivals tells it (node/arrivals.ts): times in milliseconds, delays since `firstseen`. */
export interface Arrival {
  readonly hash: string;
  readonly height: number;
  /** Of the header, in seconds. */
  readonly time: number;
  readonly firstseen: number;
  readonly connected: number | null;
  readonly own: boolean;
  readonly active: boolean;
  readonly told: ReadonlyArray<{
    readonly peer: number;
    readonly key: string;
    readonly delay: number;
  }>;
}

export interface TravelFacts {
  readonly nameOf: (peer: number, key: string) => string;
  readonly hrefOf: (height: number) => string;
  /** Blocks on command carry times that nobody's clock showed. */
  readonly isSandbox: boolean;
}

/** What is quicker stands at the lowest mark: clocks tell whole milliseconds. */
const SHORTEST_MS = 1;

/** One row for each height, of the block that stands there. */
export function travelRows(arrivals: readonly Arrival[]): Arrival[] {
  const active = arrivals.filter((arrival) => arrival.active);
  return active.toSorted((left, right) => left.height - right.height);
}

export function travelChart(rows: readonly Arrival[], facts: TravelFacts): Chart | undefined {
  if (rows.length === 0) return undefined;
  return {
    xName: say('Block'),
    x: rows.map(({ height }) => height),
    xKind: 'count',
    formatX: formatHeight,
    hrefX: facts.hrefOf,
    series: [
      delays(say('Half of the peers'), 'rings', rows.map(halfDelay)),
      delays(say('Last peer'), 'dots', rows.map(lastDelay)),
      ...(facts.isSandbox ? [] : [delays(say('Age by its header'), 'ticks', rows.map(ageOf))]),
      {
        name: say('Checked here'),
        values: rows.map(({ connected }) => connected),
        format: formatDelay,
        shape: 'silent',
        tone: 'quiet',
      },
      {
        name: say('Told by'),
        values: rows.map(({ told }) => told.length),
        format: (count) => sayCount(count, '1 peer', '{count} peers'),
        shape: 'silent',
        tone: 'quiet',
      },
      {
        name: say('First'),
        values: rows.map(({ own, told }) => (own ? 0 : (told[0]?.peer ?? null))),
        format: (_, row) => firstName(rows[row]!, facts),
        shape: 'silent',
        tone: 'quiet',
        isForeign: true,
      },
    ],
    left: { format: formatDelay, logarithmicFrom: SHORTEST_MS },
  };
}

const TONES: Partial<Record<Shape, Tone>> = { rings: 'accent', ticks: 'quiet' };

function delays(name: string, shape: Shape, delaysMs: Values): Series {
  return { name, values: delaysMs, format: formatDelay, shape, tone: TONES[shape] ?? 'ink' };
}

function firstName({ own, told }: Arrival, { nameOf }: TravelFacts): string {
  const [first] = told;
  if (own) return say('this tab');
  return first === undefined ? '–' : nameOf(first.peer, first.key);
}

function halfDelay(arrival: Arrival): number | null {
  const later = laterDelays(arrival);
  return later[Math.ceil(later.length / 2) - 1] ?? null;
}

function lastDelay(arrival: Arrival): number | null {
  return laterDelays(arrival).at(-1) ?? null;
}

/** The first peer's word begins the count; of our own block each word is an answer. */
function laterDelays({ own, told }: Arrival): readonly number[] {
  return told.slice(own ? 0 : 1).map(({ delay }) => delay);
}

/** Of our own block it would be the time of our own search. */
function ageOf({ own, firstseen, time }: Arrival): number | null {
  return own ? null : firstseen - time * 1000;
}

export function travelSentence(rows: readonly Arrival[], peers: number): string {
  if (rows.length === 0) {
    return peers === 0
      ? say('No peer is linked: news of blocks goes nowhere, and comes from nowhere.')
      : say('No block has come since this page opened.');
  }
  const known = rows.map(lastDelay).filter((delay) => delay !== null);
  const median = medianOf(known);
  if (median === undefined) {
    return say('Too few peers have told of the same block to compare them.');
  }
  return sayCount(
    known.length,
    'The last peer told of the newest block {median} after the first word of it.',
    'Half of the last {count} blocks had been told by every linked peer within {median} of the ' +
      'first word; the slowest took {longest}.',
    { median: formatDelay(median), longest: formatDelay(largestOf(known)) },
  );
}

export function travelWhy(rows: readonly Arrival[]): string {
  const ahead = rows.filter((row) => (ageOf(row) ?? 0) < 0).length;
  const why = say(
    'Measured in this tab, by its own clock, in whole milliseconds: from the first word of a ' +
      'block until half of the other peers that told of it, and the last of them, had told of it ' +
      'too, and until it was checked here. Of a block found here the word of a peer is an ' +
      'answer, so it took the way there and back. Peers that are not linked to this tab are not ' +
      'seen, and blocks fetched in numbers do not count. The age compares two clocks, and a ' +
      'header’s time is in whole seconds.',
  );
  if (ahead === 0) return why;
  const odd = sayCount(
    ahead,
    'One block came before its own time: its miner’s clock is ahead of this one.',
    '{count} blocks came before their own time: their miners’ clocks are ahead of this one.',
  );
  return `${why} ${odd}`;
}
