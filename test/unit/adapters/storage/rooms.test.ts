import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openIndexedDbStore } from '../../../../src/adapters/storage/indexeddb.ts';
import { keptRooms, type RoomsPlace } from '../../../../src/adapters/storage/rooms.ts';
import { roomsRegistry } from '../../../../src/adapters/storage/rooms-registry.ts';
import { slotName } from '../../../../src/adapters/storage/slots.ts';
import type { StoreWrite } from '../../../../src/node/ports.ts';

const RECORDS_BATCH_BYTES = 1024 * 1024;
const RECORDS_BATCH_MAX = 256;
const STORE_OPEN_TIMEOUT_MS = 10_000;
const KNOWN = 'ab'.repeat(16);
const ORPHANED = 'cd'.repeat(16);
const CODE = 'a'.repeat(56);

/** Locks of which some are held by other tabs. */
function locksHeld(...names: string[]): NonNullable<RoomsPlace['locks']> {
  const request = async (name: string, _: LockOptions, callback: LockGrantedCallback<unknown>) =>
    callback(names.includes(name) ? null : { name, mode: 'exclusive' });
  return {
    query: async () => ({ held: names.map((name) => ({ name })), pending: [] }),
    request: request as LockManager['request'],
  };
}

function memoryRegistry() {
  const texts = new Map<string, string>();
  return roomsRegistry(() => ({
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
  }));
}

function placeOf(change: Partial<RoomsPlace> = {}): RoomsPlace {
  return {
    registry: memoryRegistry(),
    here: undefined,
    databases: indexedDB,
    locks: locksHeld(),
    storage: undefined,
    ...change,
  };
}

async function keep(topic: string, slot: number, ...sizes: number[]): Promise<void> {
  const store = await openIndexedDbStore(slotName(topic, slot));
  const writes = sizes.map((size, at): StoreWrite => ({
    put: ['bodies', at, new Uint8Array(size)],
  }));
  await store.write(writes);
  store.close();
}

async function names(): Promise<(string | undefined)[]> {
  return (await indexedDB.databases()).map(({ name }) => name).sort();
}

beforeEach(async () => {
  for (const name of await names()) {
    await succeeded(indexedDB.deleteDatabase(name!));
  }
});

function succeeded<Request extends IDBRequest>(request: Request): Promise<Request> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request);
    request.onerror = () => reject(request.error ?? new Error('no reason given'));
  });
}

describe('the rooms on this device', () => {
  it('are listed with their slots, who holds them, and whose link is lost', async () => {
    await keep(KNOWN, 3);
    await keep(KNOWN, 0);
    await keep(KNOWN, 12);
    await keep(ORPHANED, 1);
    const here = { topic: KNOWN, slot: 0 };
    const place = placeOf({ here, locks: locksHeld(slotName(KNOWN, 0), slotName(KNOWN, 12)) });
    place.registry.touch({ topic: KNOWN, code: CODE }, { slot: 0, nowMs: 5 });
    expect(await keptRooms(place).list()).toEqual([
      {
        topic: KNOWN,
        name: expect.stringMatching(/^\w+ \w+$/),
        code: CODE,
        usedMs: 5,
        slots: [
          { slot: 0, holder: 'this-tab' },
          { slot: 3, holder: 'nobody' },
          { slot: 12, holder: 'another-tab' },
        ],
      },
      {
        topic: ORPHANED,
        name: expect.stringMatching(/^\w+ \w+$/),
        slots: [{ slot: 1, holder: 'nobody' }],
      },
    ]);
  });

  it('leave databases alone that are not theirs', async () => {
    for (const name of ['other', 'tabchain/x/0', `tabchain/${KNOWN}/64`, `tabchain/${KNOWN}/01`]) {
      const { result } = await succeeded(indexedDB.open(name));
      result.close();
    }
    expect(await keptRooms(placeOf()).list()).toEqual([]);
  });

  it('are told by the registry where a browser does not list its databases', async () => {
    const place = placeOf({ databases: {} as IDBFactory });
    place.registry.touch({ topic: KNOWN, code: CODE }, { slot: 2, nowMs: 5 });
    const [room] = await keptRooms(place).list();
    expect(room?.slots).toEqual([{ slot: 2, holder: 'nobody' }]);
  });

  it('are none where nothing can be kept', async () => {
    const place = placeOf({ databases: undefined, locks: undefined });
    expect(await keptRooms(place).list()).toEqual([]);
    expect(await keptRooms(place).measure(KNOWN, 0)).toBeUndefined();
    expect(await keptRooms(place).remove(KNOWN, 0)).toBe('refused');
    expect(await keptRooms(place).use()).toBeUndefined();
  });
});

