/** Runs the store checks under Vitest for one way of making a disk. */

import { describe, it } from 'vitest';
import { type StoreBench, storeChecks } from './store-checks.ts';

export function describeStore(name: string, makeBench: () => StoreBench): void {
  describe(name, () => {
    it.each(storeChecks)('$name', async ({ run }) => {
      const bench = makeBench();
      await run(bench).finally(() => bench.end());
    });
  });
}
