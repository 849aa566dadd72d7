import { beforeEach, describe, expect, it } from 'vitest';
import type { Transaction } from '../../../src/consensus/types.ts';
import { outputOf } from '../../support/block-lab.ts';
import { PoolWorld, SMALL_VBYTES } from '../../support/pool-world.ts';

let world: PoolWorld;

beforeEach(() => {
  world = new PoolWorld();
});

const INSUFFICIENT = 'insufficient-fee/policy';

/** A parent with so many outputs, and a child of each. */
function family(children: number, fee: number): { parent: Transaction; all: Transaction[] } {
  const parent = world.pay([world.coin()], 100_000, children);
  const spenders = parent.outputs.map((_, vout) => world.pay([outputOf(parent, vout)], fee));
  return { parent, all: [parent, ...spenders] };
}

describe('a double spend', () => {
  it('takes the place of what pays less', () => {
    const coin = world.coin();
    const first = world.enter(world.pay([coin], 500));
    const verdict = world.pool.accept(world.pay([coin], 2_000), 0);
    expect(verdict).toMatchObject({
      kind: 'accepted',
      removed: [{ entry: { wtxid: first.wtxid }, reason: 'replaced' }],
    });
    expect(world.pool).toMatchObject({ size: 1, fees: 2_000 });
  });

  it('pays for what it replaces and a tick per byte for itself', () => {
    const coin = world.coin();
    world.enter(world.pay([coin], 500));
    expect(world.offer(world.pay([coin], 500 + SMALL_VBYTES - 1))).toBe(INSUFFICIENT);
    expect(world.offer(world.pay([coin], 500 + SMALL_VBYTES))).toBe('accepted');
  });

  it('pays for all that descends from what it replaces', () => {
    const coin = world.coin();
    const parent = world.pay([coin], 500);
    world.enter(parent);
    world.enter(world.pay([outputOf(parent, 0)], 3_000));
    expect(world.offer(world.pay([coin], 3_500 + SMALL_VBYTES - 1))).toBe(INSUFFICIENT);
    expect(world.offer(world.pay([coin], 3_500 + SMALL_VBYTES))).toBe('accepted');
    expect(world.pool.size).toBe(1);
  });

  it('pays more per byte than each chunk it breaks', () => {
    const coin = world.coin();
    world.enter(world.pay([coin], 1_110));
    const large = (fee: number) => world.pay([coin], fee, 100);
    expect(world.offer(large(40_000))).toBe(INSUFFICIENT);
    expect(world.offer(large(50_000))).toBe('accepted');
  });

  it('replaces several at once', () => {
    const coins = [world.coin(), world.coin(), world.coin()];
    for (const coin of coins) world.enter(world.pay([coin], 500));
    expect(world.offer(world.pay(coins, 1_600))).toBe(INSUFFICIENT);
    expect(world.offer(world.pay(coins, 1_800))).toBe('accepted');
    expect(world.pool.size).toBe(1);
  });

  it('does not spend what it replaces', () => {
    const coin = world.coin();
    const first = world.pay([coin], 500);
    world.enter(first);
    expect(world.offer(world.pay([coin, outputOf(first, 0)], 9_000))).toBe(
      'bad-txns-spends-conflicting-tx/consensus',
    );
    expect(world.waits(first)).toBe(true);
  });

  it('does not spend what descends from what it replaces', () => {
    const coin = world.coin();
    const first = world.pay([coin], 500);
    const second = world.pay([outputOf(first, 0)], 500);
    for (const transaction of [first, second]) world.enter(transaction);
    expect(world.offer(world.pay([outputOf(second, 0), coin], 9_000))).toBe(
      'bad-txns-spends-conflicting-tx/consensus',
    );
  });

  it('pushes sixteen out and not seventeen', () => {
    const [{ parent, all }, single] = [family(15, 200), world.coin()];
    for (const transaction of all) world.enter(transaction);
    const lone = world.pay([single], 200);
    world.enter(lone);
    const coin = { ...outputOf(parent, 0), prevout: parent.inputs[0]!.prevout };
    const rich = { ...coin, output: { ...coin.output, value: 1_000_000_000 } };
    expect(world.offer(world.pay([rich, single], 900_000))).toBe('too-many-replacements/policy');
    expect(world.pool.size).toBe(17);
    expect(world.offer(world.pay([rich], 900_000))).toBe('accepted');
    expect(world.pool.size).toBe(2);
    expect(world.waits(lone)).toBe(true);
  });

  it('is refused by the number of its rivals alone', () => {
    const coins = Array.from({ length: 17 }, () => world.coin());
    for (const coin of coins) world.enter(world.pay([coin], 200));
    expect(world.offer(world.pay(coins, 900_000))).toBe('too-many-replacements/policy');
    expect(world.offer(world.pay(coins.slice(1), 900_000))).toBe('accepted');
    expect(world.pool.size).toBe(2);
  });

  it('leaves room in the cluster it breaks', () => {
    const list = world.chainOf(16);
    for (const transaction of list) world.enter(transaction);
    const last = world.pay([outputOf(list[14]!, 0)], 5_000);
    expect(world.offer(last)).toBe('accepted');
    expect(world.pool.size).toBe(16);
  });
});
