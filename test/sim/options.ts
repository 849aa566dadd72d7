/** What a simulation is told to do; with its seed it says everything about a run. */

import type { SimDisk } from './disk.ts';
import type { ProfileName } from './profile.ts';
import type { Life } from './tab.ts';

export interface SimOptions {
  readonly seed: number;
  readonly nodes: number;
  /** Until everything that goes wrong has gone wrong. */
  readonly seconds: number;
  readonly profile: ProfileName;
  readonly plant?: Plant;
}

/** A bug that is put into every tab, to see whether it is found. */
export interface Plant {
  readonly name: string;
  readonly createDisk?: (...parts: ConstructorParameters<typeof SimDisk>) => SimDisk;
  readonly infect?: (life: Life) => void;
}

/** How to see a run again. */
export function rerunOf({ seed, nodes, seconds, profile }: SimOptions): string {
  return `npm run sim -- --seed ${seed} --nodes ${nodes} --seconds ${seconds} --profile ${profile}`;
}
