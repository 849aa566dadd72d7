import { afterAll, describe, expect, it } from 'vitest';
import { Simulation } from './simulation.ts';
import type { Summary } from './statistics.ts';

const FIRST_SEED = 1;
const SEEDS = 40;
const NODES = 8;
const SECONDS = 600;
const TIMEOUT_MS = 60_000;

const summaries: Summary[] = [];

describe('a room of eight in a storm', () => {
  const seeds = Array.from({ length: SEEDS }, (_, at) => FIRST_SEED + at);

  it.each(seeds)(
    'keeps every invariant and ends with one tip, seed %i',
    async (seed) => {
      const options = { seed, nodes: NODES, seconds: SECONDS, profile: 'storm' } as const;
      const summary = await new Simulation(options).run();
      summaries.push(summary);
      expect(summary.blocks).toBeGreaterThan(10);
    },
    TIMEOUT_MS,
  );

  afterAll(() => {
    const sum = (count: (summary: Summary) => number) =>
      summaries.reduce((total, summary) => total + count(summary), 0);
    // A storm that never blew would show nothing.
    expect(sum(({ crashes }) => crashes)).toBeGreaterThan(10 * SEEDS);
    expect(sum(({ partitions }) => partitions)).toBeGreaterThan(2 * SEEDS);
    expect(sum(({ reorganisations }) => reorganisations)).toBeGreaterThan(2 * SEEDS);
  });
});
