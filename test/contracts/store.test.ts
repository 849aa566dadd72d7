import 'fake-indexeddb/auto';
import { openIndexedDbStore } from '../../src/adapters/storage/indexeddb.ts';
import { maskedStore } from '../../src/adapters/storage/masked.ts';
import { createMemoryDisk, openMemoryStore } from '../../src/adapters/storage/memory.ts';
import type { Store } from '../../src/node/ports.ts';
import { MemoryPads } from '../support/memory-pads.ts';
import { describeStore } from './store.ts';

let disks = 0;

describeStore('memory as a store', () => {
  const disk = createMemoryDisk();
  return { open: async () => openMemoryStore(disk), end: async () => {} };
});

describeStore('a store that can forget its key, as a store', () => {
  const disk = createMemoryDisk();
  const pads = new MemoryPads();
  return { open: async () => maskedStore(openMemoryStore(disk), pads), end: async () => {} };
});

describeStore('IndexedDB, as a model has it, as a store', () => {
  disks += 1;
  const name = `store-contract-${disks}`;
  const opened: Store[] = [];
  return {
    open: async () => {
      const store = await openIndexedDbStore(name);
      opened.push(store);
      return store;
    },
    end: async () => {
      for (const store of opened) store.close();
      indexedDB.deleteDatabase(name);
    },
  };
});
