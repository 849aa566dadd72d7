import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openIndexedDbStore } from '../../../../src/adapters/storage/indexeddb.ts';
import type { Store, StoreFailure } from '../../../../src/node/ports.ts';

const STORE_OPEN_TIMEOUT_MS = 10_000;
const bytes = Uint8Array.of(1, 2, 3);
let names = 0;

function nextName(): string {
  names += 1;
  return `unit-${names}`;
}

const failureOf = (call: Promise<unknown>): Promise<StoreFailure | 'none'> =>
  call.then(
    () => 'none' as const,
    (error: { failure: StoreFailure }) => error.failure,
  );

/** Ends when the request does; rejects when it fails. */
function ended(request: IDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error as Error);
  });
}

/** The connections that were opened, so that a test can close them as the browser would. */
function watchConnections(): IDBDatabase[] {
  const connections: IDBDatabase[] = [];
  const open = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, 'open').mockImplementation((...parameters) => {
    const request = open(...parameters);
    request.addEventListener('success', () => connections.push(request.result));
    return request;
  });
  return connections;
}

/** The next request to open is answered as Chromium answers one that it drops. */
function abortNextOpening(name: string): void {
  const open = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
    const request = open(`${name}-aborted`);
    request.addEventListener('upgradeneeded', (event) => {
      event.stopImmediatePropagation();
      request.transaction!.abort();
    });
    return request;
  });
}

