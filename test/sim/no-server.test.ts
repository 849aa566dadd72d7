import { describe, expect, it } from 'vitest';
import { isNodeKey } from '../../src/net/link.ts';
import type { Fault } from './faults.ts';
import { Simulation } from './simulation.ts';

const TIMEOUT_MS = 120_000;
const FOR_EVER_MS = 3_600_000;
const NEWCOMER = 3;

/** The meeting place closes for good; then one tab leaves, and comes back by one invitation. */
const FAULTS: readonly Fault[] = [
  { atMs: 40_000, forMs: FOR_EVER_MS, deed: { kind: 'closing' } },
  { atMs: 45_000, forMs: 15_000, deed: { kind: 'leave', tab: NEWCOMER } },
];

describe('a room whose meeting place is gone', () => {
  it.each([
    { nodes: 8, links: 7 },
    { nodes: 30, links: 8 },
  ])(
    'of $nodes: a newcomer with one link gets the rest of $links through neighbours, seed 1',
    async ({ nodes, links }) => {
      const options = { seed: 1, nodes, seconds: 110, profile: 'calm', faults: FAULTS } as const;
      const simulation = new Simulation(options);
      await simulation.run();
      const reached = simulation.tabs[NEWCOMER]!.life!.transport.links.map(({ peer }) => peer);
      expect(reached.filter((peer) => peer.startsWith('invitation-')).length).toBeLessThan(2);
      expect(reached.filter(isNodeKey).length).toBeGreaterThanOrEqual(links - 1);
      expect(reached.length).toBeGreaterThanOrEqual(links);
    },
    TIMEOUT_MS,
  );
});
