/** What a simulation is told to do; with its seed it says everything about a run. */

import type { SimDisk } from './disk.ts';
import type { Fault } from './faults.ts';
import type { ProfileName } from './profile.ts';
import type { Life } from './tab.ts';

export interface SimOptions {
  readonly seed: number;
  readonly nodes: number;
  /** Until everything that goes wrong has gone wrong. */
  readonly seconds: number;
  readonly profile: ProfileName;
  readonly plant?: Plant;
  /** What goes wrong, instead of what the seed and the profile would have. */
  readonly faults?: readonly Fault[];
}

/** A bug that is put into every tab, to see whether it is found. */
export interface Plant {
  readonly name: string;
  readonly createDisk?: (...parts: ConstructorParameters<typeof SimDisk>) => SimDisk;
  readonly infect?: (life: Life) => void;
}

/** How to see a run again. */
export function rerunOf({ seed, nodes, seconds, profile, faults }: SimOptions): string {
  if (faults !== undefined) return `the test that names these ${faults.length} faults`;
  return `npm run sim -- --seed ${seed} --nodes ${nodes} --seconds ${seconds} --profile ${profile}`;
}
