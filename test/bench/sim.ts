/**
 * How blocks spread in simulated rooms of 200 and of 1,000 at 100 ms links, what a node sends for
 * it, and how fast that is simulated. The run of 200 is cut in two, healed, and loses half of its
 * tabs for a while; that of 1,000 is left in peace. Both break off where an invariant breaks.
 */

import type { SimOptions } from '../sim/options.ts';
import { Simulation } from '../sim/simulation.ts';
import { type Row, row } from './report.ts';

const CROWD: SimOptions = { seed: 7, nodes: 200, seconds: 300, profile: 'split' };
const CITY: SimOptions = { seed: 1, nodes: 1_000, seconds: 120, profile: 'calm' };
/** As the large room, so that only the number of tabs differs. */
const CLASS: SimOptions = { ...CITY, nodes: 50 };

export async function measure(): Promise<Row[]> {
  const few = await new Simulation(CLASS).run();
  const crowd = await new Simulation(CROWD).run();
  const city = await new Simulation(CITY).run();
  return [
    // From a block's finding until the last node had accepted it, over all blocks of calm times.
    row('sim.200.p95', Math.round(crowd.lastMs.p95), 'ms'),
    row('sim.1000.p95', Math.round(city.lastMs.p95), 'ms'),
    row('sim.50.bytes-per-node', Math.round(few.bytesPerNodeSecond), 'B/s'),
    row('sim.1000.bytes-per-node', Math.round(city.bytesPerNodeSecond), 'B/s'),
    row('sim.speed', Math.round(crowd.nodeSecondsPerSecond), 'node-s/s'),
  ];
}
