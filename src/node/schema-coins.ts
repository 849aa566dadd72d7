/**
 * The coin set on disk: 256 buckets by first byte of the txid, and a journal of what changed since.
 *
 * Each batch adds one entry to the journal: the outpoints it spent and the coins it created.
 * Entries share a record until it holds JOURNAL_RECORD_BYTES, because a record costs more than its
 * bytes. When the journal holds more changes than half the set, the next batches rewrite the oldest
 * buckets, a few each, with the coins as they are now; what every bucket has taken in leaves the
 * journal. So a coin is written about three times in all, a start reads at most about twice the
 * set, and no batch encodes more than COMPACT_MAX_COINS for the sake of order.
 *
 * Keys of the table: 0 to 255 the buckets (an empty one has no record), from 256 on the journal,
 * and 'root', which tells for each bucket the batch it stands at and its seal, so that an old or a
 * lost bucket is noticed. Entries of batches after the last whole one are ignored.
 */

import {
  COIN_BUCKETS,
  type CoinDelta,
  bucketOf,
  CoinSet,
  readCoin,
  readOutpoint,
  writeCoin,
  writeOutpoint,
} from '../chain/coins.ts';
import { AMOUNT_MAX } from '../consensus/encoding.ts';
import { isPayToTaproot } from '../consensus/signature.ts';
import type { Coin } from '../consensus/types.ts';
import { concatBytes } from '../util/bytes.ts';
import { CodecError, Reader, Writer } from '../util/codec.ts';
import { COMPACT_MAX_COINS, JOURNAL_MIN_CHANGES, JOURNAL_RECORD_BYTES } from '../util/limits.ts';
import type { StoreKey, StoreValue, StoreWrite } from './ports.ts';
import type { Entries } from './schema-migrations.ts';
import { seal, sealOf, unseal } from './schema-record.ts';

const ROOT = 'root';
const OUTPOINT_BYTES = 36;
/** Outpoint, height, value, script length. */
const COIN_MIN_BYTES = 46;
const NO_SEAL = 0;
const HEIGHT_MAX = 2 ** 31;

/** A journal record as memory knows it. */
interface JournalRecord {
  readonly key: number;
  /** The batch of its last entry. */
  batch: number;
  changes: number;
}

interface Replay {
  readonly coins: CoinSet;
  readonly batch: number;
}

interface JournalEntry {
  readonly batch: number;
  readonly spent: readonly string[];
  readonly added: ReadonlyArray<readonly [string, Coin]>;
}

export class CoinRecords {
  /** For each bucket the batch up to which its record has taken the journal in, and its seal. */
  private readonly batches = new Uint32Array(COIN_BUCKETS);
  private readonly seals = new Uint32Array(COIN_BUCKETS);
  private readonly journal: JournalRecord[] = [];
  /** The entries of the last journal record, while more may join them. */
  private open: Uint8Array = new Uint8Array();
  private nextKey = COIN_BUCKETS;

  /** Records on disk that are of no use, to be removed by the next writes. */
  private stale: readonly StoreKey[] = [];

  /** A new beginning over records that `restore` refused. */
  static replacing(entries: Entries): CoinRecords {
    const records = new CoinRecords();
    records.stale = entries.map(([key]) => key);
    return records;
  }

  /** Coins read back as they were after `batch`; undefined when a record is lost or damaged. */
  static restore(
    entries: Entries,
    batch: number,
  ): { readonly coins: CoinSet; readonly records: CoinRecords } | undefined {
    try {
      const records = new CoinRecords();
      const coins = records.load(new Map(entries), batch);
      return coins === undefined ? undefined : { coins, records };
    } catch (error) {
      if (error instanceof CodecError) return undefined;
      throw error;
    }
  }

