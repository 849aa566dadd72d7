import { describe, expect, it } from 'vitest';
import { COIN_BUCKETS, type CoinDelta, CoinSet } from '../../../src/chain/coins.ts';
import { sha256 } from '../../../src/consensus/hash.ts';
import type { StoreKey, StoreValue, StoreWrite } from '../../../src/node/ports.ts';
import { CoinRecords } from '../../../src/node/schema-coins.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { Random } from '../../../src/util/random.ts';
import { coin } from '../../support/blocks.ts';

/** Half a set, or so many if that is more. */
const JOURNAL_MIN_CHANGES = 1_024;
const COMPACT_MAX_COINS = 16_384;
const JOURNAL_RECORD_BYTES = 4 * 1024;

/** A coin set, its records, and the table that they were written to. */
class Ledger {
  readonly coins = new CoinSet();
  readonly table = new Map<StoreKey, StoreValue>();
  readonly records = new CoinRecords();
  batch = 0;
  made = 0;

  /** Spends the first `spent` coins of the set and adds new ones; returns what was written. */
  step(added: number, spent = 0): StoreWrite[] {
    const delta = {
      spent: this.firstKeys(spent),
      added: new Map(Array.from({ length: added }, () => [this.nextKey(), coin(this.made)])),
    };
    for (const key of delta.spent) this.coins.spend(key);
    for (const [key, created] of delta.added) this.coins.add(key, created);
    return this.write(delta);
  }

  write(delta: CoinDelta): StoreWrite[] {
    this.batch += 1;
    const writes = this.records.writes(this.coins, delta, this.batch);
    this.take(writes);
    return writes;
  }

  take(writes: readonly StoreWrite[]): void {
    for (const write of writes) {
      if ('put' in write) this.table.set(write.put[1], write.put[2]);
      else this.table.delete(write.remove[1]);
    }
  }

  restore(batch = this.batch): ReturnType<typeof CoinRecords.restore> {
    return CoinRecords.restore([...this.table].sort(byKey), batch);
  }

  get journalRecords(): number {
    return [...this.table.keys()].filter((key) => Number(key) >= COIN_BUCKETS).length;
  }

  private firstKeys(count: number): Set<string> {
    const keys = new Set<string>();
    for (const [key] of this.coins.entries()) {
      if (keys.size === count) break;
      keys.add(key);
    }
    return keys;
  }

  private nextKey(): string {
    this.made += 1;
    return `${toHex(sha256(new TextEncoder().encode(`${this.made}`)))}:${this.made % 7}`;
  }
}

function byKey(
  [left]: readonly [StoreKey, unknown],
  [right]: readonly [StoreKey, unknown],
): number {
  if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
  return left < right ? -1 : 1;
}

