/**
 * Random histories: transactions come in any order, time passes, blocks come and go. After every
 * step the mempool must be what one made from scratch would be, and have lost nobody without need.
 */

import { describe, expect, it } from 'vitest';
import { isMature } from '../../../src/consensus/connect.ts';
import { isFinal } from '../../../src/consensus/context.ts';
import { outpointKey } from '../../../src/consensus/encoding.ts';
import { txid, wtxid } from '../../../src/consensus/hash.ts';
import type { Hash, Transaction } from '../../../src/consensus/types.ts';
import type { Entry } from '../../../src/mempool/entries.ts';
import { Mempool, type Movement } from '../../../src/mempool/mempool.ts';
import { selectTransactions } from '../../../src/mempool/template.ts';
import { Random } from '../../../src/util/random.ts';
import { rewardOf } from '../../support/block-lab.ts';
import { makeWeb, type PaymentWeb, withForebears } from '../../support/payment-web.ts';
import { PoolChain } from '../../support/pool-chain.ts';

const HISTORIES = 10;
const STEPS = 1_000;
const START_HEIGHT = 75;
const PAYMENTS = 200;
/** In turn: one that is always full, and one that hardly ever is. */
const ROOMS = [
  { maxTransactions: 20, maxVbytes: 3_000 },
  { maxTransactions: 60, maxVbytes: 10_000 },
] as const;
const NO_LIMIT = { maxTransactions: 10_000, maxVbytes: 4_000_000 };
/** What header, count and coinbase take of a block, generously. */
const BLOCK_ROOM = 400_000 - 2_000;

class History {
  readonly random: Random;
  readonly chain: PoolChain;
  readonly web: PaymentWeb;
  now = 1_000_000;
  private readonly counts: Map<string, number>;

  /** Counts what happens, by its name. */
  constructor(seed: number, web: PaymentWeb, counts: Map<string, number>) {
    this.random = new Random(seed);
    this.web = web;
    this.chain = new PoolChain(START_HEIGHT, ROOMS[seed % ROOMS.length]);
    this.counts = counts;
  }

  get pool(): Mempool {
    return this.chain.pool;
  }

  step(): void {
    this.now += this.random.below(60_000);
    const die = this.random.below(1_000);
    if (die < 600) this.offer([this.any()]);
    else if (die < 900) this.offer(withForebears(this.web, this.any()));
    else if (die < 915) this.pass();
    else if (die < 935) this.mineTemplate();
    else if (die < 955) this.follow(() => this.mine(1));
    else if (die < 980) this.follow(() => this.replace(1 + this.random.below(6)));
    else if (die < 987) this.follow(() => this.chain.veto(this.random.below(4), this.now).moved);
    else this.follow(() => this.replace(this.height - START_HEIGHT));
  }

  /** Compares with a mempool that met the same transactions on the same chain. */
  check(): void {
    const fresh = new Mempool(this.pool.chain, NO_LIMIT);
    for (const { transaction, time } of this.pool.values()) fresh.accept(transaction, time);
    expect(describePool(this.pool)).toEqual(describePool(fresh));
    expect(this.pool.size).toBeLessThanOrEqual(this.pool.room.maxTransactions);
    expect(this.pool.sizeVbytes).toBeLessThanOrEqual(this.pool.room.maxVbytes);
    this.checkSpends();
  }

  /** By the coins of the chain and plain sets: each spends what there is, and nothing twice. */
  private checkSpends(): void {
    const made = new Set<string>();
    const spent = new Set<string>();
    for (const { transaction } of this.pool.values()) {
      for (const { prevout } of transaction.inputs) {
        const key = outpointKey(prevout);
        const exists = made.has(key) || this.pool.chain.coins.get(key) !== undefined;
        if (!exists || spent.has(key)) throw new Error(`${key} is spent twice or does not exist`);
        spent.add(key);
      }
      for (const key of keysOf(transaction)) made.add(key);
    }
  }

  private get height(): number {
    return this.pool.chain.height;
  }