async function openFilled(name: string): Promise<Store> {
  const store = await openIndexedDbStore(name);
  await store.write([{ put: ['meta', 'kept', bytes] }]);
  return store;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a store in IndexedDB', () => {
  it('tells whether it was there before', async () => {
    const name = nextName();
    const first = await openIndexedDbStore(name);
    first.close();
    const second = await openIndexedDbStore(name);
    expect([first.isNew, second.isNew]).toEqual([true, false]);
    second.close();
  });

  it('comes back after the browser closed its connection', async () => {
    const connections = watchConnections();
    const store = await openFilled(nextName());
    connections[0]!.close();
    expect(await store.get('meta', 'kept')).toEqual(bytes);
    connections[1]!.close();
    await store.write([{ put: ['meta', 'more', bytes] }]);
    connections[2]!.close();
    expect(await store.entries('meta')).toHaveLength(2);
    expect(connections).toHaveLength(4);
    store.close();
  });

  it('comes back after an event said that the connection is closed', async () => {
    const connections = watchConnections();
    const store = await openFilled(nextName());
    connections[0]!.onclose!(new Event('close'));
    await store.write([{ put: ['meta', 'more', bytes] }]);
    expect(connections).toHaveLength(2);
    store.close();
  });

  it('comes back once for all that were under way', async () => {
    const connections = watchConnections();
    const store = await openFilled(nextName());
    connections[0]!.close();
    const reads = ['kept', 'kept', 'kept'].map((key) => store.get('meta', key));
    expect(await Promise.all(reads)).toEqual([bytes, bytes, bytes]);
    expect(connections).toHaveLength(2);
    store.close();
  });

  it('keeps the order of writes while it comes back', async () => {
    const connections = watchConnections();
    const store = await openFilled(nextName());
    connections[0]!.close();
    const numbers = [1, 2, 3, 4, 5];
    await Promise.all(
      numbers.map((each) => store.write([{ put: ['meta', 'last', Uint8Array.of(each)] }])),
    );
    expect(await store.get('meta', 'last')).toEqual(Uint8Array.of(5));
    store.close();
  });

  it('gives up after one return, and says that it is closed', async () => {
    const store = await openFilled(nextName());
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('closing', 'InvalidStateError');
    });
    expect(await failureOf(store.write([]))).toBe('closed');
    expect(await failureOf(store.get('meta', 'kept'))).toBe('closed');
    store.close();
  });

  it('does a transaction again that ended for an unknown reason, once', async () => {
    const connections = watchConnections();
    const store = await openFilled(nextName());
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const lost = () => {
      throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
    };
    transaction.mockImplementationOnce(lost);
    expect(await failureOf(store.write([{ put: ['meta', 'more', bytes] }]))).toBe('none');
    expect(await store.entries('meta')).toHaveLength(2);
    expect(connections).toHaveLength(2);
    transaction.mockImplementation(lost);
    expect(await failureOf(store.get('meta', 'kept'))).toBe('unknown');
    store.close();
  });

  it('asks again where its opening was aborted, as while site data is cleared', async () => {
    const name = nextName();
    const store = await openFilled(name);
    await ended(indexedDB.deleteDatabase(name));
    abortNextOpening(name);
    expect(await failureOf(store.write([{ put: ['meta', 'more', bytes] }]))).toBe('closed');
    abortNextOpening(name);
    const other = await openFilled(name);
    expect(await other.get('meta', 'kept')).toEqual(bytes);
    other.close();
  });

  it('lets itself be deleted, and never comes back empty', async () => {
    const name = nextName();
    const store = await openFilled(name);
    await ended(indexedDB.deleteDatabase(name));
    expect(await failureOf(store.write([{ put: ['meta', 'more', bytes] }]))).toBe('closed');
    expect(await failureOf(store.get('meta', 'kept'))).toBe('closed');
    expect((await indexedDB.databases()).map((each) => each.name)).not.toContain(name);
    store.close();
  });

  it('that was made anew by somebody else is not written to', async () => {
    const name = nextName();
    const store = await openFilled(name);
    await ended(indexedDB.deleteDatabase(name));
    const other = await openIndexedDbStore(name);
    await openIndexedDbStore(name);
    expect(await failureOf(store.write([{ put: ['meta', 'x', bytes] }]))).toBe('superseded');
    expect(await other.entries('meta')).toEqual([]);
  });

  it('makes the medium sure of secrets, and of nothing else', async () => {
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const store = await openFilled(nextName());
    await store.write([{ put: ['meta', 'key', bytes] }], 'strict');
    expect(transaction.mock.lastCall).toEqual(['records', 'readwrite', { durability: 'strict' }]);
    await store.write([{ put: ['meta', 'block', bytes] }]);
    expect(transaction.mock.lastCall).toEqual(['records', 'readwrite', { durability: 'relaxed' }]);
    expect(await store.entries('meta')).toHaveLength(3);
    store.close();
  });

  it('says that the disk is full, and stays as it was', async () => {
    const store = await openFilled(nextName());
    const put = IDBObjectStore.prototype.put;
    let puts = 0;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...parameters
    ) {
      puts += 1;
      if (puts === 11) throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, parameters);
    });
    const writes = Array.from(
      { length: 21 },
      (_, key) => ({ put: ['bodies', key, bytes] }) as const,
    );
    expect(await failureOf(store.write(writes))).toBe('quota');
    expect(await store.entries('bodies')).toEqual([]);
    expect(await store.get('meta', 'kept')).toEqual(bytes);
    store.close();
  });

  it('says that it is full when it cannot even be opened for that', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => failingOpen('QuotaExceededError'));
    expect(await failureOf(openIndexedDbStore(nextName()))).toBe('quota');
  });

  it('that cannot be opened is unavailable', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => failingOpen('UnknownError'));
    expect(await failureOf(openIndexedDbStore(nextName()))).toBe('unavailable');
    vi.stubGlobal('indexedDB', undefined);
    expect(await failureOf(openIndexedDbStore(nextName()))).toBe('unavailable');
  });

  it('whose opening is never answered is blocked, and is closed if it opens late', async () => {
    vi.useFakeTimers();
    const request = { result: { close: vi.fn<() => void>() } } as unknown as IDBOpenDBRequest;
    vi.spyOn(indexedDB, 'open').mockReturnValue(request);
    const opening = failureOf(openIndexedDbStore(nextName()));
    await vi.advanceTimersByTimeAsync(STORE_OPEN_TIMEOUT_MS - 1);
    expect(request.result.close).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await opening).toBe('blocked');
    request.onsuccess!(new Event('success'));
    expect(request.result.close).toHaveBeenCalledOnce();
  });

  it('that another tab keeps from opening is blocked', async () => {
    const request = {} as unknown as IDBOpenDBRequest;
    vi.spyOn(indexedDB, 'open').mockReturnValue(request);
    const opening = failureOf(openIndexedDbStore(nextName()));
    request.onblocked!(new Event('blocked') as IDBVersionChangeEvent);
    expect(await opening).toBe('blocked');
  });
});

/** A request to open that fails as soon as somebody listens. */
function failingOpen(name: string): IDBOpenDBRequest {
  const request = { error: new DOMException('no', name) } as unknown as IDBOpenDBRequest;
  queueMicrotask(() => request.onerror!(new Event('error')));
  return request;
}