  /** What brings the disk to `coins`, which `delta` led to in this batch. */
  writes(coins: CoinSet, delta: CoinDelta, batch: number): StoreWrite[] {
    const writes: StoreWrite[] = this.stale.map((key) => remove(key));
    this.stale = [];
    const changes = delta.spent.size + delta.added.size;
    if (changes > 0) writes.push(this.append(encodeEntry(delta, batch), batch, changes));
    if (this.changes > Math.max(JOURNAL_MIN_CHANGES, coins.size / 2)) {
      writes.push(...this.compact(coins, batch, 2 * changes));
    }
    return writes;
  }

  /** Removes everything, for a set that begins anew. */
  clear(): StoreWrite[] {
    const buckets = [...this.batches.keys()].filter((bucket) => this.batches[bucket]! > 0);
    const keys = [...this.stale, ...buckets, ...this.journal.map(({ key }) => key), ROOT];
    this.stale = [];
    this.batches.fill(0);
    this.seals.fill(NO_SEAL);
    this.journal.length = 0;
    this.open = new Uint8Array();
    return keys.map((key) => remove(key));
  }

  private get changes(): number {
    return this.journal.reduce((sum, { changes }) => sum + changes, 0);
  }

  private append(entry: Uint8Array, batch: number, changes: number): StoreWrite {
    let last = this.journal.at(-1);
    if (last === undefined || this.open.length + entry.length > JOURNAL_RECORD_BYTES) {
      last = { key: this.nextKey, batch, changes: 0 };
      this.journal.push(last);
      this.nextKey += 1;
      this.open = new Uint8Array();
    }
    last.batch = batch;
    last.changes += changes;
    this.open = concatBytes(this.open, entry);
    return put(last.key, seal(this.open, last.key));
  }

  private compact(coins: CoinSet, batch: number, wanted: number): StoreWrite[] {
    const writes: StoreWrite[] = [];
    const budget = Math.min(wanted, COMPACT_MAX_COINS);
    const oldestFirst = [...this.batches.keys()].sort(
      (left, right) => this.batches[left]! - this.batches[right]!,
    );
    let spent = 0;
    for (const bucket of oldestFirst) {
      const held = coins.bucket(bucket);
      writes.push(this.rewrite(bucket, held, batch));
      spent += 1 + held.size;
      if (spent > budget) break;
    }
    writes.push(...this.forget(Math.min(...this.batches)), put(ROOT, this.encodeRoot()));
    return writes;
  }

  private rewrite(bucket: number, held: ReadonlyMap<string, Coin>, batch: number): StoreWrite {
    this.batches[bucket] = batch;
    this.seals[bucket] = NO_SEAL;
    if (held.size === 0) return remove(bucket);
    const record = seal(encodeBucket(held), bucket);
    this.seals[bucket] = sealOf(record);
    return put(bucket, record);
  }

  /** Drops the journal records that every bucket has taken in. */
  private forget(batch: number): StoreWrite[] {
    const kept = this.journal.findIndex((record) => record.batch > batch);
    const dropped = this.journal.splice(0, kept === -1 ? this.journal.length : kept);
    return dropped.map(({ key }) => remove(key));
  }

  private encodeRoot(): Uint8Array {
    const writer = new Writer(8 * COIN_BUCKETS);
    for (const bucket of this.batches.keys()) {
      writer.u32(this.batches[bucket]!);
      writer.u32(this.seals[bucket]!);
    }
    return seal(writer.finish());
  }

  private load(table: ReadonlyMap<StoreKey, StoreValue>, batch: number): CoinSet | undefined {
    if (!this.loadRoot(table.get(ROOT))) return undefined;
    const coins = new CoinSet();
    for (let bucket = 0; bucket < COIN_BUCKETS; bucket += 1) {
      if (!this.loadBucket(bucket, table.get(bucket), coins)) return undefined;
    }
    for (const [key, record] of table) {
      if (typeof key !== 'number' || key < COIN_BUCKETS) continue;
      const bytes = unseal(record, key);
      if (bytes === undefined) return undefined;
      this.replay(key, bytes, { coins, batch });
    }
    return coins;
  }

