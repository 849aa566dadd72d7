/** Figures of many blocks and the arrival of each, through whole nodes. */

import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../../src/node/arrivals.ts';
import type { ChainStats, StatsColumns } from '../../../src/node/chain-stats.ts';
import { createWorld, type WorldTab } from '../../support/node-world.ts';
import { MATURITY, mine, refusalOf } from '../../support/wallet-tabs.ts';

const SLOW = { timeout: 60_000 };

type Stats = ChainStats & StatsColumns;

interface DescribedBlock {
  readonly hash: string;
  readonly time: number;
  readonly difficulty: number;
  readonly nTx: number;
}

interface Described {
  readonly fee: number;
  readonly weight: number;
}

const call = <Answer>(tab: WorldTab, ...words: readonly [string, ...unknown[]]) =>
  tab.host.call(...words) as Promise<Answer>;

async function blockAt(tab: WorldTab, height: number): Promise<DescribedBlock> {
  return call(tab, 'getblock', await call<string>(tab, 'getblockhash', height));
}

describe('getchainstats', SLOW, () => {
  it('tells of each block what the block itself says, lowest first', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await mine(world, alice, 12);
    const stats = await call<Stats>(alice, 'getchainstats', 10, 4);
    const blocks = await Promise.all([7, 8, 9, 10].map((height) => blockAt(alice, height)));
    expect(stats).toEqual({
      height: 10,
      hash: blocks[3]!.hash,
      previousblockhash: (await blockAt(alice, 6)).hash,
      time: blocks.map(({ time }) => time),
      difficulty: blocks.map(({ difficulty }) => difficulty),
    });
  });

  it('reaches down to genesis and no further, and begins at the tip unless told', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await mine(world, alice, 3);
    const stats = await call<Stats>(alice, 'getchainstats', undefined, 250, true);
    expect(stats).toMatchObject({ height: 3, previousblockhash: null, txs: [1, 1, 1, 1] });
    expect(stats.miner).toEqual(['', 'Alice', 'Alice', 'Alice']);
    expect(stats.totalfee).toEqual([0, 0, 0, 0]);
    expect(stats.medianfeerate).toEqual([null, null, null, null]);
  });

  it('tells what was paid in a block, from memory and from the disk', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await mine(world, alice, MATURITY + 2);
    const { txid } = await call<{ txid: string }>(alice, 'writenote', 'Hello');
    const [hash] = await mine(world, alice, 1);
    const paid = await call<Described>(alice, 'getrawtransaction', txid, 2, hash);
    const ticks = Math.round(paid.fee * 1e8);
    const rate = (ticks * 4) / paid.weight;
    const facts = {
      height: MATURITY + 3,
      hash,
      txs: [1, 2],
      total_weight: [0, paid.weight],
      totalfee: [0, ticks],
      minfeerate: [null, rate],
      medianfeerate: [null, rate],
      maxfeerate: [null, rate],
    };
    expect(await call(alice, 'getchainstats', MATURITY + 3, 2, true)).toMatchObject(facts);
    alice.close();
    const again = await world.open('Alice', { store: alice.store });
    expect(await call(again, 'getchainstats', MATURITY + 3, 2, true)).toMatchObject(facts);
  });

  it('tells of 10,000 blocks at most, of 250 with their bodies, and refuses the rest', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await mine(world, alice, 300);
    const count = async (...words: readonly unknown[]) =>
      (await call<Stats>(alice, 'getchainstats', ...words)).time.length;
    expect(await count(300, 10_000)).toBe(301);
    expect(await count(300, 250, true)).toBe(250);
    const refused: ReadonlyArray<readonly [number, string, ...unknown[]]> = [
      [-8, 'count must be from 1 to 10000', 300, 10_001],
      [-8, 'count must be from 1 to 250', 300, 251, true],
      [-8, 'count must be from 1 to 10000', 300, 0],
      [-8, 'Block height out of range', 301],
      [-8, 'Block height out of range', -1],
      [-3, 'height must be a whole number', 'tip'],
      [-3, 'count must be a whole number', 300, 1.5],
      [-3, 'bodies is true or false', 300, 1, 1],
    ];
    for (const [code, message, ...words] of refused) {
      expect(await refusalOf(call(alice, 'getchainstats', ...words))).toEqual([code, message]);
    }
  });
});

describe('getarrivals', SLOW, () => {
  it('tells when a block came, and how much later each peer told of it', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const bob = await world.open('Bob');
    const carol = await world.open('Carol');
    await world.pass(3_000);
    const before = world.now();
    const [hash] = await mine(world, alice, 1);
    const [own] = await call<Arrival[]>(alice, 'getarrivals');
    expect(own).toMatchObject({ hash, height: 1, own: true, active: true, connected: 0 });
    expect(own!.told, 'both answer with their new tip').toHaveLength(2);
    for (const tab of [bob, carol]) {
      const [seen] = await call<Arrival[]>(tab, 'getarrivals');
      expect(seen).toMatchObject({ hash, own: false, active: true });
      expect(seen!.firstseen).toBeGreaterThanOrEqual(before);
      expect(seen!.told[0]).toMatchObject({ delay: 0 });
      expect(new Set(seen!.told.map(({ peer }) => peer)).size).toBe(seen!.told.length);
    }
  });

  it('says nothing of a past that is fetched, nor of who came later', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await mine(world, alice, 40);
    const [hash] = await mine(world, alice, 1);
    const bob = await world.open('Bob');
    await world.pass(5_000);
    expect(bob.chain.height).toBe(41);
    expect(await call(bob, 'getarrivals')).toEqual([]);
    const [own] = await call<Arrival[]>(alice, 'getarrivals');
    expect(own).toMatchObject({ hash, told: [] });
  });

  it('refuses a number that is none', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    expect(await refusalOf(call(alice, 'getarrivals', 501))).toEqual([
      -8,
      'count must be from 1 to 500',
    ]);
    expect((await refusalOf(call(alice, 'getarrivals', 'all')))[0]).toBe(-3);
  });
});
