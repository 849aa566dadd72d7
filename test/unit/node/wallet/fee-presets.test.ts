import { describe, expect, it } from 'vitest';
import { feePresets } from '../../../../src/node/wallet/fee-presets.ts';
import { PoolWorld } from '../../../support/pool-world.ts';

/** Some 45 of them fill a block. */
const OUTPUTS = 50;
const WEIGHT = 8_900;
const BLOCK_WEIGHT = 400_000;

function presetsOf({ chain, pool }: PoolWorld) {
  const presets = feePresets(chain, pool, 0);
  return presets.map(({ name, ticksPerKvb, expectedBlocks }) => [
    name,
    ticksPerKvb,
    expectedBlocks,
  ]);
}

describe('fee presets', () => {
  it('ask for little where nothing waits, and promise the next block', () => {
    expect(presetsOf(new PoolWorld())).toEqual([
      ['slow', 1_000, 1],
      ['normal', 2_000, 1],
      ['fast', 4_000, 1],
    ]);
  });

  it('go above what waits, as far as they are in a hurry', () => {
    const world = new PoolWorld();
    for (let count = 0; count * WEIGHT < 2 * BLOCK_WEIGHT; count += 1) {
      world.enter(world.pay([world.coin()], 20_000 + 100 * count, OUTPUTS));
    }
    const [slow, normal, fast] = feePresets(world.chain, world.pool, 0);
    expect(slow).toMatchObject({ ticksPerKvb: 1_000, expectedBlocks: 2 });
    expect(normal).toMatchObject({ ticksPerKvb: 2_000, expectedBlocks: 2 });
    expect(fast!.ticksPerKvb).toBeGreaterThan(9_000);
    expect(fast!.expectedBlocks, 'just before the chunk that would fill the block').toBe(1);
  });

  it('never ask for what could only be a slip', () => {
    const world = new PoolWorld();
    for (let count = 0; count * WEIGHT < 2 * BLOCK_WEIGHT; count += 1) {
      world.enter(world.pay([world.coin()], 100_000_000, OUTPUTS));
    }
    expect(feePresets(world.chain, world.pool, 0)[2]!.ticksPerKvb).toBe(10_000_000);
  });
});
