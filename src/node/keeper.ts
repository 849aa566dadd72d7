/**
 * Brings to the disk what memory knows: at the tip one transaction for each block, so that a killed
 * tab loses nothing it has shown; while catching up one for many blocks, because IndexedDB charges
 * by the transaction. The host writes in order, so the disk is always some older whole state.
 */

import type { Chain } from '../chain/chain.ts';
import type { Changes } from '../chain/dirty.ts';
import {
  WRITE_BATCH_MAX_BLOCKS,
  WRITE_BATCH_MAX_BYTES,
  WRITES_IN_FLIGHT_MAX,
} from '../util/limits.ts';
import type { StorageState } from './api.ts';
import type { StoreFailure, StoreWrite } from './ports.ts';
import type { ChainRecords } from './schema.ts';

export interface WriteBatch {
  readonly batch: number;
  readonly writes: readonly StoreWrite[];
}

interface InFlight {
  readonly changes: Pick<Changes, 'bodies' | 'undo'>;
  readonly sizeBytes: number;
  /** Of the tip that it brings to the disk; undefined when it brings none. */
  readonly height: number | undefined;
}

const NO_CHANGES: InFlight['changes'] = { bodies: [], undo: new Map() };

export class Keeper {
  private readonly chain: Chain;
  private readonly records: ChainRecords;
  private readonly inFlight = new Map<number, InFlight>();
  private lastBatch = 0;
  private current: StorageState;
  private height: number;

  constructor(chain: Chain, records: ChainRecords, state: StorageState) {
    this.chain = chain;
    this.records = records;
    this.current = state;
    this.height = chain.height;
  }

  /** Height of the tip that a start from the disk would find. */
  get storedHeight(): number {
    return this.height;
  }

  get state(): StorageState {
    return this.current;
  }

  /**
   * The next transaction, if one is due: when much has gathered, or when nothing more will come for
   * now (`isSettled`). None while too many are under way.
   */
  take(isSettled: boolean): WriteBatch | undefined {
    const { dirty } = this.chain;
    if (dirty.isEmpty || this.inFlight.size >= WRITES_IN_FLIGHT_MAX) return undefined;
    if (!isSettled && !this.isFull()) return undefined;
    const changes = dirty.take();
    return this.send(this.records.writes(this.chain, changes), changes);
  }

  /** A transaction of records that are not the chain's; undefined while too many are under way. */
  takeOthers(writes: () => readonly StoreWrite[]): WriteBatch | undefined {
    if (this.inFlight.size >= WRITES_IN_FLIGHT_MAX) return undefined;
    const others = writes();
    return others.length === 0 ? undefined : this.send(others, NO_CHANGES);
  }

  written(batch: number): void {
    const written = this.inFlight.get(batch);
    if (written === undefined) return;
    this.chain.release(written.changes);
    this.inFlight.delete(batch);
    if (this.current.state === 'disk') this.height = written.height ?? this.height;
  }

  /** Something stored was damaged, and this is what is done about it. */
  repaired(sentence: string): void {
    this.current = { ...this.current, repaired: sentence };
  }

  /**
   * The disk took no more: the host keeps this batch and all later ones in memory. True when that
   * is news.
   */
  failed(reason: StoreFailure): boolean {
    if (this.current.state !== 'disk') return false;
    const state = reason === 'quota' ? 'full' : 'memory';
    this.current = { ...this.current, state, failure: reason };
    return true;
  }

  private send(writes: readonly StoreWrite[], changes: InFlight['changes']): WriteBatch {
    const { bodies, undo } = changes;
    const sizeBytes = sizeOf(writes);
    const height = changes === NO_CHANGES ? undefined : this.chain.height;
    this.lastBatch += 1;
    this.inFlight.set(this.lastBatch, { changes: { bodies, undo }, sizeBytes, height });
    return { batch: this.lastBatch, writes };
  }

  private isFull(): boolean {
    const { bodies, dirty } = this.chain;
    const writing = [...this.inFlight.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return (
      dirty.blocks >= WRITE_BATCH_MAX_BLOCKS || bodies.pinnedBytes - writing > WRITE_BATCH_MAX_BYTES
    );
  }
}

function sizeOf(writes: readonly StoreWrite[]): number {
  return writes.reduce((sum, write) => sum + ('put' in write ? write.put[2].length : 0), 0);
}
