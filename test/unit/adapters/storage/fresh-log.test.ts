import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { beginNewLog } from '../../../../src/adapters/storage/fresh-log.ts';
import { openIndexedDbStore } from '../../../../src/adapters/storage/indexeddb.ts';

describe('a new log of the browser’s', () => {
  it('costs no database, also where two tabs begin one at once', async () => {
    const store = await openIndexedDbStore('kept');
    await Promise.all([beginNewLog(), beginNewLog()]);
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['kept']);
    store.close();
  });

  it('is refused where the browser refuses databases', async () => {
    const refusing = new Proxy(indexedDB, {
      get: () => () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    await expect(beginNewLog(refusing)).rejects.toThrow('denied');
  });
});
