/**
 * How a chain stands in the store's five tables, and how it is read back.
 *
 * Every batch of changes is one atomic write, and ends with the state record: so whatever suffix of
 * writes is lost, what remains is a state the chain was in. IndexedDB charges by the record (about
 * 50 µs to write one, 10 µs to read one in bulk) and hardly by the byte, so records are packed:
 *
 *   headers  page number → 32 headers with hashes, chain work, status and places on disk, as they
 *            lie in memory: 5 kB, of which a new block rewrites one.
 *   bodies   segment number → the bodies of a batch, up to SEGMENT_MAX_BYTES: one block at the
 *            tip, hundreds while syncing. The headers tell the place; each has a CRC of its own.
 *   undo     likewise; a block that spent nothing has none.
 *   coins    buckets, a journal, and a root (schema-coins.ts).
 *   meta     'schema' → the version of all this; 'state' → genesis, batch, tip, and what the
 *            coins must add up to. Other keys are other modules' own.
 *
 * Measured with empty blocks: one at the tip writes 4.4 records and 5.6 kB, half of it the journal;
 * one of 200 in a batch 0.2 records and 0.6 kB. Larger pages would save a start a few records
 * and cost every block their rewriting: 32 headers are 3,126 records for 100,000.
 *
 * A start reads meta, headers and coins, never bodies. Headers are kept up to the first damaged
 * page. Coins are taken only when their count and checksum are the tip's; otherwise the chain is
 * handed out at genesis, and rebuilds itself from the stored bodies: never a wrong balance
 * meanwhile. For 10,000 blocks and as many coins that is 2.6 MB in 600 records, and about 0.1 s.
 */

import { BlockIndex, GENESIS, type Handle, type Place, Status } from '../chain/block-index.ts';
import type { Chain, RestoredChain } from '../chain/chain.ts';
import { CoinSet } from '../chain/coins.ts';
import type { Changes } from '../chain/dirty.ts';
import type { ConsensusParams } from '../consensus/params.ts';
import type { Block } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import type { StoreKey, StoreValue, StoreWrite } from './ports.ts';
import { CoinRecords } from './schema-coins.ts';
import { type Entries, migrate, schemaWrite, type StoredTables } from './schema-migrations.ts';
import { seal, unseal } from './schema-record.ts';
import { packParts, type Part, readPart, type SegmentTable } from './schema-segments.ts';
import { decodeState, encodeState, type StoredState } from './schema-state.ts';

export type { StoredTables };

export type Restored =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'restored';
      /** At genesis without coins when those were not right: `advance` rebuilds from the bodies. */
      readonly chain: RestoredChain;
      readonly records: ChainRecords;
      /** What was wrong and what is done about it, in sentences. */
      readonly repaired?: string;
    }
  /** Written by another version of this program: nothing must be touched. */
  | { readonly kind: 'future-schema'; readonly version: number }
  /** These are the records of another room: nothing must be touched. */
  | { readonly kind: 'other-room' };

/** Where a record stands in the store. */
export interface RecordName {
  readonly table: SegmentTable;
  readonly key: StoreKey;
}

/** Where the writing of records goes on. */
interface Continuation {
  readonly coins: CoinRecords;
  readonly batch: number;
  readonly nextSegment: number;
  /** Writes that precede the next batch. */
  readonly first: readonly StoreWrite[];
}

const STATE = 'state';
/** The place of undo data that would be empty: a segment that cannot be. */
const NOTHING_SPENT: Place = { segment: -1, offset: 0, length: 0 };
const EMPTY_UNDO = 0;

const HEADERS_REPAIRED = 'Part of the stored headers was damaged; it is fetched again.';
const COINS_REPAIRED =
  'The stored coins did not match the tip; they are rebuilt from the stored blocks.';

export class ChainRecords {
  private readonly index: BlockIndex;
  private readonly coins: CoinRecords;
  private batch: number;
  private nextSegment: number;
  private first: readonly StoreWrite[];

  /** Without a continuation, for an empty store. */
  constructor(index: BlockIndex, from?: Continuation) {
    this.index = index;
    this.coins = from?.coins ?? new CoinRecords();
    this.batch = from?.batch ?? 0;
    this.nextSegment = from?.nextSegment ?? 0;
    this.first = from?.first ?? [schemaWrite()];
  }

  /**
   * One batch: what brings the disk from the last batch's state to the chain as it is now. To be
   * called right after the changes were taken, and written in the order of the calls.
   */
  writes(chain: Chain, changes: Changes): readonly StoreWrite[] {
    assert(chain.index === this.index, 'the chain whose records these are');
    this.batch += 1;
    const writes = [
      ...this.first,
      ...this.packBodies(chain, changes.bodies),
      ...this.packUndo(changes.undo),
      ...(changes.coinsCleared ? this.coins.clear() : []),
      ...this.coins.writes(chain.coins, changes.coins, this.batch),
      ...changes.pages.map((page) => this.headersWrite(page)),
      this.stateWrite(chain),
    ];
    this.first = [];
    return writes;
  }

  /** The record that holds a body; undefined when none was written. */
  bodyRecord(handle: Handle): RecordName | undefined {
    return recordOf('bodies', this.index.bodyPlace(handle));
  }

  /** A block's bytes from its record; undefined when the record is lost or holds something else. */
  readBody(handle: Handle, record: StoreValue | undefined): Uint8Array | undefined {
    return record && this.read(handle, this.index.bodyPlace(handle), record);
  }

  /** Undefined when the block was never connected, or spent nothing: `readUndo` needs none then. */
  undoRecord(handle: Handle): RecordName | undefined {
    return recordOf('undo', this.index.undoPlace(handle));
  }

