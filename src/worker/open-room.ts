/**
 * What this device has kept of a room: a slot of its own, the database behind it, the chain in it,
 * and the tab's key. A browser that keeps nothing gets a node all the same, in memory, and is told.
 */

import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js';
import { beginNewLog } from '../adapters/storage/fresh-log.ts';
import { openIndexedDbStore } from '../adapters/storage/indexeddb.ts';
import { arePadsUsed, type MaskedStore, maskedStore } from '../adapters/storage/masked.ts';
import { openMemoryStore } from '../adapters/storage/memory.ts';
import { openPadFile } from '../adapters/storage/pad-file.ts';
import { slotName, takeSlot } from '../adapters/storage/slots.ts';
import { stretchEntropy } from '../adapters/vault.ts';
import { Chain } from '../chain/chain.ts';
import { ANCHORS } from '../node/anchors.ts';
import type { StorageState } from '../node/api.ts';
import { type Store, StoreError, type StoreFailure } from '../node/ports.ts';
import type { StoredTransactions } from '../node/pool.ts';
import type { Room } from '../node/room.ts';
import { ChainRecords, restoreChain, type StoredTables } from '../node/schema.ts';
import { readableEntropy, type WalletStart } from '../node/wallet/wallet.ts';
import { ENTROPY_BYTES } from '../wallet/keys.ts';

export interface OpenedRoom {
  readonly slot: number;
  readonly store: Store;
  readonly storage: StorageState;
  readonly chain: Chain;
  readonly records: ChainRecords;
  readonly waiting: StoredTransactions;
  readonly wallet: WalletStart;
  /** 32 bytes. */
  readonly secretKey: Uint8Array;
  readonly anchors: Uint8Array | undefined;
}

type Opened = Pick<OpenedRoom, 'slot' | 'store' | 'storage'>;
type Loaded = Pick<OpenedRoom, 'chain' | 'records'> & { readonly repaired?: string };

const SECRET_KEY = 'node-key';
const SECRET_KEY_BYTES = 32;
const SEED_BYTES = 32;
/** Chromium forgets the files of a private window ten minutes after they were last looked for. */
const PAD_LOOK_MS = 3 * 60_000;

export async function openRoom(room: Room, preferredSlot?: number): Promise<OpenedRoom> {
  const opened = await openSlot(room, preferredSlot);
  try {
    return await load(room, opened);
  } catch (error) {
    // It opens, and yet cannot be read: nothing in it is touched.
    if (!(error instanceof StoreError)) throw error;
    opened.store.close();
    return load(room, inMemory(opened.slot, error.failure));
  }
}

async function openSlot(room: Room, preferredSlot?: number): Promise<Opened> {
  let slot = preferredSlot ?? 0;
  try {
    slot = await takeSlot(room.topic, preferredSlot);
    const name = slotName(room.topic, slot);
    // Before anything of ours is written behind a torn record.
    beginNewLog().catch(() => {});
    const store = await openIndexedDbStore(name);
    const pads = await openPadFile(name).catch((error: unknown) => {
      store.close();
      throw error;
    });
    if (pads === undefined) return { slot, store, storage: { state: 'disk' } };
    // Both come and go together, unless the browser drops a database.
    const isLost = store.isNew && arePadsUsed(pads);
    const storage: StorageState = { state: 'disk', ...(isLost && { isLost }) };
    return { slot, store: watched(maskedStore(store, pads)), storage };
  } catch (error) {
    return inMemory(slot, error instanceof StoreError ? error.failure : 'unknown');
  }
}

/** Whoever took the database from us keeps the key now, so that a refusal here is no news. */
function watched(store: MaskedStore): Store {
  const watch = setInterval(() => void store.look().catch(() => {}), PAD_LOOK_MS);
  return {
    ...store,
    close: () => {
      clearInterval(watch);
      store.close();
    },
  };
}

function inMemory(slot: number, failure: StoreFailure): Opened {
  return { slot, store: openMemoryStore(), storage: { state: 'memory', failure } };
}

async function load(room: Room, opened: Opened): Promise<OpenedRoom> {
  const { chain, records, repaired } = restore(room, await readTables(opened.store));
  const waiting = await opened.store.entries('mempool');
  const secretKey = await ownKey(opened.store);
  const anchors = await opened.store.get('meta', ANCHORS);
  const wallet = await openWallet(opened.store);
  const storage = repaired === undefined ? opened.storage : { ...opened.storage, repaired };
  return { ...opened, storage, chain, records, waiting, wallet, secretKey, anchors };
}

async function readTables(store: Store): Promise<StoredTables> {
  const [meta, headers, coins] = await Promise.all([
    store.entries('meta'),
    store.entries('headers'),
    store.entries('coins'),
  ]);
  return { meta, headers, coins };
}

/** Records that are not ours to read are left alone: the node goes on in memory. */
function restore({ params, genesis }: Room, tables: StoredTables): Loaded {
  const restored = restoreChain(tables, params, genesis);
  switch (restored.kind) {
    case 'future-schema':
      throw new StoreError('superseded', `written in form ${restored.version}`);
    case 'other-room':
      throw new StoreError('unknown', 'the records of another room');
    case 'empty': {
      const chain = new Chain(params, genesis);
      return { chain, records: new ChainRecords(chain.index) };
    }
    case 'restored': {
      const { records, repaired } = restored;
      const chain = new Chain(params, genesis, restored.chain);
      return { chain, records, ...(repaired === undefined ? {} : { repaired }) };
    }
  }
}

/** The wallet's records, with its secret stretched: a readable one, or a fresh one. */
async function openWallet(store: Store): Promise<WalletStart> {
  const records = await store.entries('wallet');
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const secret = await stretchEntropy(readableEntropy(records) ?? random(ENTROPY_BYTES));
  return { records, secret, random: random(SEED_BYTES), now: Date.now() };
}

/**
 * The key this slot has mined with since it was first used. One that is damaged is kept as it is,
 * never written over: the tab then mines with a fresh key until it closes.
 */
async function ownKey(store: Store): Promise<Uint8Array> {
  const kept = await store.get('meta', SECRET_KEY);
  if (kept?.length === SECRET_KEY_BYTES && secp256k1.utils.isValidSecretKey(kept)) {
    return kept;
  }
  const fresh = schnorr.utils.randomSecretKey();
  // A full disk costs the key with the page; the node tells of it at its first block.
  if (kept === undefined) {
    await store.write([{ put: ['meta', SECRET_KEY, fresh] }], 'strict').catch(() => {});
  }
  return fresh;
}
