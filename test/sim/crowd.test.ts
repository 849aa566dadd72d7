import { describe, expect, it } from 'vitest';
import { Simulation } from './simulation.ts';

const TIMEOUT_MS = 120_000;

describe('a room of sixty', () => {
  it(
    'spreads blocks within a second, heals, and outlives the churn of half of it, seed 7',
    async () => {
      const options = { seed: 7, nodes: 60, seconds: 300, profile: 'split' } as const;
      const summary = await new Simulation(options).run();
      expect(summary.lastMs.p95).toBeLessThan(1_000);
      expect(summary.partitions).toBe(1);
      expect(summary.convergedMs).toHaveLength(1);
      // Bounded, whatever the number of tabs.
      expect(summary.meanLinks).toBeLessThanOrEqual(24);
      expect(summary.meanLinks).toBeGreaterThan(6);
    },
    TIMEOUT_MS,
  );
});
