import { describe, expect, it } from 'vitest';
import { staleFact, warningsOf } from '../../../src/node/stale.ts';
import { NetHarness } from '../../support/net-harness.ts';

const SPACINGS = 15;
const SPACING_SECONDS = 10;

describe('a tip that does not move', () => {
  it('is said after fifteen spacings with peers, and no more once a block comes', () => {
    const harness = new NetHarness();
    const [anna, bert] = [harness.node(), harness.node()];
    harness.pass(500);
    expect(staleFact(anna.network)).toEqual({});
    harness.join(anna, bert);
    const linkedAt = Math.floor(harness.now / 1000);
    harness.pass(SPACINGS * SPACING_SECONDS);
    expect(staleFact(anna.network)).toEqual({});
    expect(warningsOf(anna.network, harness.now)).toEqual([]);
    harness.pass(2);
    expect(staleFact(anna.network)).toEqual({ staleSince: linkedAt });
    expect(warningsOf(anna.network, harness.now)[0]).toContain('No block has come for 2 minutes.');
    bert.mine(harness.blocks(1)[0]!);
    harness.pass(2);
    expect(staleFact(anna.network)).toEqual({});
  });
});