  private loadBucket(bucket: number, record: StoreValue | undefined, coins: CoinSet): boolean {
    if (record === undefined) return this.seals[bucket] === NO_SEAL;
    const bytes = unseal(record, bucket);
    if (bytes === undefined || sealOf(record) !== this.seals[bucket]) return false;
    const reader = new Reader(bytes);
    for (let left = reader.count(COIN_MIN_BYTES); left > 0; left -= 1) {
      const start = bytes.length - reader.remaining;
      const [key, coin] = readSound(reader);
      if (bucketOf(key) !== bucket || coins.get(key) !== undefined) return false;
      coins.addRead(key, coin, bytes.subarray(start, bytes.length - reader.remaining));
    }
    return reader.remaining === 0;
  }

  /** Applies a journal record's entries up to a batch, and goes on after them. */
  private replay(key: number, bytes: Uint8Array, to: Replay): void {
    const reader = new Reader(bytes);
    const record: JournalRecord = { key, batch: 0, changes: 0 };
    let end = 0;
    while (reader.remaining > 0) {
      const entry = readEntry(reader);
      if (entry.batch > to.batch) break;
      this.apply(entry, to.coins);
      record.batch = entry.batch;
      record.changes += entry.spent.length + entry.added.length;
      end = bytes.length - reader.remaining;
    }
    this.nextKey = key + 1;
    if (end === 0) this.stale = [...this.stale, key];
    else {
      this.journal.push(record);
      this.open = bytes.slice(0, end);
    }
  }

  private apply(entry: JournalEntry, coins: CoinSet): void {
    const isNews = (key: string) => entry.batch > this.batches[bucketOf(key)]!;
    const drop = (key: string) => {
      if (coins.get(key) !== undefined) coins.spend(key);
    };
    for (const key of entry.spent) if (isNews(key)) drop(key);
    for (const [key, coin] of entry.added) {
      if (!isNews(key)) continue;
      drop(key);
      coins.add(key, coin);
    }
  }

  private loadRoot(record: StoreValue | undefined): boolean {
    if (record === undefined) return true;
    const root = unseal(record);
    if (root === undefined || root.length !== 8 * COIN_BUCKETS) return false;
    const reader = new Reader(root);
    for (const bucket of this.batches.keys()) {
      this.batches[bucket] = reader.u32();
      this.seals[bucket] = reader.u32();
    }
    return true;
  }
}

function put(key: StoreKey, value: StoreValue): StoreWrite {
  return { put: ['coins', key, value] };
}

function remove(key: StoreKey): StoreWrite {
  return { remove: ['coins', key] };
}

/** The batch, the outpoints spent, the coins created: first the ones go, then the others come. */
function encodeEntry({ spent, added }: CoinDelta, batch: number): Uint8Array {
  const writer = new Writer(64 * (2 + spent.size + 2 * added.size));
  writer.u32(batch);
  writer.compactSize(spent.size);
  for (const key of spent) writeOutpoint(writer, key);
  writer.compactSize(added.size);
  for (const [key, coin] of added) writeCoin(writer, key, coin);
  return writer.finish();
}

function readEntry(reader: Reader): JournalEntry {
  const batch = reader.u32();
  const spent = Array.from({ length: reader.count(OUTPOINT_BYTES) }, () => readOutpoint(reader));
  const added = Array.from({ length: reader.count(COIN_MIN_BYTES) }, () => readSound(reader));
  return { batch, spent, added };
}

function encodeBucket(coins: ReadonlyMap<string, Coin>): Uint8Array {
  const writer = new Writer(96 * (1 + coins.size));
  writer.compactSize(coins.size);
  for (const [key, coin] of coins) writeCoin(writer, key, coin);
  return writer.finish();
}

/** A coin that the coin set can hold. */
function readSound(reader: Reader): readonly [string, Coin] {
  const [key, coin] = readCoin(reader);
  const isSound = coin.value <= AMOUNT_MAX && coin.height < HEIGHT_MAX;
  if (!isSound || !isPayToTaproot(coin.scriptPubKey)) throw new CodecError('coin-unsound', key);
  return [key, coin];
}