  private any(): Transaction {
    return this.web.payments[this.random.below(PAYMENTS)]!;
  }

  private offer(transactions: readonly Transaction[]): void {
    for (const transaction of transactions) {
      const before = this.pool.size;
      const verdict = this.pool.accept(transaction, this.now);
      this.count(verdict.kind === 'refused' ? verdict.code : verdict.kind);
      const leaving = verdict.kind === 'orphan' ? 0 : verdict.removed.length;
      const entering = verdict.kind === 'accepted' ? 1 : 0;
      expect(this.pool.size).toBe(before + entering - leaving);
    }
  }

  private pass(): void {
    this.now += this.random.below(3_000_000);
    this.count('expired', this.pool.expire(this.now).length);
  }

  /** The block takes the fees to the tick, and the validator must find it good. */
  private mineTemplate(): void {
    const room = this.random.below(3) === 0 ? this.random.below(8_000) : BLOCK_ROOM;
    const { transactions, fees, weight } = selectTransactions(this.pool.chunks, room);
    expect(weight).toBeLessThanOrEqual(room);
    if (room === BLOCK_ROOM) expect(transactions).toHaveLength(this.pool.size);
    const before = this.pool.size;
    const removed = this.chain.mine(transactions, fees);
    expect(removed.map(({ reason }) => reason)).toEqual(transactions.map(() => 'block'));
    expect(this.pool.size).toBe(before - transactions.length);
    this.count('template', transactions.length);
  }

  private mine(blocks: number): Movement {
    const parent = this.chain.tip;
    for (let left = blocks; left > 0; left -= 1) {
      const list = this.validPayments();
      this.chain.offer([this.chain.make(list)], this.now);
    }
    const { blocks: all } = this.chain.past;
    return { disconnected: [], connected: all.slice(all.indexOf(parent) + 1) };
  }

  /** Another branch takes over from so many blocks below the tip. */
  private replace(depth: number): Movement {
    const old = this.chain.past.blocks;
    const fork = old.at(-1 - Math.max(0, Math.min(depth, this.height - START_HEIGHT)))!;
    const lost = old.slice(old.indexOf(fork) + 1);
    const lists = lost.map(() => (this.random.below(3) === 0 ? this.rootPayment() : []));
    const spent = new Set<Transaction>();
    const once = lists.map((list) => list.filter((it) => !spent.has(it) && spent.add(it)));
    const branch = this.chain.branch(fork, [...once, []]);
    this.chain.offer(branch, this.now);
    return { disconnected: lost.toReversed(), connected: branch };
  }

  /** One that spends old coinbases, which are mature in every branch. */
  private rootPayment(): Transaction[] {
    const { coins, params } = this.pool.chain;
    const context = { height: START_HEIGHT - 10, coinbaseMaturity: params.coinbaseMaturity };
    const good = this.web.payments.filter(
      ({ inputs, locktime }) =>
        locktime === 0 &&
        inputs.every(({ prevout }) => {
          const coin = coins.get(outpointKey(prevout));
          return coin?.coinbase === true && isMature(coin, context);
        }),
    );
    // Always the first: two different ones might be rivals, and the same is left out twice.
    return good.slice(0, 1);
  }

  /** Some of the web that can stand in the next block, rivals of those who wait or not. */
  private validPayments(): Transaction[] {
    const { chain } = this.pool;
    const context = { height: chain.height + 1, coinbaseMaturity: chain.params.coinbaseMaturity };
    const medianTimePast = chain.index.medianTimePast(chain.tip);
    const made = new Set<string>();
    const spent = new Set<string>();
    const isGood = (key: string): boolean => {
      if (spent.has(key)) return false;
      const coin = chain.coins.get(key);
      return made.has(key) || (coin !== undefined && isMature(coin, context));
    };
    return this.web.payments.filter((payment) => {
      if (this.random.below(8) > 0) return false;
      const keys = payment.inputs.map(({ prevout }) => outpointKey(prevout));
      if (!isFinal(payment, context.height, medianTimePast) || !keys.every(isGood)) return false;
      for (const key of keys) spent.add(key);
      for (const key of keysOf(payment)) made.add(key);
      return true;
    });
  }

