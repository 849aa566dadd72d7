import { describe, expect, it } from 'vitest';
import { Simulation } from './simulation.ts';

const TIMEOUT_MS = 180_000;

describe('a room of two hundred', () => {
  it(
    'spreads blocks within a second, heals, and outlives the churn of half of it, seed 7',
    async () => {
      // Both halves know nothing of each other for a minute, and have links enough when it is over.
      const options = { seed: 7, nodes: 200, seconds: 130, profile: 'split' } as const;
      const summary = await new Simulation(options).run();
      expect(summary.lastMs.p95).toBeLessThan(1_000);
      expect(summary.partitions).toBe(1);
      expect(summary.convergedMs).toHaveLength(1);
      // Somebody looks across within seconds.
      expect(summary.convergedMs[0]).toBeLessThan(30_000);
      // Bounded, whatever the number of tabs.
      expect(summary.meanLinks).toBeLessThanOrEqual(24);
      expect(summary.meanLinks).toBeGreaterThan(6);
    },
    TIMEOUT_MS,
  );
});
