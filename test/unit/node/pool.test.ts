import { describe, expect, it } from 'vitest';
import { wtxid } from '../../../src/consensus/hash.ts';
import type { Hash, Transaction } from '../../../src/consensus/types.ts';
import { Pool, type StoredTransactions } from '../../../src/node/pool.ts';
import type { StoreKey, StoreValue, StoreWrite } from '../../../src/node/ports.ts';
import { CLUSTER_MAX_TRANSACTIONS } from '../../../src/util/limits.ts';
import { outputOf } from '../../support/block-lab.ts';
import { PoolWorld } from '../../support/pool-world.ts';

const NOW_MS = 1_700_000_000_000;
const SILENT = { added: () => {}, removed: () => {} };

class Disk {
  private readonly records = new Map<StoreKey, StoreValue>();

  write(writes: readonly StoreWrite[]): void {
    for (const write of writes) {
      if ('put' in write) this.records.set(write.put[1], write.put[2]);
      else this.records.delete(write.remove[1]);
    }
  }

  get entries(): StoredTransactions {
    return [...this.records].sort(([left], [right]) => (left < right ? -1 : 1));
  }
}

const open = (world: PoolWorld, stored: StoredTransactions = []) =>
  new Pool(world.chain, stored, SILENT);
const ids = (pool: Pool) => Array.from(pool.mempool.values(), ({ wtxid: id }) => id).sort();

function restoreAll(pool: Pool): void {
  for (let round = 0; pool.isRestoring; round += 1) {
    expect(round, 'the restoring comes to an end').toBeLessThan(1_000);
    pool.restoreSome(NOW_MS + 5_000);
  }
}

describe('the pool', () => {
  it('has after a restart what it had before, with the times of entry', () => {
    const world = new PoolWorld();
    const disk = new Disk();
    const pool = open(world);
    const made: Transaction[] = [];
    for (let count = 0; count < 60; count += 1) {
      const parent = world.pay([world.coin()], 2_000 + count);
      made.push(parent, world.pay([outputOf(parent, 0)], 3_000));
    }
    // Parents and children come in one and the same millisecond.
    for (const transaction of made) pool.accept(transaction, NOW_MS, true);
    disk.write(pool.takeWrites());
    const again = open(world, disk.entries);
    expect(again.isRestoring).toBe(true);
    restoreAll(again);
    expect(ids(again)).toEqual(made.map(wtxid).sort());
    expect(again.mempool.get(wtxid(made[0]!))!.time).toBe(NOW_MS);
  });

  it('has a long chain of one millisecond again, in whatever order it lies on disk', () => {
    const world = new PoolWorld();
    const disk = new Disk();
    const pool = open(world);
    const chain = [world.pay([world.coin()], 2_000)];
    while (chain.length < CLUSTER_MAX_TRANSACTIONS) {
      chain.push(world.pay([outputOf(chain.at(-1)!, 0)], 2_000));
    }
    // As a reorganisation gives the transactions of a lost block back.
    for (const transaction of chain) pool.accept(transaction, NOW_MS, true);
    disk.write(pool.takeWrites());
    const order = chain.map(wtxid).reverse();
    const backwards = disk.entries.toSorted(
      ([left], [right]) => order.indexOf(left as Hash) - order.indexOf(right as Hash),
    );
    const again = open(world, backwards);
    restoreAll(again);
    expect(ids(again)).toEqual(chain.map(wtxid).sort());
  });

  it('forgets on disk what was replaced, and what can no longer be read', () => {
    const world = new PoolWorld();
    const disk = new Disk();
    const pool = open(world);
    const coin = world.coin();
    const [cheap, dear] = [world.pay([coin], 1_000), world.pay([coin], 9_000)];
    pool.accept(cheap, NOW_MS, true);
    disk.write(pool.takeWrites());
    pool.accept(dear, NOW_MS + 1, true);
    disk.write(pool.takeWrites());
    expect(disk.entries.map(([key]) => key)).toEqual([wtxid(dear)]);
    disk.write([{ put: ['mempool', 'rotten', Uint8Array.of(1, 2, 3)] }]);
    const again = open(world, disk.entries);
    restoreAll(again);
    disk.write(again.takeWrites());
    expect(disk.entries.map(([key]) => key)).toEqual([wtxid(dear)]);
  });

  it('chooses for the next block at most every two seconds, and for a gain of 1 %', () => {
    const world = new PoolWorld();
    const pool = open(world);
    const enter = (fee: number, now: number) =>
      pool.accept(world.pay([world.coin()], fee), now, true);
    enter(100_000, NOW_MS);
    expect(pool.selection(NOW_MS).fees).toBe(100_000);
    enter(50_000, NOW_MS + 100);
    expect(pool.selection(NOW_MS + 1_999).fees).toBe(100_000);
    expect(pool.selection(NOW_MS + 2_000).fees).toBe(150_000);
    enter(1_000, NOW_MS + 2_100);
    expect(pool.selection(NOW_MS + 9_000).fees).toBe(150_000);
    enter(1_000, NOW_MS + 9_100);
    expect(pool.selection(NOW_MS + 20_000).fees).toBe(152_000);
  });

  it('tells of each that comes and goes', () => {
    const world = new PoolWorld();
    const heard: string[] = [];
    const pool = new Pool(world.chain, [], {
      added: (entry, isOwn) => void heard.push(`added ${entry.fee} ${isOwn}`),
      removed: (removals) =>
        void heard.push(...removals.map(({ entry, reason }) => `${reason} ${entry.fee}`)),
    });
    const coin = world.coin();
    pool.accept(world.pay([coin], 1_000), NOW_MS, false);
    pool.accept(world.pay([coin], 9_000), NOW_MS, true);
    pool.tick(NOW_MS + 60 * 60_000);
    expect(heard).toEqual(['added 1000 false', 'replaced 1000', 'added 9000 true', 'expired 9000']);
  });
});
