import { describe, expect, it } from 'vitest';
import { wtxid } from '../../../src/consensus/hash.ts';
import type { Transaction } from '../../../src/consensus/types.ts';
import { compareFeerates } from '../../../src/mempool/feerate.ts';
import { outputOf, payment } from '../../support/block-lab.ts';
import { pay } from '../../support/blocks.ts';
import { COIN_VALUE, PoolWorld, SMALL_VBYTES } from '../../support/pool-world.ts';

const MINUTE_MS = 60_000;
const LEAST = 'mempool-min-fee-not-met/policy';
const roomFor = (maxTransactions: number) => ({ maxTransactions, maxVbytes: 1_000_000 });

describe('a full mempool', () => {
  it('drops who pays least, and asks the next for more', () => {
    const world = new PoolWorld(roomFor(2));
    const [poor, rich] = [world.enterPayment(2 * SMALL_VBYTES), world.enterPayment(9_000)];
    const verdict = world.pool.accept(world.pay([world.coin()], 5_000), 0);
    expect(verdict).toMatchObject({
      removed: [{ entry: { wtxid: wtxid(poor) }, reason: 'evicted' }],
    });
    expect(world.waits(rich)).toBe(true);
    expect(world.offer(world.pay([world.coin()], 3 * SMALL_VBYTES - 1))).toBe(LEAST);
    expect(world.offer(world.pay([world.coin()], 3 * SMALL_VBYTES))).toMatch(/^mempool-full/);
  });

  it('is not stirred for nothing: whoever pays what was evicted is refused unseen', () => {
    const world = new PoolWorld(roomFor(10));
    for (let made = 0; made < 11; made += 1) world.offer(world.pay([world.coin()], SMALL_VBYTES));
    const { changes } = world.pool;
    for (let made = 0; made < 50; made += 1) {
      const unsigned = payment([world.coin()], [pay(COIN_VALUE - SMALL_VBYTES)]);
      expect(world.pool.examine(unsigned, 0)).toMatchObject({ code: 'mempool-min-fee-not-met' });
    }
    expect(world.pool.changes).toBe(changes);
  });

  it('refuses a newcomer that pays less than all who wait', () => {
    const world = new PoolWorld(roomFor(2));
    const waiting = [world.enterPayment(5_000), world.enterPayment(6_000)];
    expect(world.offer(world.pay([world.coin()], 4_000))).toBe('mempool-full/policy');
    expect(waiting.map((one) => world.waits(one))).toEqual([true, true]);
  });

  it('of equals keeps the older', () => {
    const world = new PoolWorld(roomFor(2));
    const waiting = [world.enterPayment(500), world.enterPayment(500)];
    expect(world.offer(world.pay([world.coin()], 500))).toBe('mempool-full/policy');
    expect(waiting.map((one) => world.waits(one))).toEqual([true, true]);
  });

  it('drops a child without its parent, and never a parent without its child', () => {
    const world = new PoolWorld(roomFor(3));
    const parent = world.enterPayment(5_000);
    const child = world.enter(world.pay([outputOf(parent, 0)], 200)).transaction;
    const low = world.enterPayment(300);
    world.enterPayment(9_000);
    expect([parent, child, low].map((one) => world.waits(one))).toEqual([true, false, true]);
    world.enterPayment(9_000);
    expect([parent, low].map((one) => world.waits(one))).toEqual([true, false]);
  });

  it('keeps a poor parent for its rich child', () => {
    const world = new PoolWorld(roomFor(3));
    const parent = world.enterPayment(150);
    const child = world.enter(world.pay([outputOf(parent, 0)], 9_000)).transaction;
    const low = world.enterPayment(500);
    world.enterPayment(900);
    expect([parent, child, low].map((one) => world.waits(one))).toEqual([true, true, false]);
  });

  it('lets anybody in again as its floor halves', () => {
    const world = new PoolWorld(roomFor(1));
    const payer = (fee: number) => world.pay([world.coin()], fee);
    world.enter(payer(3 * SMALL_VBYTES));
    world.enter(payer(5 * SMALL_VBYTES));
    world.pool.expire(60 * MINUTE_MS);
    const again = payer(2 * SMALL_VBYTES);
    expect(world.offer(again, 10 * MINUTE_MS - 1)).toBe(LEAST);
    expect(world.offer(again, 10 * MINUTE_MS)).toBe('accepted');
  });

  it('that lets one in only to drop it says who left for it', () => {
    const world = new PoolWorld({ maxTransactions: 100, maxVbytes: 5_000 });
    const coin = world.coin();
    const rival = world.enter(world.pay([coin], 600));
    const parent = world.enter(world.pay([world.coin()], 4_000, 88));
    const filling = Array.from({ length: 9 }, () => world.enterPayment(500));
    const newcomer = world.pay([coin, outputOf(parent.transaction, 0)], 1_200);
    const verdict = world.pool.accept(newcomer, 0);
    expect(verdict).toMatchObject({ kind: 'refused', code: 'mempool-full', fault: 'policy' });
    const removed = verdict.kind === 'refused' ? verdict.removed : [];
    expect(removed).toEqual([
      { entry: rival, reason: 'replaced' },
      { entry: parent, reason: 'evicted' },
    ]);
    expect(filling.filter((one) => world.waits(one))).toHaveLength(9);
  });
});