describe('the records of the coins', () => {
  it('give the coins back after every batch, small and large', () => {
    const seed = 7;
    const random = new Random(seed);
    const ledger = new Ledger();
    for (let step = 0; step < 400; step += 1) {
      ledger.step(random.below(40), Math.min(ledger.coins.size, random.below(36)));
      if (step % 20 !== 0) continue;
      const { coins } = ledger.restore()!;
      expect(coins.checksum, `seed ${seed}, step ${step}`).toBe(ledger.coins.checksum);
      expect(coins.size).toBe(ledger.coins.size);
    }
  });

  it('go on after they were read back, as if nothing had happened', () => {
    let ledger = new Ledger();
    for (let step = 0; step < 600; step += 1) {
      ledger.step(9, Math.min(ledger.coins.size, 8));
      if (step % 50 !== 0) continue;
      const { coins, records } = ledger.restore()!;
      ledger = Object.assign(new Ledger(), ledger, { coins, records });
    }
    expect(ledger.restore()!.coins.checksum).toBe(ledger.coins.checksum);
    expect(ledger.journalRecords).toBeLessThan(60);
  });

  it('share a journal record until it is full', () => {
    const ledger = new Ledger();
    for (let step = 0; step < 200; step += 1) ledger.step(1);
    for (const record of ledger.table.values()) {
      expect(record.length).toBeLessThanOrEqual(JOURNAL_RECORD_BYTES + 4);
    }
    expect(ledger.journalRecords).toBe(5);
  });

  it('begin to shorten the journal when it holds enough', () => {
    const ledger = new Ledger();
    ledger.step(JOURNAL_MIN_CHANGES);
    expect(ledger.table.has('root')).toBe(false);
    ledger.step(1);
    expect(ledger.table.has('root')).toBe(true);
  });

  it('keep the journal below the coins it would take to write them all', () => {
    const ledger = new Ledger();
    for (let step = 0; step < 10; step += 1) ledger.step(1_000);
    for (let step = 0; step < 500; step += 1) ledger.step(20, 20);
    const journalBytes = [...ledger.table]
      .filter(([key]) => Number(key) >= COIN_BUCKETS)
      .reduce((sum, [, record]) => sum + record.length, 0);
    const bucketBytes = [...ledger.table]
      .filter(([key]) => Number(key) < COIN_BUCKETS)
      .reduce((sum, [, record]) => sum + record.length, 0);
    expect(journalBytes).toBeLessThan(bucketBytes);
    expect(ledger.restore()!.coins.checksum).toBe(ledger.coins.checksum);
  });

  it('rewrite no more coins in one batch than its limit and a bucket', () => {
    const ledger = new Ledger();
    ledger.step(2 * COMPACT_MAX_COINS);
    const writes = ledger.step(COMPACT_MAX_COINS);
    const buckets = writes.flatMap((write) =>
      'put' in write && Number(write.put[1]) < COIN_BUCKETS ? [Number(write.put[1])] : [],
    );
    const rewritten = buckets.reduce((sum, bucket) => sum + ledger.coins.bucket(bucket).size, 0);
    expect(rewritten).toBeGreaterThan(COMPACT_MAX_COINS / 2);
    expect(rewritten).toBeLessThanOrEqual(COMPACT_MAX_COINS + ledger.coins.size / 128);
  });

  it('ignore what later batches wrote, and write over it', () => {
    const ledger = new Ledger();
    for (let step = 0; step < 10; step += 1) ledger.step(3);
    const { checksum } = ledger.coins;
    ledger.step(5, 4);
    const { coins, records } = ledger.restore(10)!;
    expect(coins.checksum).toBe(checksum);
    const { table, made } = ledger;
    const again = Object.assign(new Ledger(), { coins, records, table, made, batch: 10 });
    again.step(2);
    expect(again.restore()!.coins.checksum).toBe(again.coins.checksum);
  });

  it('leave nothing behind when the set begins anew', () => {
    const ledger = new Ledger();
    for (let step = 0; step < 100; step += 1) ledger.step(30);
    ledger.take(ledger.records.clear());
    expect(ledger.table.size).toBe(0);
    ledger.coins.clear();
    ledger.step(3);
    expect(ledger.restore()!.coins.checksum).toBe(ledger.coins.checksum);
  });

  it('are refused when one is damaged, lost or an older one', () => {
    const ledger = new Ledger();
    for (let step = 0; step < 60; step += 1) ledger.step(30);
    const older = new Map(ledger.table);
    for (let step = 0; step < 30; step += 1) ledger.step(30);
    const some = [...ledger.table].filter(
      ([key]) => !(Number(key) < COIN_BUCKETS && Number(key) % 9),
    );
    const results = some.flatMap(([key, record]) => {
      const spoiled = record.slice();
      spoiled[record.length >> 2]! ^= 1;
      // A journal record that every bucket has taken in may be lost: nobody needs it any more.
      const others =
        Number(key) >= COIN_BUCKETS || older.get(key) === record
          ? [spoiled]
          : [spoiled, undefined, older.get(key)];
      return others.map((other) => {
        if (other === undefined) ledger.table.delete(key);
        else ledger.table.set(key, other);
        const restored = ledger.restore();
        ledger.table.set(key, record);
        return restored;
      });
    });
    expect(results.length).toBeGreaterThan(COIN_BUCKETS / 5);
    expect(new Set(results)).toEqual(new Set([undefined]));
    expect(ledger.restore()?.coins.checksum).toBe(ledger.coins.checksum);
  });
});
