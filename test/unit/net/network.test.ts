import { describe, expect, it } from 'vitest';
import { NetHarness } from '../../support/net-harness.ts';

describe('Network', () => {
  it('brings a newcomer to the tip of a node that has a long chain', () => {
    const harness = new NetHarness();
    const [old, fresh] = [harness.node(), harness.node()];
    old.mineAll(harness.blocks(4_500));
    harness.join(fresh, old);
    expect(fresh.tip).toBe(old.tip);
    expect(fresh.chain.height).toBe(4_500);
    expect([...old.dropped, ...fresh.dropped]).toEqual([]);
  });
});
