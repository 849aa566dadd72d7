/**
 * Chromium (LevelDB) goes on writing the log that the last run left, even where a kill cut that run
 * off in the middle of a record. What follows the torn record cannot be read back: the start after
 * next finds a checksum wrong, and Chromium then deletes all databases of the origin
 * (github.com/google/leveldb/issues/1287; seen once in 150 kills of a busy tab).
 *
 * Deleting a database, even an empty one, makes it write its memory to a table and begin a new log,
 * which leaves the torn one behind. It takes some 10 ms beside the start; to other browsers it is a
 * small database that comes and goes.
 */

import { promisifyRequest } from 'idb-keyval';

/** No slot's name. */
const SCRATCH = 'tabchain/log';

/** Rejects where there is no IndexedDB, or its requests fail. */
export async function beginNewLog(databases: IDBFactory = indexedDB): Promise<void> {
  const scratch: IDBDatabase = await promisifyRequest(databases.open(SCRATCH));
  scratch.close();
  await promisifyRequest(databases.deleteDatabase(SCRATCH));
}