describe('a transaction that waits too long', () => {
  it('leaves after an hour with all that spend of it', () => {
    const world = new PoolWorld();
    const parent = world.enterPayment(500, 0);
    const child = world.enter(world.pay([outputOf(parent, 0)], 500), 30 * MINUTE_MS).transaction;
    const other = world.enterPayment(500, 1);
    expect(world.pool.expire(60 * MINUTE_MS - 1)).toEqual([]);
    const removed = world.pool.expire(60 * MINUTE_MS);
    expect(removed.map(({ entry, reason }) => [entry.transaction, reason])).toEqual([
      [parent, 'expired'],
      [child, 'expired'],
    ]);
    expect(world.waits(other)).toBe(true);
  });

  it('keeps its age when it is read from the disk', () => {
    const world = new PoolWorld();
    world.pool.accept(world.pay([world.coin()], 500), 59 * MINUTE_MS, 0);
    expect(world.pool.expire(60 * MINUTE_MS)).toHaveLength(1);
  });

  it('is not made young by a date to come', () => {
    const world = new PoolWorld();
    world.pool.accept(world.pay([world.coin()], 500), 0, 1e15);
    expect(world.pool.expire(60 * MINUTE_MS)).toHaveLength(1);
  });
});

describe('a flood', () => {
  /** Enters them one by one, and watches the limits at each step. */
  function flood(world: PoolWorld, count: number, make: (at: number) => Transaction): void {
    for (let at = 0; at < count; at += 1) {
      world.offer(make(at));
      const { size, sizeVbytes } = world.pool;
      if (size > 10_000 || sizeVbytes > 4_000_000) throw new Error(`${size}, ${sizeVbytes} vB`);
    }
  }

  it('of 100,000 at the least fee leaves 10,000, and one who pays enters within a second', () => {
    const world = new PoolWorld();
    flood(world, 100_000, () => world.pay([world.coin()], SMALL_VBYTES));
    expect(world.pool.size).toBe(10_000);
    const paying = payment([world.coin()], [pay(COIN_VALUE - 50_000)]);
    const before = process.cpuUsage();
    expect(world.offer(paying)).toBe('accepted');
    // Of processor time: what else the machine does is no fault of the mempool.
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
    expect(world.pool.chunks[0]!.entries[0]!.transaction).toBe(paying);
    expect(world.pool.size).toBe(10_000);
  }, 120_000);

  it('of large ones is held to 4,000,000 virtual bytes', () => {
    const world = new PoolWorld();
    flood(world, 180, (at) => world.pay([world.coin()], 25_000 * (1 + at), 575));
    expect(world.pool.sizeVbytes).toBeGreaterThan(4_000_000 - 25_000);
    const fees = world.pool.chunks.map(({ fee }) => fee);
    expect(Math.min(...fees)).toBeGreaterThan(25_000 * 10);
    expect(compareFeerates(world.pool.feeFloor(0), { fee: 10, sizeVbytes: 1 })).toBe(1);
  });
});
