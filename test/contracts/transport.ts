/** Runs the transport checks under Vitest for one way of making a pair. */

import { describe, it } from 'vitest';
import { transportChecks, type TransportPair } from './transport-checks.ts';

export function describeTransport(name: string, makePair: () => TransportPair): void {
  describe(name, () => {
    it.each(transportChecks)('$name', async ({ run }) => {
      const pair = makePair();
      await run(pair).finally(() => pair.end());
    });
  });
}
