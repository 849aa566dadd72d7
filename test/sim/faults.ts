/**
 * What goes wrong in a simulation, and when: a list that follows from the seed alone, before
 * anything happens. Everything is over by the end, so what comes after must be peace.
 */

import type { Random } from '../../src/util/random.ts';
import type { Crash } from './disk.ts';
import { between, exponential } from './streams.ts';

export type Deed =
  | {
      readonly kind: 'crash';
      readonly tab: number;
      readonly crash: Crash;
      readonly isNoticed: boolean;
      /** It waits for the next write, and interrupts it. */
      readonly isWriting: boolean;
    }
  | { readonly kind: 'leave'; readonly tab: number }
  | {
      readonly kind: 'partition';
      /** Of each tab. */
      readonly sides: readonly number[];
      readonly isSilent: boolean;
      readonly isMeetingShared: boolean;
    }
  /** `link` picks one of those there are. */
  | { readonly kind: 'clog' | 'halfOpen'; readonly link: number }
  /** The next one on which blocks are asked for (`isAsking`) breaks before they come. */
  | { readonly kind: 'break'; readonly link: number; readonly isAsking: boolean }
  /** The meeting place is closed: nobody is introduced. */
  | { readonly kind: 'closing' }
  | { readonly kind: 'jump'; readonly tab: number; readonly byMs: number }
  /** Its user stops mining for a while. */
  | { readonly kind: 'rest'; readonly tab: number };

export interface Fault {
  readonly atMs: number;
  /** 0 where nothing has to be undone. */
  readonly forMs: number;
  readonly deed: Deed;
}

/** Mean seconds between two of a kind, over all tabs; a kind that is not named never happens. */
export type FaultRates = Readonly<Partial<Record<Deed['kind'], number>>>;

export interface FaultPlan {
  readonly rates: FaultRates;
  readonly tabs: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

type Drawn = Omit<Fault, 'atMs'>;

/** For a room of eight. */
export const STORM: FaultRates = {
  crash: 25,
  leave: 90,
  partition: 80,
  clog: 20,
  halfOpen: 60,
  break: 40,
  closing: 150,
  jump: 120,
  rest: 120,
};

/** Either way, and less than what makes a clock too far off for mining. */
const JUMP_MAX_MS = 8_000;
const LINKS_TO_PICK = 0x1_0000_0000;

const DRAW: Readonly<Record<Deed['kind'], (random: Random, tabs: number) => Drawn>> = {
  crash: (random, tabs) => ({
    deed: {
      kind: 'crash',
      tab: random.below(tabs),
      crash: random.below(3) === 0 ? 'power' : 'process',
      isNoticed: random.below(2) === 0,
      isWriting: random.below(2) === 0,
    },
    forMs: between(random, 500, 40_000),
  }),
  leave: (random, tabs) => ({
    deed: { kind: 'leave', tab: random.below(tabs) },
    forMs: between(random, 2_000, 90_000),
  }),
  partition: (random, tabs) => ({
    deed: {
      kind: 'partition',
      sides: drawSides(random, tabs),
      isSilent: random.below(2) === 0,
      isMeetingShared: random.below(2) === 0,
    },
    forMs: between(random, 5_000, 75_000),
  }),
  clog: (random) => ({
    deed: { kind: 'clog', link: random.below(LINKS_TO_PICK) },
    forMs: between(random, 500, 25_000),
  }),
  halfOpen: (random) => ({
    deed: { kind: 'halfOpen', link: random.below(LINKS_TO_PICK) },
    forMs: 0,
  }),
  break: (random) => ({
    deed: { kind: 'break', link: random.below(LINKS_TO_PICK), isAsking: random.below(2) === 0 },
    forMs: 0,
  }),
  closing: (random) => ({ deed: { kind: 'closing' }, forMs: between(random, 10_000, 90_000) }),
  jump: (random, tabs) => ({
    deed: {
      kind: 'jump',
      tab: random.below(tabs),
      byMs: between(random, -JUMP_MAX_MS, JUMP_MAX_MS),
    },
    forMs: 0,
  }),
  rest: (random, tabs) => ({
    deed: { kind: 'rest', tab: random.below(tabs) },
    forMs: between(random, 5_000, 60_000),
  }),
};

const ONE_AT_A_TIME = new Set<Deed['kind']>(['partition', 'closing']);

/** In the order of their times. */
export function planFaults(random: Random, plan: FaultPlan): Fault[] {
  const kinds = Object.keys(plan.rates).sort() as Array<Deed['kind']>;
  const faults = kinds.flatMap((kind) => planKind(random, kind, plan));
  return faults.sort((left, right) => left.atMs - right.atMs);
}

function planKind(random: Random, kind: Deed['kind'], plan: FaultPlan): Fault[] {
  const { rates, tabs, fromMs, untilMs } = plan;
  const meanMs = (rates[kind] ?? Infinity) * 1000;
  const faults: Fault[] = [];
  let atMs = fromMs + exponential(random, meanMs);
  while (atMs < untilMs) {
    const drawn = DRAW[kind](random, tabs);
    const forMs = Math.min(drawn.forMs, untilMs - atMs);
    faults.push({ ...drawn, atMs, forMs });
    atMs += exponential(random, meanMs) + (ONE_AT_A_TIME.has(kind) ? forMs : 0);
  }
  return faults;
}

/** Two sides, none of them empty; `size` is that of the first. */
export function drawSides(
  random: Random,
  tabs: number,
  size = 1 + random.below(tabs - 1),
): number[] {
  const row = random.shuffle(Array.from({ length: tabs }, (_, tab) => tab));
  const first = new Set(row.slice(0, size));
  return Array.from({ length: tabs }, (_, tab) => (first.has(tab) ? 0 : 1));
}
