/**
 * `npm run sim -- --nodes 200 --seed 7 [--seconds N] [--profile storm|split|calm] [--seeds N]
 * [--json]`: simulates, and prints what came of it; ends with 1 when an invariant broke.
 */

import { parseArgs } from 'node:util';
import { type ProfileName, PROFILES } from './profile.ts';
import { Simulation } from './simulation.ts';
import { describe } from './statistics.ts';
import { Violation } from './violation.ts';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    /** Runs, each with the next seed. */
    seeds: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '600' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const nodes = toCount('nodes', values.nodes, 2);
const profile = toProfile(values.profile ?? (nodes > 12 ? 'split' : 'storm'));
const seconds = toCount('seconds', values.seconds, 60);
const first = toCount('seed', values.seed, 0);

for (let seed = first; seed < first + toCount('seeds', values.seeds, 1); seed += 1) {
  try {
    const summary = await new Simulation({ seed, nodes, seconds, profile }).run();
    console.log(values.json ? JSON.stringify(summary) : `${describe(summary)}\n`);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function toCount(name: string, text: string, least: number): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= least) return count;
  console.error(`--${name} must be a whole number from ${least}`);
  process.exit(1);
}

function toProfile(name: string): ProfileName {
  if (Object.hasOwn(PROFILES, name)) return name as ProfileName;
  console.error(`--profile must be one of ${Object.keys(PROFILES).join(', ')}`);
  process.exit(1);
}