  /** Who waited and still can must be here afterwards, and who was in a lost block as well. */
  private follow(move: () => Movement): void {
    const before = [...this.pool.values()];
    const { disconnected } = move();
    this.count(disconnected.length > 0 ? 'reorganised' : 'extended');
    const kept = before.filter((entry) => this.pool.get(entry.wtxid) === entry);
    const others = before.filter((entry) => !kept.includes(entry));
    const lost = disconnected.toReversed().flatMap(({ transactions }) => transactions.slice(1));
    const fresh = new Mempool(this.pool.chain, NO_LIMIT);
    for (const { transaction } of kept) fresh.accept(transaction, 0);
    for (const transaction of lost) fresh.accept(transaction, 0);
    for (const { transaction } of others) fresh.accept(transaction, 0);
    const { maxTransactions, maxVbytes } = this.pool.room;
    const isFull = fresh.size > maxTransactions || fresh.sizeVbytes > maxVbytes;
    const names = namesOf(this.pool);
    if (!isFull) expect(names).toEqual(namesOf(fresh));
    expect(namesOf(fresh)).toEqual(expect.arrayContaining(names));
    this.count('came back', lost.filter((it) => this.pool.get(wtxid(it)) !== undefined).length);
  }

  private count(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }
}

function keysOf(transaction: Transaction): string[] {
  const id = txid(transaction);
  return transaction.outputs.map((_, vout) => outpointKey({ txid: id, vout }));
}

function namesOf(pool: Mempool): Hash[] {
  return Array.from(pool.values(), (entry) => entry.wtxid).toSorted();
}

function describePool(pool: Mempool) {
  const chunks = pool.chunks.map(({ entries, at, fee, sizeVbytes, weight }) =>
    [entries.map((entry) => entry.wtxid).join(), at, fee, sizeVbytes, weight].join(' '),
  );
  const { size, sizeVbytes, fees } = pool;
  return { size, sizeVbytes, fees, chunks, entries: Array.from(pool.values(), describeEntry) };
}

function describeEntry({ wtxid, txid, fee, weight, time, parents, children }: Entry): string {
  const names = (entries: ReadonlySet<Entry>) =>
    Array.from(entries, (entry) => entry.txid)
      .toSorted()
      .join();
  return [wtxid, txid, fee, weight, time, names(parents), names(children)].join(' ');
}

describe('a mempool through 10,000 random steps', () => {
  it('equals one made from scratch after each of them', () => {
    const counts = new Map<string, number>();
    const web = webOn(new PoolChain(START_HEIGHT));
    for (let seed = 0x3e30; seed < 0x3e30 + HISTORIES; seed += 1)
      live(new History(seed, web, counts), seed);
    const often = ['accepted', 'orphan', 'expired', 'template', 'extended', 'reorganised'];
    const seldom = ['came back', 'insufficient-fee', 'too-large-cluster', 'mempool-full'];
    const rare = [...often, ...seldom].filter((what) => (counts.get(what) ?? 0) < 20);
    expect(rare).toEqual([]);
  }, 240_000);
});

/** Signing takes longer than all else here, and all histories begin with the same blocks. */
function webOn({ past }: PoolChain): PaymentWeb {
  const height = START_HEIGHT + 1;
  // Coinbases that are mature, and some that will be in up to six blocks.
  const coins = past.blocks.slice(2, height - 30 + 6).map(rewardOf);
  return makeWeb(new Random(0x3eb), { coins, height, count: PAYMENTS });
}

function live(history: History, seed: number): void {
  for (let step = 0; step < STEPS; step += 1) {
    try {
      history.step();
      history.check();
    } catch (error) {
      throw new Error(`seed ${seed}, step ${step}`, { cause: error });
    }
  }
}
