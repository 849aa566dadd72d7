/**
 * The rooms kept on this device. Which there are is told by the databases, by the registry of links
 * and by the locks that tabs hold; a slot is deleted only under its own lock, so never from under a
 * node that writes to it.
 */

import { roomName } from '../../node/room-name.ts';
import { fromHex } from '../../util/bytes.ts';
import {
  RECORDS_BATCH_BYTES,
  RECORDS_BATCH_MAX,
  SLOTS_MAX,
  STORE_OPEN_TIMEOUT_MS,
} from '../../util/limits.ts';
import { RECORDS } from './indexeddb.ts';
import type { KeptRoom, KeptRooms, KeptSlot, RemovalOutcome } from './kept-rooms.ts';
import { padFileName } from './pad-file.ts';
import type { RememberedRoom, RoomsRegistry } from './rooms-registry.ts';
import { slotName } from './slots.ts';

/** What a browser offers of all this; parts are missing here and there. */
export interface RoomsPlace {
  readonly registry: RoomsRegistry;
  /** Of the tab that asks; undefined while it keeps nothing. */
  readonly here: { readonly topic: string; readonly slot: number } | undefined;
  readonly databases: IDBFactory | undefined;
  readonly locks: Pick<LockManager, 'query' | 'request'> | undefined;
  readonly storage: Partial<Pick<StorageManager, 'estimate' | 'getDirectory'>> | undefined;
}

const SLOT_NAME = /^tabchain\/([0-9a-f]{32})\/(0|[1-9]\d?)$/;

export function keptRooms(place: RoomsPlace): KeptRooms {
  return {
    list: () => listRooms(place),
    measure: (topic, slot) => measure(place, slotName(topic, slot)).catch(() => undefined),
    remove: (topic, slot) => remove(place, topic, slot).catch(() => 'refused'),
    use: async () => {
      const { usage, quota } = (await place.storage?.estimate?.()) ?? {};
      if (usage === undefined || quota === undefined) return undefined;
      return { usedBytes: usage, grantedBytes: quota };
    },
  };
}

async function listRooms(place: RoomsPlace): Promise<readonly KeptRoom[]> {
  const [found, held] = await Promise.all([findSlots(place), heldNames(place)]);
  const remembered = place.registry.read();
  return [...found]
    .map(([topic, slots]) => {
      const link = remembered.find((room) => room.topic === topic);
      return describe(link, { topic, slots: slotsOf(place, { topic, slots, held }) });
    })
    .sort((left, right) => (right.usedMs ?? 0) - (left.usedMs ?? 0));
}

function describe(
  link: RememberedRoom | undefined,
  { topic, slots }: Pick<KeptRoom, 'topic' | 'slots'>,
): KeptRoom {
  const room = { topic, name: roomName(fromHex(topic)), slots };
  return link === undefined ? room : { ...room, code: link.code, usedMs: link.usedMs };
}

interface FoundSlots {
  readonly topic: string;
  readonly slots: ReadonlySet<number>;
  readonly held: ReadonlySet<string>;
}

function slotsOf(place: RoomsPlace, { topic, slots, held }: FoundSlots): readonly KeptSlot[] {
  return [...slots]
    .sort((left, right) => left - right)
    .map((slot) => ({ slot, holder: holderOf(place, { topic, slot }, held) }));
}

/** By room. Firefox before 126 does not list databases: there the registry must do. */
async function findSlots({ databases, registry }: RoomsPlace): Promise<Map<string, Set<number>>> {
  const names = await databases?.databases?.().catch(() => undefined);
  const found = new Map<string, Set<number>>();
  const add = (topic: string, slot: number) =>
    found.set(topic, (found.get(topic) ?? new Set()).add(slot));
  if (names === undefined) {
    for (const { topic, slots } of registry.read()) for (const slot of slots) add(topic, slot);
    return found;
  }
  for (const { name } of names) {
    const [, topic, slot] = SLOT_NAME.exec(name ?? '') ?? [];
    if (topic !== undefined && Number(slot) < SLOTS_MAX) add(topic, Number(slot));
  }
  return found;
}

