import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  COIN_BUCKETS,
  CoinOverlay,
  CoinSet,
  readCoin,
  writeCoin,
} from '../../../src/chain/coins.ts';
import { outpointKey } from '../../../src/consensus/encoding.ts';
import { sha256 } from '../../../src/consensus/hash.ts';
import type { Coin, Hash } from '../../../src/consensus/types.ts';
import { Reader, Writer } from '../../../src/util/codec.ts';
import { Random } from '../../../src/util/random.ts';
import { coin } from '../../support/blocks.ts';

const random = new Random(3);

function randomCoin(): readonly [string, Coin] {
  const txid = Array.from(random.bytes(32), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const origin = coin(1 + Math.floor(random.unit() * 7e12), random.below(2 ** 31), true);
  const scriptPubKey = Uint8Array.from([0x51, 0x20, ...random.bytes(32)]);
  const key = outpointKey({ txid: txid as Hash, vout: random.below(2 ** 32) });
  return [key, { ...origin, scriptPubKey, coinbase: random.below(2) === 1 }];
}

const COINS = Array.from({ length: 300 }, randomCoin);
const [[KEY, COIN], [OTHER_KEY, OTHER]] = COINS as [
  readonly [string, Coin],
  readonly [string, Coin],
];

function setOf(coins: readonly (readonly [string, Coin])[]): CoinSet {
  const set = new CoinSet();
  for (const [key, added] of coins) set.add(key, added);
  return set;
}

describe('a coin', () => {
  it('has a record that gives it back, with its outpoint', () => {
    for (const [key, written] of COINS) {
      const writer = new Writer();
      writeCoin(writer, key, written);
      const reader = new Reader(writer.finish());
      expect(readCoin(reader)).toEqual([key, written]);
      reader.expectEnd();
    }
  });
});

describe('the coin set', () => {
  it('knows what was added and not spent', () => {
    const set = setOf(COINS);
    set.spend(KEY);
    expect(set.size).toBe(299);
    expect(set.amount).toBe(COINS.slice(1).reduce((sum, [, { value }]) => sum + value, 0));
    expect(set.get(KEY)).toBeUndefined();
    for (const [key, added] of COINS.slice(1)) expect(set.get(key)).toEqual(added);
    expect(new Map(set.entries())).toEqual(new Map(COINS.slice(1)));
  });

  it('holds each coin in the bucket of its txid', () => {
    const set = setOf(COINS);
    for (let bucket = 0; bucket < COIN_BUCKETS; bucket += 1) {
      const expected = COINS.filter(([key]) => bucketOf(key) === bucket);
      expect(new Map(set.bucket(bucket))).toEqual(new Map(expected));
    }
  });

  it('never creates a coin twice or spends one that is not there', () => {
    const set = setOf([[KEY, COIN]]);
    expect(() => set.add(KEY, COIN)).toThrow('created once');
    expect(() => set.spend(OTHER_KEY)).toThrow('while it is unspent');
  });

  it('can be emptied', () => {
    const set = setOf(COINS);
    set.clear();
    expect([set.size, set.amount, set.get(KEY)]).toEqual([0, 0, undefined]);
    expect(set.checksum).toBe('0'.repeat(64));
    expect(setOf([[KEY, COIN]]).checksum).toBe(addAgain(set));
  });
});

function addAgain(set: CoinSet): string {
  set.add(KEY, COIN);
  return set.checksum;
}

describe('the checksum of a coin set', () => {
  it('is the sum of the SHA-256 of its coins’ records, modulo 2^256', () => {
    const digests = COINS.map(([key, added]) => {
      const writer = new Writer();
      writeCoin(writer, key, added);
      return BigInt(`0x${Buffer.from(sha256(writer.finish())).toString('hex')}`);
    });
    const sum = digests.reduce((left, right) => left + right, 0n) % 2n ** 256n;
    expect(setOf(COINS).checksum).toBe(sum.toString(16).padStart(64, '0'));
  });

  it('does not depend on order, nor on coins that came and went', () => {
    const set = setOf(COINS.toReversed());
    expect(set.checksum).toBe(setOf(COINS).checksum);
    for (const [key] of COINS.slice(100)) set.spend(key);
    expect(set.checksum).toBe(setOf(COINS.slice(0, 100)).checksum);
  });

  it('changes with every property of a coin', () => {
    const sums = [
      setOf([[KEY, COIN]]),
      setOf([[OTHER_KEY, COIN]]),
      setOf([[KEY, { ...COIN, value: COIN.value - 1 }]]),
      setOf([[KEY, { ...COIN, height: COIN.height ^ 1 }]]),
      setOf([[KEY, { ...COIN, coinbase: !COIN.coinbase }]]),
      setOf([[KEY, { ...COIN, scriptPubKey: OTHER.scriptPubKey }]]),
    ].map(({ checksum }) => checksum);
    expect(new Set(sums).size).toBe(sums.length);
  });
});

describe('an overlay', () => {
  it('shows its changes over coins that stay as they are', () => {
    const set = setOf([[KEY, COIN]]);
    const overlay = new CoinOverlay(set);
    overlay.add(OTHER_KEY, OTHER);
    overlay.spend(KEY);
    expect([overlay.get(KEY), overlay.get(OTHER_KEY)]).toEqual([undefined, OTHER]);
    expect([set.get(KEY), set.get(OTHER_KEY)]).toEqual([COIN, undefined]);
  });

  it('moves its changes down as a whole and tells them', () => {
    const set = setOf([[KEY, COIN]]);
    const overlay = new CoinOverlay(set);
    overlay.spend(KEY);
    overlay.add(OTHER_KEY, OTHER);
    const delta = overlay.merge();
    expect(delta).toEqual({ spent: new Set([KEY]), added: new Map([[OTHER_KEY, OTHER]]) });
    expect(set.checksum).toBe(setOf([[OTHER_KEY, OTHER]]).checksum);
  });

  it('leaves no trace of a coin that came and went above', () => {
    const set = new CoinSet();
    const overlay = new CoinOverlay(set);
    overlay.add(KEY, COIN);
    overlay.spend(KEY);
    expect(overlay.merge()).toEqual({ spent: new Set(), added: new Map() });
    expect(set.size).toBe(0);
  });

  it('gives back a coin spent below, and may spend it again', () => {
    const set = setOf([[KEY, COIN]]);
    const overlay = new CoinOverlay(set);
    overlay.spend(KEY);
    overlay.add(KEY, COIN);
    expect(overlay.get(KEY)).toBe(COIN);
    overlay.spend(KEY);
    expect(overlay.get(KEY)).toBeUndefined();
    overlay.add(KEY, COIN);
    overlay.merge();
    expect(set.checksum).toBe(setOf([[KEY, COIN]]).checksum);
  });

  it('stands on another overlay as on the set', () => {
    const set = setOf([[KEY, COIN]]);
    const middle = new CoinOverlay(set);
    const top = new CoinOverlay(middle);
    top.spend(KEY);
    top.add(OTHER_KEY, OTHER);
    top.merge();
    expect([middle.get(KEY), middle.get(OTHER_KEY), set.get(KEY)]).toEqual([
      undefined,
      OTHER,
      COIN,
    ]);
    middle.merge();
    expect(set.checksum).toBe(setOf([[OTHER_KEY, OTHER]]).checksum);
  });
});
