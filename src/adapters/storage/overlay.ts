/**
 * A store in memory, laid over one that takes no more: what is written stays here, what is not
 * found here is looked for below. So a node whose disk is full goes on as if nothing had happened,
 * until the page closes.
 */

import type { Store, StoreKey, StoreTable, StoreValue } from '../../node/ports.ts';
import { openMemoryStore } from './memory.ts';

export function overlayStore(below: Store): Store {
  const above = openMemoryStore();
  /** Records of the store below that are gone for whoever looks from above. */
  const removed = new Set<string>();

  async function get(table: StoreTable, key: StoreKey): Promise<StoreValue | undefined> {
    const value = await above.get(table, key);
    if (value !== undefined || removed.has(idOf(table, key))) return value;
    return below.get(table, key);
  }

  return {
    get,
    entries: async (table) => {
      const merged = new Map(await below.entries(table));
      for (const key of merged.keys()) if (removed.has(idOf(table, key))) merged.delete(key);
      for (const [key, value] of await above.entries(table)) merged.set(key, value);
      return [...merged].sort(([left], [right]) => compareKeys(left, right));
    },
    write: async (writes) => {
      for (const write of writes) {
        if (!('remove' in write)) continue;
        // What was only ever above leaves no trace.
        const isBelow = (await below.get(...write.remove).catch(() => undefined)) !== undefined;
        if (isBelow) removed.add(idOf(...write.remove));
      }
      await above.write(writes);
    },
    close: () => {
      above.close();
      below.close();
    },
  };
}

function idOf(table: StoreTable, key: StoreKey): string {
  return `${table}/${typeof key}/${key}`;
}

/** Numbers before strings, as in IndexedDB. */
function compareKeys(left: StoreKey, right: StoreKey): number {
  if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}
