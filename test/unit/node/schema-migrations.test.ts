import { describe, expect, it } from 'vitest';
import { migrate, type Migration, schemaWrite } from '../../../src/node/schema-migrations.ts';
import { seal } from '../../../src/node/schema-record.ts';
import type { StoreWrite } from '../../../src/node/ports.ts';
import { ChainBuilder } from '../../support/chain-builder.ts';
import { factsOf, replay, restoreFrom, StoredChain } from '../../support/stored-chain.ts';

/** In version 0 of this test the pages of headers were not sealed yet. */
const sealPages: Migration = ({ headers }) =>
  headers.map(([key, bytes]) => ({ put: ['headers', key, seal(bytes, Number(key))] }));

const builder = new ChainBuilder();
const { genesis } = builder;

function storedAsVersion0(): { batches: StoreWrite[]; facts: string } {
  const stored = new StoredChain(builder);
  stored.offer(...builder.run(genesis, 50));
  stored.flush();
  const batches = stored.batches.flat().map((write): StoreWrite => {
    if (!('put' in write) || write.put[0] !== 'headers') return write;
    const [table, key, record] = write.put;
    return { put: [table, key, record.slice(0, -4)] };
  });
  return { batches: [...batches, schemaWrite(0)], facts: factsOf(stored.chain) };
}

const entriesOf = (tables: ReturnType<typeof replay>) => ({
  meta: [...tables.meta],
  headers: [...tables.headers],
  coins: [...tables.coins],
});

describe('a migration', () => {
  it('brings the tables of an older version to ours, and tells the writes', () => {
    const { batches, facts } = storedAsVersion0();
    const migrated = migrate(entriesOf(replay([batches])), new Map([[0, sealPages]]));
    if (typeof migrated === 'number') throw new Error(`version ${migrated} was refused`);
    expect(migrated.writes).toHaveLength(3);
    expect(migrated.writes.at(-1)).toEqual(schemaWrite());
    const after = replay([batches, migrated.writes]);
    expect(migrated.tables).toEqual(entriesOf(after));
    const restored = new StoredChain(builder, [batches, migrated.writes]);
    expect(restored.repaired).toBeUndefined();
    expect(factsOf(restored.chain)).toBe(facts);
  });

  it('that is missing leaves the store alone', () => {
    const { batches } = storedAsVersion0();
    expect(migrate(entriesOf(replay([batches])))).toBe(0);
    expect(restoreFrom(replay([batches]), builder)).toEqual({ kind: 'future-schema', version: 0 });
  });

  it('does not happen where the version is ours', () => {
    const stored = new StoredChain(builder);
    stored.offer(...builder.run(genesis, 3));
    stored.flush();
    const tables = entriesOf(stored.tables);
    expect(migrate(tables, new Map([[0, sealPages]]))).toEqual({ tables, writes: [] });
  });
});
