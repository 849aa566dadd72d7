/**
 * From one version of the schema to the next.
 *
 * A migration is a function from the tables a start reads to the writes that bring them one version
 * further. It changes nothing by itself: the writes join the first batch after the start, so a node
 * that dies before has lost nothing. A version without a way to ours is left alone.
 */

import { Reader, Writer } from '../util/codec.ts';
import type { StoreKey, StoreValue, StoreWrite } from './ports.ts';
import { seal, unseal } from './schema-record.ts';

export type Entries = ReadonlyArray<readonly [StoreKey, StoreValue]>;

/** What a start reads of the store: everything but bodies and undo data. */
export interface StoredTables {
  readonly meta: Entries;
  readonly headers: Entries;
  readonly coins: Entries;
}

export type Migration = (tables: StoredTables) => readonly StoreWrite[];

export interface Migrated {
  readonly tables: StoredTables;
  /** What the disk still needs to be as `tables` say. */
  readonly writes: readonly StoreWrite[];
}

export const SCHEMA_VERSION = 1;
/** By the version they start from. */
export const MIGRATIONS: ReadonlyMap<number, Migration> = new Map();

const SCHEMA = 'schema';

/** Returns the foreign version when no way leads from it to ours. */
export function migrate(
  tables: StoredTables,
  migrations: ReadonlyMap<number, Migration> = MIGRATIONS,
): Migrated | number {
  const stored = versionOf(tables);
  let migrated: Migrated = { tables, writes: [] };
  for (let version = stored; version !== SCHEMA_VERSION; version += 1) {
    const migration = migrations.get(version);
    if (migration === undefined) return stored;
    migrated = extend(migrated, migration(migrated.tables));
  }
  return migrated.writes.length === 0 ? migrated : extend(migrated, [schemaWrite()]);
}

export function schemaWrite(version = SCHEMA_VERSION): StoreWrite {
  const writer = new Writer(4);
  writer.u32(version);
  return { put: ['meta', SCHEMA, seal(writer.finish())] };
}

/** A lost or rotten version counts as ours: whatever else is wrong shows by itself. */
function versionOf({ meta }: StoredTables): number {
  const record = meta.find(([key]) => key === SCHEMA)?.[1];
  const bytes = record && unseal(record);
  return bytes?.length === 4 ? new Reader(bytes).u32() : SCHEMA_VERSION;
}

function extend({ tables, writes }: Migrated, more: readonly StoreWrite[]): Migrated {
  return { tables: applyWrites(tables, more), writes: [...writes, ...more] };
}

function applyWrites(tables: StoredTables, writes: readonly StoreWrite[]): StoredTables {
  const maps = {
    meta: new Map(tables.meta),
    headers: new Map(tables.headers),
    coins: new Map(tables.coins),
  };
  const mapOf = (table: string) => maps[table as keyof StoredTables] as Map<StoreKey, StoreValue>;
  for (const write of writes) {
    if ('put' in write) mapOf(write.put[0])?.set(write.put[1], write.put[2]);
    else mapOf(write.remove[0])?.delete(write.remove[1]);
  }
  return { meta: [...maps.meta], headers: [...maps.headers], coins: [...maps.coins] };
}
