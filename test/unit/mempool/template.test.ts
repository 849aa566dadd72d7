import { beforeEach, describe, expect, it } from 'vitest';
import { txid } from '../../../src/consensus/hash.ts';
import type { Transaction } from '../../../src/consensus/types.ts';
import { selectTransactions } from '../../../src/mempool/template.ts';
import { outputOf } from '../../support/block-lab.ts';
import { PoolWorld } from '../../support/pool-world.ts';

let world: PoolWorld;

beforeEach(() => {
  world = new PoolWorld();
});

/** Of a payment with one input and one output. */
const SMALL_WEIGHT = 444;
const select = (maxWeight: number) => selectTransactions(world.pool.chunks, maxWeight);
const ids = (list: readonly Transaction[]) => list.map(txid);

describe('a selection', () => {
  it('of nobody is empty', () => {
    expect(select(400_000)).toEqual({ transactions: [], fees: 0, weight: 0 });
  });

  it('takes the best first and says what they bring', () => {
    const [low, high, middle] = [300, 900, 600].map((fee) => world.enterPayment(fee));
    const all = select(3 * SMALL_WEIGHT);
    expect(ids(all.transactions)).toEqual(ids([high!, middle!, low!]));
    expect(all).toMatchObject({ fees: 1_800, weight: 3 * SMALL_WEIGHT });
    expect(ids(select(3 * SMALL_WEIGHT - 1).transactions)).toEqual(ids([high!, middle!]));
  });

  it('takes a parent for the sake of its child', () => {
    const other = world.enterPayment(600);
    const parent = world.enterPayment(200);
    const child = world.enter(world.pay([outputOf(parent, 0)], 5_000)).transaction;
    expect(ids(select(400_000).transactions)).toEqual(ids([parent, child, other]));
  });

  it('never takes a child whose parent does not fit', () => {
    const large = world.pay([world.coin()], 900_000, 60);
    world.enter(large);
    const child = world.enter(world.pay([outputOf(large, 0)], 200)).transaction;
    const small = world.enterPayment(150);
    const { transactions } = select(2 * SMALL_WEIGHT);
    expect(ids(transactions)).toEqual(ids([small]));
    expect(transactions).not.toContain(child);
  });

  it('looks past 49 that do not fit, and stops at the fiftieth', () => {
    for (let made = 0; made < 49; made += 1) world.enter(world.pay([world.coin()], 900_000, 60));
    const small = world.enterPayment(150);
    expect(ids(select(SMALL_WEIGHT).transactions)).toEqual(ids([small]));
    world.enter(world.pay([world.coin()], 900_000, 60));
    expect(select(SMALL_WEIGHT).transactions).toEqual([]);
  });
});