describe('the size of a slot', () => {
  it('is that of its records, read a megabyte or 256 records at a time', async () => {
    const small = Array.from({ length: 300 }, () => 10);
    const large = Array.from({ length: 7 }, () => 400_000);
    await keep(KNOWN, 0, ...small, ...large, ...small);
    const opened = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const read = vi.spyOn(IDBCursor.prototype, 'continue');
    const sizeBytes = await keptRooms(placeOf()).measure(KNOWN, 0);
    // One number beside the records counts the openings.
    expect(sizeBytes).toBe(2 * 300 * 10 + 7 * 400_000 + 8);
    // 3,008 records by 256, and where the large ones lie by three, which pass a megabyte.
    const least = Math.ceil(608 / RECORDS_BATCH_MAX);
    const most = least + Math.ceil((7 * 400_000) / RECORDS_BATCH_BYTES) + 1;
    expect(opened.mock.calls.length).toBeGreaterThan(least);
    expect(opened.mock.calls.length).toBeLessThanOrEqual(most);
    expect(read.mock.calls.length + opened.mock.calls.length).toBeLessThanOrEqual(608 + 1);
    vi.restoreAllMocks();
  });

  it('is measured without taking the database from its node', async () => {
    const store = await openIndexedDbStore(slotName(KNOWN, 0));
    await store.write([{ put: ['meta', 'x', new Uint8Array(100)] }]);
    expect(await keptRooms(placeOf()).measure(KNOWN, 0)).toBe(108);
    await store.write([{ put: ['meta', 'y', new Uint8Array(1)] }]);
    expect(await store.get('meta', 'y')).toEqual(new Uint8Array(1));
    store.close();
  });

  it('is unknown, and not waited for, while its database is about to go', async () => {
    vi.useFakeTimers();
    const close = vi.fn<() => void>();
    const request = { result: { close } } as unknown as IDBOpenDBRequest;
    const databases = { open: () => request } as unknown as IDBFactory;
    const measured = keptRooms(placeOf({ databases })).measure(KNOWN, 0);
    await vi.advanceTimersByTimeAsync(STORE_OPEN_TIMEOUT_MS);
    expect(await measured).toBeUndefined();
    request.onsuccess?.({} as Event);
    expect(close).toHaveBeenCalled();
    vi.useRealTimers();
  });

  it('is unknown where there is no database, and none is made by asking', async () => {
    expect(await keptRooms(placeOf()).measure(KNOWN, 0)).toBeUndefined();
    expect(await names()).toEqual([]);
  });
});

describe('deleting a slot', () => {
  it('deletes its database, its pads and its place in the registry, and nothing else', async () => {
    await keep(KNOWN, 0);
    await keep(KNOWN, 1);
    const removed: string[] = [];
    const folder = { removeEntry: async (name: string) => void removed.push(name) };
    const place = placeOf({
      storage: { getDirectory: async () => folder as unknown as FileSystemDirectoryHandle },
    });
    place.registry.touch({ topic: KNOWN, code: CODE }, { slot: 0, nowMs: 1 });
    place.registry.touch({ topic: KNOWN, code: CODE }, { slot: 1, nowMs: 2 });
    expect(await keptRooms(place).remove(KNOWN, 0)).toBe('removed');
    expect(await names()).toEqual([slotName(KNOWN, 1)]);
    expect(removed).toEqual([`tabchain-${KNOWN}-0-pads`]);
    expect(place.registry.read()[0]?.slots).toEqual([1]);
  });

  it('is refused while a tab holds it', async () => {
    await keep(KNOWN, 0);
    const place = placeOf({ locks: locksHeld(slotName(KNOWN, 0)) });
    expect(await keptRooms(place).remove(KNOWN, 0)).toBe('held');
    expect(await names()).toEqual([slotName(KNOWN, 0)]);
  });

  it('is refused where the browser does not do it', async () => {
    const place = placeOf({ databases: answering('onerror').databases });
    place.registry.touch({ topic: KNOWN, code: CODE }, { slot: 0, nowMs: 1 });
    expect(await keptRooms(place).remove(KNOWN, 0)).toBe('refused');
    expect(place.registry.read()).toHaveLength(1);
  });

  it('waits for a page that hangs, and has its slot to itself until then', async () => {
    const { databases, requests } = answering('onblocked');
    const locks = locksHeld();
    const granted: Promise<unknown>[] = [];
    const request: typeof locks.request = (...parameters: unknown[]) => {
      granted.push((locks.request as (...of: unknown[]) => Promise<unknown>)(...parameters));
      return granted.at(-1) as Promise<never>;
    };
    const place = placeOf({ databases, locks: { ...locks, request } });
    place.registry.touch({ topic: KNOWN, code: CODE }, { slot: 0, nowMs: 1 });
    expect(await keptRooms(place).remove(KNOWN, 0)).toBe('waiting');
    expect(place.registry.read()).toHaveLength(1);
    requests[0]!.onsuccess?.({} as Event);
    await granted[0];
    expect(place.registry.read()).toHaveLength(0);
  });
});

/** Deletions that are answered with an event. */
function answering(event: 'onerror' | 'onblocked') {
  const requests: IDBOpenDBRequest[] = [];
  const deleteDatabase = () => {
    const request = { error: null } as unknown as IDBOpenDBRequest;
    requests.push(request);
    queueMicrotask(() => request[event]?.({} as IDBVersionChangeEvent));
    return request;
  };
  return { databases: { deleteDatabase } as unknown as IDBFactory, requests };
}
