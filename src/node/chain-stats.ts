/**
 * Columns of figures over a stretch of the active chain, for charts. Times and difficulties stand
 * in memory and cost less than a microsecond each; what is in the blocks needs their bodies, and
 * for fees their undo data: some 50 µs a block from memory, and a record of the disk now and then.
 * Bodies are asked for a few dozen at a time, and none is kept.
 */

import { GENESIS, type Handle } from '../chain/block-index.ts';
import type { Body } from '../chain/bodies.ts';
import type { Chain } from '../chain/chain.ts';
import { decodeUndo } from '../chain/undo.ts';
import { BLOCK_STATS_AHEAD_MAX, BLOCK_STATS_MAX_BYTES } from '../util/limits.ts';
import { type BlockStats, blockStats, GENESIS_STATS } from './block-stats.ts';
import { difficultyOf } from './describe.ts';

/** The blocks up to a height, lowest first; `hash` and `previousblockhash` say where it joins. */
export interface ChainStats {
  /** Of the last row. */
  readonly height: number;
  readonly hash: string;
  /** Of the block below the first row; null below genesis. */
  readonly previousblockhash: string | null;
  /** Seconds since 1970. */
  readonly time: readonly number[];
  /** Bitcoin's measure, multiples of 2^48 / 0xffff hashes. */
  readonly difficulty: readonly number[];
}

/** A column for each figure of a block; null where its body is not here. */
export type StatsColumns = { readonly [Name in keyof BlockStats]: (BlockStats[Name] | null)[] };

export interface StatsSource {
  readonly chain: Chain;
  readBody(handle: Handle, answer: (body: Body | undefined) => void): void;
  readUndo(handle: Handle, answer: (bytes: Uint8Array | undefined) => void): void;
}

export function chainStats({ index }: Chain, handles: readonly Handle[]): ChainStats {
  const [first, last] = [handles[0]!, handles.at(-1)!];
  return {
    height: index.height(last),
    hash: index.hash(last),
    previousblockhash: first === GENESIS ? null : index.hash(index.parent(first)),
    time: handles.map((handle) => index.time(handle)),
    difficulty: handles.map((handle) => difficultyOf(index.bits(handle))),
  };
}

/** At most `count` blocks of the active chain up to `height`, lowest first. */
export function stretchBelow(chain: Chain, height: number, count: number): Handle[] {
  const lowest = Math.max(0, height - count + 1);
  return Array.from({ length: height - lowest + 1 }, (_, at) => chain.activeAt(lowest + at));
}

/** The highest of them whose bodies one command may read: one at least, however large. */
export function readableOf({ bodies, index }: Chain, handles: readonly Handle[]): Handle[] {
  let sizeBytes = 0;
  const readable = handles.toReversed().filter((handle, at) => {
    sizeBytes += bodies.get(handle)?.bytes.length ?? index.bodyPlace(handle).length;
    return at === 0 || sizeBytes <= BLOCK_STATS_MAX_BYTES;
  });
  return readable.toReversed();
}

export function readStats(
  source: StatsSource,
  handles: readonly Handle[],
  answer: (columns: StatsColumns) => void,
): void {
  const rows: (BlockStats | undefined)[] = handles.map(() => undefined);
  const readFrom = (start: number): void => {
    const end = Math.min(handles.length, start + BLOCK_STATS_AHEAD_MAX);
    if (start === end) return answer(columnsOf(rows));
    let waiting = end - start;
    for (let at = start; at < end; at += 1) {
      readOne(source, handles[at]!, (stats) => {
        rows[at] = stats;
        waiting -= 1;
        if (waiting === 0) readFrom(end);
      });
    }
    return undefined;
  };
  readFrom(0);
}

function readOne(
  source: StatsSource,
  handle: Handle,
  answer: (stats: BlockStats | undefined) => void,
): void {
  if (handle === GENESIS) return answer(GENESIS_STATS);
  return source.readBody(handle, (body) => {
    if (body === undefined) return answer(undefined);
    const { block } = body;
    if (block.transactions.length === 1) return answer(blockStats(block, []));
    return source.readUndo(handle, (bytes) => {
      const spent = bytes && decodeUndo(source.chain.index.hash(handle), { bytes });
      answer(blockStats(block, spent));
    });
  });
}

function columnsOf(rows: readonly (BlockStats | undefined)[]): StatsColumns {
  const column = <Name extends keyof BlockStats>(name: Name) =>
    rows.map((row) => row?.[name] ?? null);
  return {
    txs: column('txs'),
    total_weight: column('total_weight'),
    totalfee: column('totalfee'),
    minfeerate: column('minfeerate'),
    medianfeerate: column('medianfeerate'),
    maxfeerate: column('maxfeerate'),
    miner: column('miner'),
  };
}
