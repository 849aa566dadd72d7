/**
 * The coin set: every output that can still be spent, by outpoint.
 *
 * `CoinSet` is the set at the active tip. Blocks are never applied to it directly: they are applied
 * to a `CoinOverlay` on top, which is thrown away when a rule breaks and merged when all is well,
 * so a refused block cannot leave a trace.
 *
 * The checksum is the sum modulo 2^256 of SHA-256 over each coin's record: independent of order,
 * one hash per coin added or spent. It finds rot on disk and nodes that disagree. It is no
 * commitment: who may choose some 2^16 coins finds two sets of one sum in about 2^32 steps
 * (Wagner's generalized birthday). Nothing here trusts a set for its sum, since every node has
 * validated its own. MuHash3072 withstands that and costs about ten times as much, most of a second
 * for a start with 100,000 coins.
 *
 * Cost: O(1) per coin added or spent; memory as in coin-table.ts.
 */

import type { CoinView } from '../consensus/connect.ts';
import { sha256, hashFromBytes, hashToBytes } from '../consensus/hash.ts';
import type { Coin, Hash } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import { Reader, Writer } from '../util/codec.ts';
import { CoinTable } from './coin-table.ts';

const SCRIPT_MAX_BYTES = 10_000;
/** Outpoint, height, value, and a script that pays to one key. */
const COIN_TYPICAL_BYTES = 96;
/** A map each, so that one can be written out by itself and none grows by a long pause. */
export const COIN_BUCKETS = 256;

/** One coin with its outpoint key, as it stands in the journal and snapshot records. */
export function writeCoin(writer: Writer, key: string, coin: Coin): void {
  writeOutpoint(writer, key);
  writer.compactSize(coin.height * 2 + (coin.coinbase ? 1 : 0));
  writer.u64(coin.value);
  writer.varBytes(coin.scriptPubKey);
}

export function readCoin(reader: Reader): readonly [string, Coin] {
  const key = readOutpoint(reader);
  const code = reader.compactSize();
  const value = Number(reader.u64());
  const scriptPubKey = reader.varBytes(SCRIPT_MAX_BYTES).slice();
  const height = Math.floor(code / 2);
  return [key, { value, scriptPubKey, height, coinbase: code % 2 === 1 }];
}

export function writeOutpoint(writer: Writer, key: string): void {
  writer.bytes(hashToBytes(key.slice(0, 64) as Hash));
  writer.u32(Number(key.slice(65)));
}

export function readOutpoint(reader: Reader): string {
  const txid = hashFromBytes(reader.bytes(32));
  return `${txid}:${reader.u32()}`;
}

/** One for all digests. */
const scratch = new Writer(COIN_TYPICAL_BYTES);

/** A coin's record, whose SHA-256 is its part of the checksum; good until the next is encoded. */
function encodeCoin(key: string, coin: Coin): Uint8Array {
  scratch.clear();
  writeCoin(scratch, key, coin);
  return scratch.written();
}

/** A sum modulo 2^256 in eight limbs: a bigint would cost as much as the hash it adds. */
class DigestSum {
  private readonly limbs = new Uint32Array(8);

  /** Adds a digest, read as a big-endian number, or with sign -1 takes it away. */
  add(digest: Uint8Array, sign: 1 | -1): void {
    const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
    let carry = 0;
    for (let at = 7; at >= 0; at -= 1) {
      const sum = this.limbs[at]! + sign * view.getUint32(4 * at) + carry;
      this.limbs[at] = sum;
      carry = Math.floor(sum / 0x1_0000_0000);
    }
  }

  clear(): void {
    this.limbs.fill(0);
  }

  toString(): string {
    return Array.from(this.limbs, (limb) => limb.toString(16).padStart(8, '0')).join('');
  }
}

/** The bucket of an outpoint: the first byte of its txid as people write it. */
export function bucketOf(key: string): number {
  return Number.parseInt(key.slice(0, 2), 16);
}

export class CoinSet implements CoinView {
  private readonly buckets = Array.from({ length: COIN_BUCKETS }, () => new CoinTable());
  private readonly sum = new DigestSum();
  private coinCount = 0;
  private coinAmount = 0;

  get size(): number {
    return this.coinCount;
  }

  /** What all coins are worth together, in ticks. */
  get amount(): number {
    return this.coinAmount;
  }

  /** Order-independent, 64 hex digits. */
  get checksum(): string {
    return this.sum.toString();
  }

  get(key: string): Coin | undefined {
    return this.buckets[bucketOf(key)]!.get(key);
  }

  /** A copy of the coins whose txid begins with the byte `bucket`: one record on disk. */
  bucket(bucket: number): ReadonlyMap<string, Coin> {
    return new Map(this.buckets[bucket]!);
  }

  *entries(): IterableIterator<[string, Coin]> {
    for (const bucket of this.buckets) yield* bucket;
  }

  add(key: string, coin: Coin): void {
    this.addRead(key, coin, encodeCoin(key, coin));
  }

  /** The same of a coin just read from `record`: a start need not write each again to digest it. */
  addRead(key: string, coin: Coin, record: Uint8Array): void {
    assert(this.buckets[bucketOf(key)]!.add(key, coin), 'a coin is created once');
    this.coinCount += 1;
    this.coinAmount += coin.value;
    this.sum.add(sha256(record), 1);
  }

  spend(key: string): void {
    const coin = this.buckets[bucketOf(key)]!.take(key);
    assert(coin !== undefined, 'a coin is spent while it is unspent');
    this.coinCount -= 1;
    this.coinAmount -= coin.value;
    this.sum.add(sha256(encodeCoin(key, coin)), -1);
  }

  clear(): void {
    for (const at of this.buckets.keys()) this.buckets[at] = new CoinTable();
    this.sum.clear();
    this.coinCount = 0;
    this.coinAmount = 0;
  }
}

/** What a run of blocks changes in the coin set: applied as a whole, or forgotten. */
export interface CoinDelta {
  readonly added: ReadonlyMap<string, Coin>;
  readonly spent: ReadonlySet<string>;
}

export class CoinOverlay implements CoinView {
  private base: CoinView;
  private readonly added = new Map<string, Coin>();
  private readonly spent = new Set<string>();

  constructor(base: CoinView) {
    this.base = base;
  }

  get(key: string): Coin | undefined {
    return this.added.get(key) ?? (this.spent.has(key) ? undefined : this.base.get(key));
  }

  add(key: string, coin: Coin): void {
    // A coin spent below and created again above (a reorganisation giving it back) stays marked as
    // spent: merging removes the old one and then adds this one.
    this.added.set(key, coin);
  }

  spend(key: string): void {
    if (!this.added.delete(key)) this.spent.add(key);
  }

  /** The overlay below was merged into these coins. */
  standOn(base: CoinView): void {
    this.base = base;
  }

  /** Moves the changes into the coins below and tells what they were; ends the overlay. */
  merge(): CoinDelta {
    for (const key of this.spent) this.base.spend(key);
    for (const [key, coin] of this.added) this.base.add(key, coin);
    return { added: this.added, spent: this.spent };
  }
}
