import { describe, expect, it } from 'vitest';
import { PLANTS } from './plants.ts';
import { Simulation } from './simulation.ts';
import { Violation } from './violation.ts';

const FIRST_SEED = 1;
const SEEDS_MAX = 20;
const TIMEOUT_MS = 120_000;

/** What must trip over which bug. */
const INVARIANTS = ['one tip', 'crash', 'first seen', 'supply', 'honest peers', 'dead links'];

async function firstViolation(plant: (typeof PLANTS)[number]): Promise<Violation | undefined> {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS_MAX; seed += 1) {
    try {
      const options = { seed, nodes: 8, seconds: 600, profile: 'storm', plant } as const;
      await new Simulation(options).run();
    } catch (error) {
      if (error instanceof Violation) return error;
      throw error;
    }
  }
  return undefined;
}

describe('a bug that is planted', () => {
  const cases = PLANTS.map((plant, at) => ({
    name: plant.name,
    plant,
    invariant: INVARIANTS[at]!,
  }));

  it.each(cases)(
    `is found within ${SEEDS_MAX} seeds from ${FIRST_SEED}: $name`,
    async ({ plant, invariant }) => {
      const violation = await firstViolation(plant);
      expect(violation?.invariant).toBe(invariant);
      const { seed, event } = violation!.circumstances;
      expect(violation!.message).toContain(`seed ${seed}, event ${event}, `);
      expect(violation!.message).toContain(`npm run sim -- --seed ${seed} --nodes 8`);
    },
    TIMEOUT_MS,
  );
});