async function heldNames({ locks }: RoomsPlace): Promise<ReadonlySet<string>> {
  const { held = [] } = (await locks?.query().catch(() => undefined)) ?? {};
  return new Set(held.flatMap(({ name }) => name ?? []));
}

function holderOf(
  { here }: RoomsPlace,
  { topic, slot }: { readonly topic: string; readonly slot: number },
  held: ReadonlySet<string>,
): KeptSlot['holder'] {
  if (here?.topic === topic && here.slot === slot) return 'this-tab';
  return held.has(slotName(topic, slot)) ? 'another-tab' : 'nobody';
}

function remove(place: RoomsPlace, topic: string, slot: number): Promise<RemovalOutcome> {
  const { locks, databases, storage, registry } = place;
  const name = slotName(topic, slot);
  // Without locks there are no slots either.
  if (locks === undefined || databases === undefined) return Promise.resolve('refused');
  return new Promise((resolve, reject) => {
    // Held until it is gone, so that no new tab waits for a database that is about to go.
    const deleting = locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) return resolve('held');
      await deleteDatabase(databases, name, () => resolve('waiting'));
      await deletePads(storage, name);
      registry.drop(topic, slot);
      return resolve('removed');
    });
    deleting.catch(reject);
  });
}

/** Rejects where it is not deleted; it waits, and says so, while a page that hangs has it open. */
function deleteDatabase(databases: IDBFactory, name: string, waits: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = databases.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('the database was not deleted'));
    request.onblocked = waits;
  });
}

/** What the wallet's key was hidden by; a slot may have none. */
async function deletePads(storage: RoomsPlace['storage'], name: string): Promise<void> {
  try {
    const folder = await storage?.getDirectory?.();
    await folder?.removeEntry(padFileName(name));
  } catch {
    // There is none, or the browser has no such files: without its record a pad is noise.
  }
}

async function measure({ databases }: RoomsPlace, name: string): Promise<number> {
  const database = await openExisting(databases!, name);
  database.onversionchange = () => database.close();
  try {
    return await sizeOf(database);
  } finally {
    database.close();
  }
}

/** As it is: without the epoch that would take it from its node, and never a new one. */
function openExisting(databases: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = databases.open(name);
    // It stands behind a deletion that waits for a page that hangs.
    const timer = setTimeout(() => {
      request.onsuccess = () => request.result.close();
      reject(new Error('the database does not answer'));
    }, STORE_OPEN_TIMEOUT_MS);
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => {
      clearTimeout(timer);
      resolve(request.result);
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(request.error ?? new Error('the database does not open'));
    };
  });
}

/** Record by record, in short transactions: the slot's node waits for none of them long. */
async function sizeOf(database: IDBDatabase): Promise<number> {
  let sizeBytes = 0;
  for (let after: IDBValidKey | undefined; ;) {
    const batch = await readBatch(database, after);
    sizeBytes += batch.bytes;
    if (batch.last === undefined) return sizeBytes;
    after = batch.last;
  }
}

interface Batch {
  /** Undefined when nothing follows. */
  readonly last: IDBValidKey | undefined;
  readonly bytes: number;
}

function readBatch(database: IDBDatabase, after: IDBValidKey | undefined): Promise<Batch> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(RECORDS, 'readonly');
    const range = after === undefined ? null : IDBKeyRange.lowerBound(after, true);
    const request = transaction.objectStore(RECORDS).openCursor(range);
    let [count, bytes] = [0, 0];
    let last: IDBValidKey | undefined;
    request.onsuccess = () => {
      const cursor = request.result;
      last = cursor?.key;
      if (cursor === null) return;
      count += 1;
      bytes += lengthOf(cursor.value);
      if (count < RECORDS_BATCH_MAX && bytes < RECORDS_BATCH_BYTES) cursor.continue();
    };
    transaction.oncomplete = () => resolve({ last, bytes });
    transaction.onabort = () => reject(transaction.error ?? new Error('reading was ended'));
  });
}

/** All records are bytes, but for one number. */
function lengthOf(value: unknown): number {
  return value instanceof Uint8Array ? value.length : 8;
}
