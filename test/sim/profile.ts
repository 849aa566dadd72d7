/** Kinds of simulations: what their network is like, and what goes wrong in it. */

import type { FaultRates } from './faults.ts';
import { STORM } from './faults.ts';
import type { PipeProfile } from './pipe.ts';

export interface Profile {
  readonly pipes: PipeProfile;
  readonly rates: FaultRates;
  /** One partition in two halves, in the middle of the run. */
  readonly splitMs: number;
  /** Share of the tabs that are closed and come back, one after the other. */
  readonly churn: number;
  /** By how much most clocks are off, before or after, and by how much every fourth is. */
  readonly clocksOffMs: Readonly<Record<'most' | 'some', readonly [number, number]>>;
}

export type ProfileName = 'storm' | 'split' | 'calm';

const CALM: Profile = {
  pipes: { latencyMs: 100, latencySpread: 0.3, jitterMs: 5, loss: 0, bytesPerSecond: 1_000_000 },
  rates: {},
  splitMs: 0,
  churn: 0,
  clocksOffMs: { most: [0, 500], some: [0, 2_000] },
};

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  /** Everything that can happen, all the time. */
  storm: {
    pipes: {
      latencyMs: 60,
      latencySpread: 0.5,
      jitterMs: 10,
      loss: 0.01,
      bytesPerSecond: 500_000,
    },
    rates: STORM,
    splitMs: 0,
    churn: 0,
    // Two may be further apart than a block's time may lie ahead, and yet both mine.
    clocksOffMs: { most: [0, 2_000], some: [20_000, 44_000] },
  },
  split: { ...CALM, splitMs: 60_000, churn: 0.5 },
  calm: CALM,
};