  readUndo(handle: Handle, record: StoreValue | undefined): Uint8Array | undefined {
    const place = this.index.undoPlace(handle);
    if (place.segment === NOTHING_SPENT.segment) return Uint8Array.of(EMPTY_UNDO);
    return record && this.read(handle, place, record);
  }

  private read(handle: Handle, place: Place, record: StoreValue): Uint8Array | undefined {
    return place.length === 0 ? undefined : readPart(record, place, { index: this.index, handle });
  }

  private packBodies(chain: Chain, handles: readonly Handle[]): StoreWrite[] {
    const parts = handles.map((handle) => {
      const body = chain.bodies.get(handle);
      assert(body !== undefined, 'a body is in memory until it is written');
      return { handle, bytes: body.bytes };
    });
    return this.pack('bodies', parts);
  }

  private packUndo(undo: ReadonlyMap<Handle, Uint8Array>): StoreWrite[] {
    const parts: Part[] = [];
    for (const [handle, bytes] of undo) {
      if (bytes.length > 1 || bytes[0] !== EMPTY_UNDO) parts.push({ handle, bytes });
      else this.index.setUndoPlace(handle, NOTHING_SPENT);
    }
    return this.pack('undo', parts);
  }

  private pack(table: SegmentTable, parts: readonly Part[]): StoreWrite[] {
    const { index, nextSegment } = this;
    const placed = (handle: Handle, place: Place) =>
      table === 'bodies' ? index.setBodyPlace(handle, place) : index.setUndoPlace(handle, place);
    const writes = packParts(parts, { table, first: nextSegment, index, placed });
    this.nextSegment += writes.length;
    return writes;
  }

  /** After the places in it were set. */
  private headersWrite(page: number): StoreWrite {
    return { put: ['headers', page, seal(this.index.pageBytes(page), page)] };
  }

  private stateWrite({ tip, height, coins, params }: Chain): StoreWrite {
    const state: StoredState = {
      genesisHash: params.genesisHash,
      batch: this.batch,
      tip,
      tipHash: this.index.hash(tip),
      height,
      chainWork: this.index.chainWork(tip),
      coins: coins.size,
      checksum: coins.checksum,
      nextSegment: this.nextSegment,
    };
    return { put: ['meta', STATE, encodeState(state)] };
  }
}

/** Reads a chain back as of the last whole batch; `genesis` is that of `params`. */
export function restoreChain(
  stored: StoredTables,
  params: ConsensusParams,
  genesis: Block,
): Restored {
  const migrated = migrate(stored);
  if (typeof migrated === 'number') return { kind: 'future-schema', version: migrated };
  const { meta, headers, coins } = migrated.tables;
  const record = meta.find(([key]) => key === STATE)?.[1];
  if (record === undefined && headers.length + coins.length === 0) return { kind: 'empty' };
  const state = decodeState(record);
  if (state !== undefined && state.genesisHash !== params.genesisHash)
    return { kind: 'other-room' };

  const index = new BlockIndex(genesis.header, params.genesisHash);
  const lostPages = restoreHeaders(index, headers);
  const restored = state && restoreCoins(coins, state, index);
  const records = new ChainRecords(index, {
    coins: restored?.records ?? CoinRecords.replacing(coins),
    batch: state?.batch ?? 0,
    nextSegment: state?.nextSegment ?? firstFreeSegment(index),
    first: [schemaWrite(), ...migrated.writes, ...lostPages],
  });
  const chain = {
    index,
    coins: restored?.coins ?? new CoinSet(),
    tip: restored ? state.tip : GENESIS,
  };
  const repaired = sentenceOf(lostPages.length > 0, restored === undefined);
  return { kind: 'restored', chain, records, ...(repaired && { repaired }) };
}

function recordOf(table: SegmentTable, { segment, length }: Place): RecordName | undefined {
  return length > 0 ? { table, key: segment } : undefined;
}

/** Appends the pages up to the first that is lost or damaged; returns what removes the others. */
function restoreHeaders(index: BlockIndex, pages: Entries): StoreWrite[] {
  let whole = 0;
  for (const [key, record] of pages) {
    const bytes = key === whole ? unseal(record, whole) : undefined;
    if (bytes === undefined || !index.appendPage(bytes)) break;
    whole += 1;
  }
  return pages.slice(whole).map(([key]) => ({ remove: ['headers', key] }));
}

/** The coins, if they are those of the tip, and the tip is a block that was connected. */
function restoreCoins(
  entries: Entries,
  state: StoredState,
  index: BlockIndex,
): ReturnType<typeof CoinRecords.restore> {
  if (!isTip(state, index)) return undefined;
  const restored = CoinRecords.restore(entries, state.batch);
  const { size, checksum } = restored?.coins ?? {};
  return size === state.coins && checksum === state.checksum ? restored : undefined;
}

function isTip(state: StoredState, index: BlockIndex): boolean {
  const { tip } = state;
  if (tip >= index.size || index.hash(tip) !== state.tipHash) return false;
  if (index.height(tip) !== state.height || index.chainWork(tip) !== state.chainWork) return false;
  return index.has(tip, Status.connected);
}

/** Behind every segment that the block index knows of, for when the state was lost. */
function firstFreeSegment(index: BlockIndex): number {
  let free = 0;
  for (let handle = GENESIS; handle < index.size; handle += 1) {
    const last = Math.max(index.bodyPlace(handle).segment, index.undoPlace(handle).segment);
    free = Math.max(free, last + 1);
  }
  return free;
}

function sentenceOf(headersLost: boolean, coinsLost: boolean): string {
  const sentences = [headersLost ? HEADERS_REPAIRED : '', coinsLost ? COINS_REPAIRED : ''];
  return sentences.filter(Boolean).join(' ');
}
