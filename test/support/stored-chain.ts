/**
 * A chain that keeps itself, batch by batch, on a disk of plain maps. The disk remembers every
 * batch, so that a test can lose the last ones, and hands out its records so that a test can spoil
 * them.
 */

import type { Handle } from '../../src/chain/block-index.ts';
import { Chain } from '../../src/chain/chain.ts';
import { decodeBlock } from '../../src/consensus/encoding.ts';
import { headerHash } from '../../src/consensus/hash.ts';
import type { Block, Hash } from '../../src/consensus/types.ts';
import type { StoreKey, StoreTable, StoreValue, StoreWrite } from '../../src/node/ports.ts';
import { ChainRecords, restoreChain, type Restored } from '../../src/node/schema.ts';
import { bodyOf, type ChainBuilder, LATE_SECONDS } from './chain-builder.ts';

const TABLES = ['meta', 'headers', 'bodies', 'undo', 'coins'] as const;

export type Tables = Record<StoreTable, Map<StoreKey, StoreValue>>;

/** The tables after these batches. */
export function replay(batches: ReadonlyArray<readonly StoreWrite[]>): Tables {
  const tables = Object.fromEntries(TABLES.map((table) => [table, new Map()])) as Tables;
  for (const write of batches.flat()) {
    if ('put' in write) tables[write.put[0]].set(write.put[1], write.put[2].slice());
    else tables[write.remove[0]].delete(write.remove[1]);
  }
  return tables;
}

export function restoreFrom(tables: Tables, { params, genesis }: ChainBuilder): Restored {
  const entriesOf = (table: 'meta' | 'headers' | 'coins') =>
    [...tables[table]].sort(([left], [right]) => compareKeys(left, right));
  const stored = {
    meta: entriesOf('meta'),
    headers: entriesOf('headers'),
    coins: entriesOf('coins'),
  };
  return restoreChain(stored, params, genesis);
}

export class StoredChain {
  readonly chain: Chain;
  readonly records: ChainRecords;
  readonly batches: Array<readonly StoreWrite[]> = [];
  /** Height, tip and coins after each batch. */
  readonly facts: string[] = [];
  readonly repaired: string | undefined;

  /** Goes on with what these batches left. */
  constructor(builder: ChainBuilder, batches: ReadonlyArray<readonly StoreWrite[]> = []) {
    const restored = restoreFrom(replay(batches), builder);
    if (restored.kind !== 'empty' && restored.kind !== 'restored') throw new Error(restored.kind);
    const { chain, records, repaired } =
      restored.kind === 'restored' ? restored : { chain: undefined, records: undefined };
    this.chain = new Chain(builder.params, builder.genesis, chain);
    this.records = records ?? new ChainRecords(this.chain.index);
    this.repaired = repaired;
    this.batches.push(...batches);
  }

  get tables(): Tables {
    return replay(this.batches);
  }

  get tip(): Hash {
    return this.chain.index.hash(this.chain.tip);
  }

  offer(...blocks: readonly Block[]): void {
    for (const block of blocks) {
      this.chain.acceptBody(this.chain.acceptHeader(block.header, LATE_SECONDS), bodyOf(block));
    }
    this.settle();
  }

  /** Writes what changed, if anything did. */
  flush(): void {
    if (this.chain.dirty.isEmpty) return;
    const changes = this.chain.dirty.take();
    this.batches.push(this.records.writes(this.chain, changes));
    this.chain.release(changes);
    this.facts.push(factsOf(this.chain));
  }

  /** Walks to the best block, with what the disk has where the chain needs it. */
  settle(): void {
    for (let advance = this.chain.advance(); advance.kind !== 'idle';) {
      for (const { kind, handle } of advance.need ?? []) {
        if (kind === 'body') this.supplyBody(handle);
        else this.supplyUndo(handle);
      }
      advance = this.chain.advance();
    }
  }

  handleOf(block: Block): Handle {
    return this.chain.index.find(headerHash(block.header));
  }

  readBody(handle: Handle): Uint8Array | undefined {
    const name = this.records.bodyRecord(handle);
    return name && this.records.readBody(handle, this.tables[name.table].get(name.key));
  }

  readUndo(handle: Handle): Uint8Array | undefined {
    const name = this.records.undoRecord(handle);
    return this.records.readUndo(handle, name && this.tables[name.table].get(name.key));
  }

  private supplyBody(handle: Handle): void {
    const bytes = this.readBody(handle);
    if (bytes === undefined) this.chain.loseBody(handle);
    else this.chain.supplyBody(handle, { block: decodeBlock(bytes), bytes });
  }

  private supplyUndo(handle: Handle): void {
    const bytes = this.readUndo(handle);
    if (bytes === undefined) this.chain.restart();
    else this.chain.supplyUndo(handle, bytes);
  }
}

export function factsOf({ height, tip, index, coins }: Chain): string {
  return `${height} ${index.hash(tip)} ${coins.size} ${coins.checksum}`;
}

function compareKeys(left: StoreKey, right: StoreKey): number {
  if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}
