import { beforeEach, describe, expect, it } from 'vitest';
import { encodeTransaction, outpointKey } from '../../../src/consensus/encoding.ts';
import { txid } from '../../../src/consensus/hash.ts';
import type { Transaction } from '../../../src/consensus/types.ts';
import { Mempool } from '../../../src/mempool/mempool.ts';
import type { Removal } from '../../../src/mempool/verdict.ts';
import { type Funds, outputOf, payment, rewardOf } from '../../support/block-lab.ts';
import { editInputs, makeBlock, pay } from '../../support/blocks.ts';
import { PoolChain } from '../../support/pool-chain.ts';
import { PoolWorld, wordOf } from '../../support/pool-world.ts';

let chain: PoolChain;

beforeEach(() => {
  chain = new PoolChain(60);
});

const FEE = 1_000;
const payOn = (funds: Funds, fee = FEE) => payment([funds], [pay(funds.output.value - fee)]);
const spendOf = (transaction: Transaction, fee = FEE) => payOn(outputOf(transaction, 0), fee);
const accept = (transaction: Transaction) => wordOf(chain.pool.accept(transaction, 0));
const waiting = () => Array.from(chain.pool.values(), ({ transaction }) => txid(transaction));
const ids = (list: readonly Transaction[]) => list.map(txid);
const told = (removed: readonly Removal[]) =>
  removed.map(({ entry, reason }) => [entry.txid, reason]);

function enter(...transactions: Transaction[]): void {
  expect(transactions.map(accept)).toEqual(transactions.map(() => 'accepted'));
}

describe('a block', () => {
  it('takes out what it confirms, and leaves what spends of it', () => {
    const parent = payOn(chain.past.mature(0));
    const child = spendOf(parent);
    enter(parent, child);
    expect(told(chain.mine([parent], FEE))).toEqual([[txid(parent), 'block']]);
    expect(waiting()).toEqual(ids([child]));
    expect([...chain.pool.withTxid(txid(child))!.parents]).toEqual([]);
    expect(told(chain.mine([child], FEE))).toEqual([[txid(child), 'block']]);
  });

  it('unties those whom only the confirmed one held together, and no others', () => {
    const coin = chain.past.mature(0);
    const halves = [pay(1e9), pay(coin.output.value - 1e9 - FEE)];
    const parent = payment([coin], halves);
    const [left, right] = [payOn(outputOf(parent, 0)), payOn(outputOf(parent, 1))];
    const more = spendOf(right);
    enter(parent, left, right, more);
    const clusters = () => {
      const all = new Set(chain.pool.chunks.map(({ cluster }) => cluster));
      return Array.from(all, ({ entries }) => entries.map((entry) => entry.txid));
    };
    expect(clusters()).toEqual([ids([parent, left, right, more])]);
    chain.mine([parent], FEE);
    expect(clusters()).toEqual([ids([left]), ids([right, more])]);
  });

  it('takes out rivals of what it confirms, with all that spend of them', () => {
    const coin = chain.past.mature(0);
    const mine = payOn(coin);
    const child = spendOf(mine);
    const other = payOn(chain.past.mature(1));
    enter(mine, child, other);
    const removed = chain.mine([payOn(coin, 7)]);
    expect(told(removed)).toEqual([
      [txid(mine), 'conflict'],
      [txid(child), 'conflict'],
    ]);
    expect(waiting()).toEqual(ids([other]));
  });

  it('that confirms another witness of a transaction takes it out too', () => {
    const coin = chain.past.mature(0);
    const one = payOn(coin);
    const two = payment([coin], [pay(coin.output.value - FEE)], { hashType: 1 });
    expect(txid(two)).toBe(txid(one));
    enter(one, spendOf(one));
    expect(told(chain.mine([two]))).toEqual([[txid(one), 'block']]);
    expect(chain.pool.size).toBe(1);
  });

  it('lets in what it makes mature or final', () => {
    const young = payOn(chain.past.deep(29));
    const bare = {
      edit: (it: Transaction) => editInputs({ ...it, locktime: 61 }, { sequence: 0xfffffffe }),
    };
    const coin = chain.past.mature(0);
    const locked = payment([coin], [pay(coin.output.value - FEE)], bare);
    expect([young, locked].map(accept)).toEqual([
      'bad-txns-premature-spend-of-coinbase/policy',
      'non-final/policy',
    ]);
    chain.mine();
    enter(young, locked);
  });
});

