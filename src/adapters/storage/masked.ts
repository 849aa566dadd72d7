/**
 * The wallet's key, stored so that it can be forgotten: IndexedDB (LevelDB in Chromium) appends and
 * keeps what was overwritten in its files for as long as it likes, so a key that was readable once
 * would still be found after a passphrase was set.
 *
 * The record is stored under a pad of random bytes that stands in a file of its own, which browsers
 * overwrite in place. Each time the record is written it gets a new pad, and the old one is zeroed
 * as soon as the new record is on the disk: what the database still has of the old record is noise.
 * There are places for two pads, since a page may be closed between any two of these steps; the
 * record's first byte says which one is its own.
 */

import type { Store, StoreKey, StoreTable, StoreValue, StoreWrite } from '../../node/ports.ts';
import { assert } from '../../util/assert.ts';
import { concatBytes } from '../../util/bytes.ts';
import { KEY_RECORD_MAX_BYTES } from '../../util/limits.ts';

export type PadPlace = 0 | 1;

/** Two pads of PAD_BYTES, zeros to begin with. */
export interface PadFile {
  read(place: PadPlace): Uint8Array;
  /** Overwrites in place, and is on the disk when it returns. Throws where the disk is full. */
  write(place: PadPlace, pad: Uint8Array): void;
  close(): void;
}

export const PAD_BYTES = KEY_RECORD_MAX_BYTES;
/** No record of ours begins with these: they begin with their version. */
const MARKS = [0xa0, 0xa1] as const;
const TABLE: StoreTable = 'wallet';
const KEY: StoreKey = 'key';
const NO_PAD = new Uint8Array(PAD_BYTES);

export function maskedStore(below: Store, pads: PadFile): Store {
  /** Undefined for a record without a pad, and for none. */
  const placeNow = async (): Promise<PadPlace | undefined> => placeOf(await below.get(TABLE, KEY));

  return {
    get: async (table, key) => {
      const value = await below.get(table, key);
      return isKey(table, key) ? unmask(value, pads) : value;
    },
    entries: async (table) => {
      const entries = await below.entries(table);
      return entries.map(([key, value]) => [key, isKey(table, key) ? unmask(value, pads)! : value]);
    },
    write: async (writes, durability) => {
      if (!writes.some(writesKey)) return below.write(writes, durability);
      const before = await placeNow();
      const place = before === 0 ? 1 : 0;
      const pad = freshPad(pads, place);
      // Without room for a pad the key is kept as it is: to lose it would be worse.
      if (pad === undefined) return below.write(writes, durability);
      await below.write(
        writes.map((write) => masked(write, place, pad)),
        'strict',
      );
      if (before !== undefined) pads.write(before, NO_PAD);
    },
    close: () => {
      below.close();
      pads.close();
    },
  };
}

function freshPad(pads: PadFile, place: PadPlace): Uint8Array | undefined {
  const pad = crypto.getRandomValues(new Uint8Array(PAD_BYTES));
  try {
    pads.write(place, pad);
    return pad;
  } catch {
    return undefined;
  }
}

function masked(write: StoreWrite, place: PadPlace, pad: Uint8Array): StoreWrite {
  if (!writesKey(write)) return write;
  return { put: [TABLE, KEY, concatBytes(Uint8Array.of(MARKS[place]), xor(write.put[2], pad))] };
}

function unmask(value: StoreValue | undefined, pads: PadFile): StoreValue | undefined {
  const place = placeOf(value);
  return place === undefined ? value : xor(value!.subarray(1), pads.read(place));
}

function placeOf(value: StoreValue | undefined): PadPlace | undefined {
  const place = MARKS.findIndex((mark) => mark === value?.[0]);
  return place === 0 || place === 1 ? place : undefined;
}

function xor(bytes: Uint8Array, pad: Uint8Array): Uint8Array {
  assert(bytes.length <= pad.length, 'a pad as long as the record');
  return bytes.map((byte, at) => byte ^ pad[at]!);
}

function isKey(table: StoreTable, key: StoreKey): boolean {
  return table === TABLE && key === KEY;
}

function writesKey(write: StoreWrite): write is Extract<StoreWrite, { put: unknown }> {
  return 'put' in write && isKey(write.put[0], write.put[1]);
}
