/** How blocks spread in a simulated room of 200 at 100 ms links, and how fast that is simulated. */

import { Simulation } from '../sim/simulation.ts';
import { type Row, row } from './report.ts';

const OPTIONS = { seed: 7, nodes: 200, seconds: 300, profile: 'split' } as const;

export async function measure(): Promise<Row[]> {
  const { lastMs, nodeSecondsPerSecond } = await new Simulation(OPTIONS).run();
  return [
    // From a block's finding until the last node had accepted it, over all blocks of calm times.
    row('sim.200.p95', Math.round(lastMs.p95), 'ms'),
    row('sim.speed', Math.round(nodeSecondsPerSecond), 'node-s/s'),
  ];
}