describe('a reorganisation', () => {
  it('brings back what the lost blocks had, parents first', () => {
    const base = chain.tip;
    const [one, other] = [payOn(chain.past.mature(0)), payOn(chain.past.mature(1))];
    const [two, three] = [spendOf(one), spendOf(spendOf(one))];
    chain.offer(chain.branch(base, [[one, other], [two], [three]]));
    const removed = chain.offer(chain.branch(base, [[other], [], [], []]));
    expect(removed).toEqual([]);
    expect(waiting()).toEqual(ids([one, two, three]));
    expect(chain.pool.chunks).toHaveLength(3);
  });

  it('keeps what waits, behind what it spends', () => {
    const base = chain.tip;
    const parent = payOn(chain.past.mature(0));
    const child = spendOf(parent, 5_000);
    const lone = payOn(chain.past.mature(1));
    chain.mine([parent]);
    enter(child, lone);
    expect(chain.offer(chain.branch(base, [[], []]))).toEqual([]);
    expect(waiting()).toEqual(ids([lone, parent, child]));
    const entry = chain.pool.withTxid(txid(child))!;
    expect(Array.from(entry.parents, ({ txid }) => txid)).toEqual(ids([parent]));
    expect(chain.pool.chunks[0]!.entries).toHaveLength(2);
  });

  it('drops rivals of what the new branch has', () => {
    const base = chain.tip;
    const coin = chain.past.mature(0);
    const [lost, won] = [payOn(coin), payOn(coin, 5)];
    const child = spendOf(lost);
    chain.mine([lost]);
    enter(child);
    const removed = chain.offer(chain.branch(base, [[won], []]));
    expect(told(removed)).toEqual([[txid(child), 'reorganised']]);
    expect(waiting()).toEqual([]);
  });

  it('lets all that descends from a lost coinbase vanish', () => {
    const base = chain.tip;
    const lost = chain.branch(
      base,
      Array.from({ length: 30 }, () => []),
    );
    chain.offer(lost);
    const spending = payOn(rewardOf(lost[0]!));
    const [child, lone] = [spendOf(spending), payOn(chain.past.mature(0))];
    enter(spending, child, lone);
    const removed = chain.offer(
      chain.branch(
        base,
        Array.from({ length: 31 }, () => []),
      ),
    );
    expect(told(removed)).toEqual([
      [txid(spending), 'reorganised'],
      [txid(child), 'reorganised'],
    ]);
    expect(waiting()).toEqual(ids([lone]));
  });

  it('to a lower height drops what is too young or too early again', () => {
    const edit = (it: Transaction) => editInputs({ ...it, locktime: 61 }, { sequence: 0xfffffffe });
    const coin = chain.past.mature(0);
    chain.mine();
    const young = payOn(chain.past.deep(30));
    const locked = payment([coin], [pay(coin.output.value - FEE)], { edit });
    const lone = payOn(chain.past.mature(1));
    enter(young, locked, lone);
    expect(told(chain.veto(0).removed)).toEqual([
      [txid(young), 'reorganised'],
      [txid(locked), 'reorganised'],
    ]);
    expect(waiting()).toEqual(ids([lone]));
  });

  it('that nobody told block by block is found out by looking at all who wait', () => {
    const [one, other] = [payOn(chain.past.mature(0)), payOn(chain.past.mature(1))];
    const child = spendOf(one);
    enter(one, child, other);
    const { pool } = chain;
    pool.chain.coins.spend(outpointKey(one.inputs[0]!.prevout));
    expect(told(pool.recheck(0))).toEqual([
      [txid(one), 'reorganised'],
      [txid(child), 'reorganised'],
    ]);
    expect(waiting()).toEqual(ids([other]));
  });

  it('verifies no signature of what comes back', () => {
    const base = chain.tip;
    const transaction = payOn(chain.past.mature(0));
    chain.mine([transaction]);
    const sound = chain.past.driver.chain.signatures;
    const before = sound.size;
    chain.offer(chain.branch(base, [[], []]));
    expect(waiting()).toEqual(ids([transaction]));
    expect(sound.size).toBe(before);
  });

  it('into a full mempool leaves who pays best', () => {
    const world = new PoolWorld({ maxTransactions: 2, maxVbytes: 10_000 });
    const waits = world.enterPayment(600);
    const lost = [500, 900].map((fee) => world.pay([world.coin()], fee));
    const removed = world.pool.moved({ disconnected: [makeBlock(1, lost)], connected: [] }, 0);
    expect(told(removed)).toEqual([[txid(lost[0]!), 'evicted']]);
    expect([waits, lost[1]!].map((one) => world.waits(one))).toEqual([true, true]);
  });

  it('brings two megabytes back, from the oldest block on', () => {
    const world = new PoolWorld();
    const large = Array.from({ length: 90 }, () => world.pay([world.coin()], 25_000, 570));
    const blocks = Array.from({ length: 30 }, (_, at) =>
      makeBlock(at + 1, large.slice(3 * at, 3 * at + 3)),
    );
    const pool = new Mempool(world.chain);
    pool.moved({ disconnected: blocks.toReversed(), connected: [] }, 0);
    const fitting = Math.floor((2 * 1024 * 1024) / encodeTransaction(large[0]!).length);
    expect(fitting).toBeLessThan(90);
    expect(Array.from(pool.values(), ({ transaction }) => transaction)).toEqual(
      large.slice(0, fitting),
    );
  });
});
