/**
 * A store that lives as long as its program: for a browser that keeps nothing, for what a full disk
 * refused, and for simulations, where a disk outlives the nodes that open it one after the other.
 */

import {
  type Store,
  StoreError,
  type StoreKey,
  type StoreTable,
  type StoreValue,
  type StoreWrite,
} from '../../node/ports.ts';

type Records = Map<StoreTable, Map<StoreKey, StoreValue>>;

/** What a store leaves behind; only the store that opened it last may write. */
export interface MemoryDisk {
  readonly records: Records;
  /** Counts the openings. */
  epoch: number;
}

export function createMemoryDisk(): MemoryDisk {
  return { records: new Map(), epoch: 0 };
}

/** Opens a disk, and takes it from whoever had it open. */
export function openMemoryStore(disk: MemoryDisk = createMemoryDisk()): Store {
  disk.epoch += 1;
  const { epoch } = disk;
  let isClosed = false;
  const checkOpen = () => {
    if (isClosed) throw new StoreError('closed', 'the store was closed');
  };
  return {
    get: async (table, key) => {
      checkOpen();
      return disk.records.get(table)?.get(key)?.slice();
    },
    entries: async (table) => {
      checkOpen();
      return sortEntries(disk.records.get(table) ?? new Map());
    },
    write: async (writes) => {
      checkOpen();
      if (disk.epoch !== epoch) throw new StoreError('superseded', 'another node opened the disk');
      apply(disk.records, writes);
    },
    close: () => {
      isClosed = true;
    },
  };
}

/** Everything that can throw comes before the first change, so a bad batch leaves no trace. */
function apply(records: Records, writes: readonly StoreWrite[]): void {
  for (const { table, key, value } of writes.map(checkWrite)) {
    if (!records.has(table)) records.set(table, new Map());
    if (value === undefined) records.get(table)!.delete(key);
    else records.get(table)!.set(key, value);
  }
}

function checkWrite(write: StoreWrite): {
  readonly table: StoreTable;
  readonly key: StoreKey;
  readonly value?: StoreValue;
} {
  if ('remove' in write) return { table: write.remove[0], key: write.remove[1] };
  const [table, key, value] = write.put;
  if (value instanceof Uint8Array) return { table, key, value: value.slice() };
  throw new StoreError('unknown', 'only bytes are kept');
}

/** Numbers before strings, each in their order, as IndexedDB has them. */
function sortEntries(
  entries: ReadonlyMap<StoreKey, StoreValue>,
): ReadonlyArray<readonly [StoreKey, StoreValue]> {
  const copies = Array.from(entries, ([key, value]) => [key, value.slice()] as const);
  return copies.sort(([left], [right]) => {
    if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
