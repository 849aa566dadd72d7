/**
 * A store in IndexedDB: one database, one object store, keys `[table, key]`, which IndexedDB orders
 * as we do (numbers before strings). idb-keyval reads through our own `UseStore`, because its own
 * neither closes for others, nor comes back after the browser closed the connection, nor tells why.
 *
 * One `write` is one transaction, and is done when the transaction is complete, not when its
 * requests are (Firefox and Safari may still fail to commit then). The database counts its openings
 * in an epoch, compared within every write: who opened it last is the only one who can write.
 * Unless asked to be strict, the browser's death loses nothing, a power failure the last batches.
 */

import { get, promisifyRequest, type UseStore } from 'idb-keyval';
import {
  type Store,
  StoreError,
  type StoreFailure,
  type StoreKey,
  type StoreTable,
  type StoreValue,
  type StoreWrite,
} from '../../node/ports.ts';
import { STORE_OPEN_TIMEOUT_MS } from '../../util/limits.ts';

/** 'strict' is a 'readwrite' whose bytes are on the medium when it completes: 2.4 times as slow. */
type TransactionMode = IDBTransactionMode | 'strict';
type Callback<T> = (store: IDBObjectStore) => T | PromiseLike<T>;

/** The one object store of every database. */
export const RECORDS = 'records';
/** Beside all tables, whose keys are arrays. */
const EPOCH = 'epoch';
const FIRST_EPOCH = 1;

export interface IndexedDbStore extends Store {
  /** Nobody had opened it before. */
  readonly isNew: boolean;
}

/** Opens or makes a database and takes it from whoever has it. Rejects with a StoreError. */
export async function openIndexedDbStore(name: string): Promise<IndexedDbStore> {
  const connection = new Connection(name);
  try {
    const epoch = await takeEpoch(connection);
    return { ...createStore(connection, epoch), isNew: epoch === FIRST_EPOCH };
  } catch (error) {
    connection.close();
    throw storeError(error);
  }
}

function createStore(connection: Connection, epoch: number): Store {
  const useStore: UseStore = (mode, callback) => connection.use(mode, callback);
  /** A write that had to open the database again must not be overtaken by the next. */
  let lastWrite: Promise<void> = Promise.resolve();
  return {
    get: (table, key) => get<StoreValue>([table, key], useStore).catch(rethrow),
    entries: (table) => useStore('readonly', (store) => readTable(store, table)).catch(rethrow),
    write: (writes, durability) => {
      const batch = { epoch, writes, mode: durability ?? 'readwrite' } as const;
      const written = lastWrite.then(() => write(connection, batch)).catch(rethrow);
      lastWrite = written.catch(() => {});
      return written;
    },
    close: () => connection.close(),
  };
}

/** Opened when needed, and once more when the browser closed it. */
class Connection {
  private readonly name: string;
  private database: Promise<IDBDatabase> | undefined;
  private wasOpen = false;
  private isClosed = false;

  constructor(name: string) {
    this.name = name;
  }

  async use<T>(mode: TransactionMode, callback: Callback<T>): Promise<T> {
    const database = this.open();
    try {
      return await run(await database, mode, callback);
    } catch (error) {
      if (this.isClosed || !mayBeLost(error)) throw error;
      // Nothing of a transaction that did not complete is left, so it can be done again.
      if (this.database === database) this.letGo();
      return run(await this.open(), mode, callback);
    }
  }

  close(): void {
    this.isClosed = true;
    this.letGo();
  }

  private letGo(): void {
    void this.database?.then(
      (database) => database.close(),
      () => {},
    );
    this.database = undefined;
  }

  private open(): Promise<IDBDatabase> {
    if (this.isClosed) return Promise.reject(new StoreError('closed', 'the store was closed'));
    this.database ??= openDatabase(this.name, { isNewAllowed: !this.wasOpen }).then(
      (database) => this.keep(database),
      (error: unknown) => {
        this.database = undefined;
        throw error;
      },
    );
    return this.database;
  }

  private keep(database: IDBDatabase): IDBDatabase {
    this.wasOpen = true;
    // Site data cleared, or (Safari) the process behind IndexedDB gone.
    database.onclose = () => {
      this.database = undefined;
    };
    // Somebody deletes the database or wants a newer form of it: standing in the way hangs them.
    database.onversionchange = () => {
      database.close();
      this.database = undefined;
    };
    return database;
  }
}

/** The callback's result, once the transaction is complete; what it throws undoes everything. */
async function run<T>(
  database: IDBDatabase,
  mode: TransactionMode,
  callback: Callback<T>,
): Promise<T> {
  const transaction =
    mode === 'strict'
      ? database.transaction(RECORDS, 'readwrite', { durability: 'strict' })
      : database.transaction(RECORDS, mode, { durability: 'relaxed' });
  const completed = completionOf(transaction);
  try {
    const result = await callback(transaction.objectStore(RECORDS));
    await completed;
    return result;
  } catch (error) {
    completed.catch(() => {});
    abort(transaction);
    // A request that failed for the transaction's end tells less than the transaction.
    throw transaction.error ?? error;
  }
}

function completionOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
  });
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
}

async function takeEpoch(connection: Connection): Promise<number> {
  return connection.use('readwrite', async (store) => {
    const epoch = (await readEpoch(store)) + 1;
    await promisifyRequest(store.put(epoch, EPOCH));
    return epoch;
  });
}

async function readEpoch(store: IDBObjectStore): Promise<number> {
  const epoch: unknown = await promisifyRequest(store.get(EPOCH));
  return typeof epoch === 'number' ? epoch : 0;
}

interface Batch {
  readonly epoch: number;
  readonly writes: readonly StoreWrite[];
  readonly mode: 'readwrite' | 'strict';
}

async function write(connection: Connection, { epoch, writes, mode }: Batch): Promise<void> {
  await connection.use(mode, async (store) => {
    if ((await readEpoch(store)) !== epoch) {
      throw new StoreError('superseded', 'another node has opened this database');
    }
    for (const each of writes) apply(store, each);
  });
}

function apply(store: IDBObjectStore, write: StoreWrite): void {
  if ('remove' in write) {
    store.delete([...write.remove]);
    return;
  }
  const [table, key, value] = write.put;
  if (!(value instanceof Uint8Array)) throw new StoreError('unknown', 'only bytes are kept');
  // A view would be stored with all that it is a view of.
  store.put(value.length === value.buffer.byteLength ? value : value.slice(), [table, key]);
}

async function readTable(
  store: IDBObjectStore,
  table: StoreTable,
): Promise<ReadonlyArray<readonly [StoreKey, StoreValue]>> {
  // An array sorts after every number and string.
  const range = IDBKeyRange.bound([table], [table, []]);
  const [keys, values] = await Promise.all([
    promisifyRequest(store.getAllKeys(range)),
    promisifyRequest(store.getAll(range) as IDBRequest<StoreValue[]>),
  ]);
  return keys.map((key, at) => [(key as [StoreTable, StoreKey])[1], values[at]!]);
}

/** `isNewAllowed` is false when the database was there before: it must not come back empty. */
interface Opening {
  readonly isNewAllowed: boolean;
}

async function openDatabase(name: string, opening: Opening): Promise<IDBDatabase> {
  try {
    return await requestDatabase(name, opening);
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    // A request in line while the site's data is cleared goes with it; the next one is told more.
    return requestDatabase(name, opening);
  }
}

function requestDatabase(name: string, { isNewAllowed }: Opening): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = requestOpening(name);
    let isRefused = false;
    const fail = (error: Error) => {
      clearTimeout(timer);
      isRefused = true;
      reject(error);
    };
    const refuse = (failure: StoreFailure, detail: string) => fail(new StoreError(failure, detail));
    // Chromium has had opens that are never answered.
    const timer = setTimeout(() => refuse('blocked', 'no answer'), STORE_OPEN_TIMEOUT_MS);
    request.onupgradeneeded = () => {
      if (isNewAllowed) request.result.createObjectStore(RECORDS);
      else {
        request.transaction!.abort();
        refuse('closed', 'the database was deleted');
      }
    };
    request.onblocked = () => refuse('blocked', 'another tab holds the database');
    request.onerror = () => {
      const { error } = request;
      if (error !== null && isConnectionLost(error)) return fail(error);
      // A full disk can be the reason already here; anything else means that nothing is kept.
      const isFull = failureOf(error) === 'quota';
      refuse(isFull ? 'quota' : 'unavailable', error?.message ?? 'no reason given');
    };
    request.onsuccess = () => {
      clearTimeout(timer);
      if (isRefused) request.result.close();
      else resolve(request.result);
    };
  });
}

/** Throws where the browser has no IndexedDB, or denies it. */
function requestOpening(name: string): IDBOpenDBRequest {
  try {
    return indexedDB.open(name);
  } catch (error) {
    throw new StoreError('unavailable', String(error));
  }
}

/** What Chromium aborts for cleared data, and Safari for a lost server, is of an unknown error. */
function mayBeLost(error: unknown): boolean {
  return (
    isConnectionLost(error) || (error instanceof DOMException && error.name === 'UnknownError')
  );
}

/** A transaction on a closed connection is refused; one under way when it closes is aborted. */
function isConnectionLost(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    (error.name === 'InvalidStateError' || error.name === 'AbortError')
  );
}

function rethrow(error: unknown): never {
  throw storeError(error);
}

function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError(failureOf(error), error instanceof Error ? error.message : String(error));
}

function failureOf(error: unknown): StoreFailure {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'QuotaExceededError') return 'quota';
  return isConnectionLost(error) ? 'closed' : 'unknown';
}
