/** Cards of older blocks and the best of what waits, as the page asks for them. */

import { describe, expect, it } from 'vitest';
import type { BlockCard, MempoolBest } from '../../../src/node/api.ts';
import { mempoolBest } from '../../../src/node/live-commands.ts';
import { Pool } from '../../../src/node/pool.ts';
import { outputOf } from '../../support/block-lab.ts';
import { createWorld, type WorldTab } from '../../support/node-world.ts';
import { PoolWorld } from '../../support/pool-world.ts';
import { MATURITY, mine, refusalOf } from '../../support/wallet-tabs.ts';

const NOW_MS = 1_700_000_000_000;
const HEIGHTS_MAX = 32;
const CARDS_MAX = 128;
const BEST_MAX = 240;
const TAKEN_MAX = 5_000;

const cardsOf = ({ host }: WorldTab, ...parameters: readonly unknown[]) =>
  host.call('getchaincards', ...parameters) as Promise<readonly BlockCard[]>;

const mark = ({ height, state }: BlockCard) => `${height} ${state}`;

describe('cards of older blocks', () => {
  it('say of the chain what the strip said while they were new', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await mine(world, alice, 20);
    const { strip } = await alice.host.snapshot();
    expect(strip).toHaveLength(21);
    expect(await cardsOf(alice, 0)).toEqual(strip);
    expect(await cardsOf(alice, 7, 3)).toEqual(strip.slice(7, 10));
    expect(await cardsOf(alice, 21)).toEqual([]);
  });

  it('have the lost branches beside the chain, and by how much they lost', async () => {
    const world = createWorld();
    const [alice, bob] = [await world.open('Alice'), await world.open('Bob')];
    await world.pass(1_000);
    await mine(world, alice, 3);
    await alice.host.call('setnetworkactive', false);
    const lost = await mine(world, alice, 2);
    await mine(world, bob, 3);
    await alice.host.call('setnetworkactive', true);
    await world.pass(20_000);
    await mine(world, bob, 30);
    const cards = await cardsOf(alice, 3, 4);
    expect(cards.map(mark)).toEqual([
      '3 active',
      '4 active',
      '4 stale',
      '5 active',
      '5 stale',
      '6 active',
    ]);
    const beside = cards.filter(({ state }) => state === 'stale');
    expect(beside.map(({ hash }) => hash)).toEqual(lost);
    // Three blocks and thirty against two.
    expect(beside.map(({ lostBy }) => lostBy)).toEqual([31, 31]);
    expect(beside[0]).toMatchObject({ miner: 'Alice', own: true, transactions: 1 });
  });

  it('come 32 heights and 128 blocks at a time', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await mine(world, alice, 40);
    expect(await cardsOf(alice, 2)).toHaveLength(HEIGHTS_MAX);
    for (const count of [0, HEIGHTS_MAX + 1, 2.5]) {
      expect((await refusalOf(cardsOf(alice, 0, count)))[1]).toMatch(/count must be/);
    }
    expect((await refusalOf(cardsOf(alice, -1)))[1]).toContain('out of range');
    const [first] = await cardsOf(alice, 1, 1);
    for (let round = 0; round < CARDS_MAX + 10; round += 1) {
      await alice.host.call('invalidateblock', (await cardsOf(alice, 1, 1))[0]!.hash);
      await mine(world, alice, 1);
    }
    const cards = await cardsOf(alice, 1, 1);
    expect(cards).toHaveLength(CARDS_MAX);
    expect(cards.map(({ hash }) => hash)).toContain(first!.hash);
    expect(cards.filter(({ state }) => state === 'active')).toHaveLength(1);
  });
});

describe('the best of what waits', () => {
  const open = () => {
    const world = new PoolWorld();
    const pool = new Pool(world.chain, [], { added: () => {}, removed: () => {} });
    return { world, pool };
  };

  it('comes best paid first, a child that pays for its parent right after it', () => {
    const { world, pool } = open();
    const poor = world.pay([world.coin()], 200);
    const child = world.pay([outputOf(poor, 0)], 9_000);
    const good = world.pay([world.coin()], 2_220);
    for (const transaction of [good, poor, child]) pool.accept(transaction, NOW_MS, true);
    const { best, transactions } = mempoolBest(pool, BEST_MAX, NOW_MS);
    expect(transactions).toBe(3);
    expect(best.map(({ feerate }) => Math.round(feerate * 10) / 10)).toEqual([1.8, 81.1, 20]);
    expect(best.every(({ isNext, weight }) => isNext && weight > 400)).toBe(true);
  });

  it('marks what the next block has no room for', () => {
    const { world, pool } = open();
    for (let count = 0; count < 12; count += 1) {
      pool.accept(world.pay([world.coin()], 200_000 + count, 300), NOW_MS, true);
    }
    const { best } = mempoolBest(pool, BEST_MAX, NOW_MS + TAKEN_MAX);
    const weight = best.filter(({ isNext }) => isNext).reduce((sum, one) => sum + one.weight, 0);
    expect(weight).toBeLessThanOrEqual(400_000);
    expect(best.map(({ isNext }) => isNext)).toContain(false);
    expect(best[0]!.isNext).toBe(true);
  });

  it('is told of 240, and how many there are', () => {
    const { world, pool } = open();
    for (let count = 0; count < BEST_MAX + 10; count += 1) {
      pool.accept(world.pay([world.coin()], 300 + count), NOW_MS, true);
    }
    const told: MempoolBest = mempoolBest(pool, BEST_MAX, NOW_MS);
    expect(told.best).toHaveLength(BEST_MAX);
    expect(told.transactions).toBe(BEST_MAX + 10);
  });

  it('keeps a block made on command from nothing that waits', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await mine(world, alice, MATURITY + 2);
    const first = (await alice.host.call('writenote', 'First')) as { readonly txid: string };
    await alice.host.call('getmempoolbest');
    const second = (await alice.host.call('writenote', 'Second')) as { readonly txid: string };
    const [hash] = (await alice.host.call('generate', 1)) as string[];
    const { tx } = (await alice.host.call('getblock', hash)) as { readonly tx: string[] };
    expect(tx).toEqual(expect.arrayContaining([first.txid, second.txid]));
  });

  it('is asked for by name', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await mine(world, alice, MATURITY + 2);
    const { txid } = (await alice.host.call('writenote', 'Hello')) as { readonly txid: string };
    const told = (await alice.host.call('getmempoolbest')) as MempoolBest;
    expect(told.best).toMatchObject([{ txid, isNext: true }]);
    const [, message] = await refusalOf(alice.host.call('getmempoolbest', BEST_MAX + 1));
    expect(message).toBe('count must be from 1 to 240');
  });
});
