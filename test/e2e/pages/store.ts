/**
 * The store's contract on the browser's own IndexedDB, and what only a browser can do to it: a
 * quota, cleared site data, a second page. Everything is reached through `globalThis.storeBench`.
 */

import { openIndexedDbStore } from '../../../src/adapters/storage/indexeddb.ts';
import { takeSlot } from '../../../src/adapters/storage/slots.ts';
import { Chain } from '../../../src/chain/chain.ts';
import { type Store, StoreError } from '../../../src/node/ports.ts';
import { restoreChain } from '../../../src/node/schema.ts';
import { type StoreBench, storeChecks } from '../../contracts/store-checks.ts';
import { makeLargeChain } from '../../support/large-chain.ts';

export interface StartCosts {
  readonly records: number;
  readonly openMs: number;
  readonly readMs: number;
  readonly restoreMs: number;
  readonly chainMs: number;
}

const RECORD_BYTES = 100_000;
let benches = 0;

function makeBench(): StoreBench {
  benches += 1;
  const name = `store-contract-${benches}`;
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
}

async function runCheck(name: string): Promise<void> {
  const check = storeChecks.find((each) => each.name === name);
  if (check === undefined) throw new Error(`no check is named "${name}"`);
  const bench = makeBench();
  await check.run(bench).finally(() => bench.end());
}

let store: Store | undefined;

/** Opens a database that stays open for the calls that follow. */
async function open(name: string): Promise<void> {
  store = await openIndexedDbStore(name);
}

/** One batch of so many records that do not compress; returns how it failed, or 'none'. */
async function write(first: number, count: number): Promise<string> {
  const writes = Array.from({ length: count }, (_, at) => {
    const value = new Uint8Array(RECORD_BYTES);
    for (let start = 0; start < RECORD_BYTES; start += 50_000) {
      crypto.getRandomValues(value.subarray(start, start + 50_000));
    }
    return { put: ['bodies', first + at, value] } as const;
  });
  return failureOf(store!.write(writes));
}

async function keys(): Promise<readonly (string | number)[] | string> {
  try {
    return (await store!.entries('bodies')).map(([key]) => key);
  } catch (error) {
    return error instanceof StoreError ? error.failure : String(error);
  }
}

function failureOf(call: Promise<void>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof StoreError ? error.failure : String(error)),
  );
}

/** What a start costs with so many blocks and as many coins, each part in ms. */
async function measureStart(blocks: number): Promise<StartCosts> {
  const name = `start-${blocks}`;
  const { params, genesis, batches, checksum } = makeLargeChain(blocks, blocks);
  const filled = await openIndexedDbStore(name);
  for (const batch of batches) await filled.write(batch);
  filled.close();
  const began = performance.now();
  const opened = await openIndexedDbStore(name);
  const openedAt = performance.now();
  const [meta, headers, coins] = await Promise.all([
    opened.entries('meta'),
    opened.entries('headers'),
    opened.entries('coins'),
  ]);
  const readAt = performance.now();
  const restored = restoreChain({ meta, headers, coins }, params, genesis);
  const restoredAt = performance.now();
  if (restored.kind !== 'restored' || restored.repaired !== undefined) throw new Error('damaged');
  const chain = new Chain(params, genesis, restored.chain);
  const readyAt = performance.now();
  if (chain.coins.checksum !== checksum) throw new Error('other coins came back');
  opened.close();
  indexedDB.deleteDatabase(name);
  return {
    records: headers.length + coins.length,
    openMs: openedAt - began,
    readMs: readAt - openedAt,
    restoreMs: restoredAt - readAt,
    chainMs: readyAt - restoredAt,
  };
}

/** Milliseconds for one batch as a new block makes it: four records, 5 kB. */
async function measureWrite(batches: number): Promise<number> {
  const filled = await openIndexedDbStore('tip');
  const began = performance.now();
  for (let batch = 0; batch < batches; batch += 1) {
    await filled.write([
      { put: ['bodies', batch, new Uint8Array(300)] },
      { put: ['coins', 256 + (batch >> 6), new Uint8Array(2_000)] },
      { put: ['headers', batch >> 5, new Uint8Array(2_600)] },
      { put: ['meta', 'state', new Uint8Array(168)] },
    ]);
  }
  const tookMs = performance.now() - began;
  filled.close();
  return tookMs / batches;
}

export const storeBench = { runCheck, open, write, keys, takeSlot, measureStart, measureWrite };
Object.assign(globalThis, { storeBench });
