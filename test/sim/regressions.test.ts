import { describe, expect, it } from 'vitest';
import type { Fault } from './faults.ts';
import { Simulation } from './simulation.ts';

const TIMEOUT_MS = 60_000;

describe('what simulations have found', () => {
  it(
    'a room whose halves see each other in vain for ten minutes is one again, seed 1',
    async () => {
      const deed = {
        kind: 'partition',
        sides: [0, 0, 0, 0, 1, 1, 1, 1],
        isSilent: true,
        isMeetingShared: true,
      } as const;
      const faults: Fault[] = [{ atMs: 60_000, forMs: 600_000, deed }];
      const options = { seed: 1, nodes: 8, seconds: 661, profile: 'calm', faults } as const;
      const { convergedMs } = await new Simulation(options).run();
      expect(convergedMs).toHaveLength(1);
      expect(convergedMs[0]).toBeLessThan(200_000);
    },
    TIMEOUT_MS,
  );

  it(
    'a node whose clock is put right by ten minutes goes on pinging, seed 1',
    async () => {
      const options = { seed: 1, nodes: 8, seconds: 200, profile: 'calm', faults: [] } as const;
      const simulation = new Simulation(options);
      const { clock } = simulation.tabs[0]!;
      const agesMs: number[] = [];
      clock.jump(600_000);
      simulation.timeline.at(100_000, () => clock.jump(-600_000));
      simulation.timeline.at(150_000, () => {
        const { peers } = simulation.tabs[0]!.life!.node['network'];
        for (const { pingSentAt } of peers.values()) agesMs.push(clock.now() - pingSentAt);
      });
      await simulation.run();
      expect(agesMs).toHaveLength(7);
      for (const ageMs of agesMs) {
        expect(ageMs).toBeGreaterThanOrEqual(0);
        expect(ageMs).toBeLessThan(12_000);
      }
    },
    TIMEOUT_MS,
  );
});
