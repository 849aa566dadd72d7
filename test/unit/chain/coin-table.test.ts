import { describe, expect, it } from 'vitest';
import { CoinTable } from '../../../src/chain/coin-table.ts';
import type { Coin } from '../../../src/consensus/types.ts';
import { Random } from '../../../src/util/random.ts';
import { coin } from '../../support/blocks.ts';

const MAX_AMOUNT = 21e14;

function keyOf(txid: string, vout: number): string {
  return `${txid.padStart(64, '0')}:${vout}`;
}

function coinOf(seed: number): Coin {
  const scriptPubKey = Uint8Array.from([0x51, 0x20, ...new Random(seed).bytes(32)]);
  return {
    value: MAX_AMOUNT - seed,
    scriptPubKey,
    height: 2 ** 31 - 1 - seed,
    coinbase: seed % 2 === 0,
  };
}

/** Does the same to a table and to a map, and compares them at each step. */
function compare(seed: number, keys: readonly string[]): void {
  const random = new Random(seed);
  const table = new CoinTable();
  const map = new Map<string, Coin>();
  for (let step = 0; step < 2_000; step += 1) {
    const key = keys[random.below(keys.length)]!;
    expect(table.get(key)).toEqual(map.get(key));
    if (random.below(2) === 0) {
      const added = coinOf(step);
      expect(table.add(key, added)).toBe(!map.has(key));
      if (!map.has(key)) map.set(key, added);
    } else {
      expect(table.take(key)).toEqual(map.get(key));
      map.delete(key);
    }
    expect(table.size).toBe(map.size);
  }
  expect(new Map(table)).toEqual(map);
}

describe('packed coins', () => {
  it('come and go as in a map', () => {
    const random = new Random(6);
    const hex = () =>
      Array.from(random.bytes(32), (it) => it.toString(16).padStart(2, '0')).join('');
    const keys = Array.from({ length: 200 }, () => keyOf(hex(), random.below(2 ** 32)));
    for (let seed = 0; seed < 5; seed += 1) compare(seed, keys);
  });

  it('come and go when all want the same place', () => {
    const keys = Array.from({ length: 40 }, (_, at) => keyOf(at.toString(16), 0));
    for (let seed = 0; seed < 5; seed += 1) compare(seed, keys);
  });

  it('of one transaction are told apart by their index', () => {
    const keys = Array.from({ length: 50 }, (_, vout) => keyOf('ab', vout));
    compare(7, [...keys, keyOf('ab', 2 ** 32 - 1), keyOf('ab', 2 ** 31)]);
  });

  it('are given out as copies', () => {
    const table = new CoinTable();
    table.add(keyOf('1', 0), coinOf(1));
    table.get(keyOf('1', 0))!.scriptPubKey.fill(0);
    expect(table.get(keyOf('1', 0))).toEqual(coinOf(1));
  });

  it('pay to a key: there is no room for another script', () => {
    const table = new CoinTable();
    const other = { ...coin(1), scriptPubKey: Uint8Array.of(0x51) };
    expect(() => table.add(keyOf('1', 0), other)).toThrow('every coin is P2TR');
  });
});
