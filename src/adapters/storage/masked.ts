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
 *
 * A pad that is lost takes the key with it, and a private window of Chromium loses the whole folder
 * when it is left alone for ten minutes, though the database stays. So the file is looked up from
 * time to time, which keeps it there, and where it is gone the key is stored without a pad.
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
  /** False once the file stands in its folder no more, although it can be written still. */
  isThere(): Promise<boolean>;
  close(): void;
}

export const PAD_BYTES = KEY_RECORD_MAX_BYTES;
/** No record of ours begins with these: they begin with their version. */
const MARKS = [0xa0, 0xa1] as const;
const TABLE: StoreTable = 'wallet';
const KEY: StoreKey = 'key';
const PLACES: readonly PadPlace[] = [0, 1];
const NO_PAD = new Uint8Array(PAD_BYTES);

export interface MaskedStore extends Store {
  /** To be called every few minutes; rejects where the key should be stored anew and cannot be. */
  look(): Promise<void>;
}

/** Whether a key was ever stored under one of them. */
export function arePadsUsed(pads: Pick<PadFile, 'read'>): boolean {
  return PLACES.some((place) => pads.read(place).some((byte) => byte !== 0));
}

export function maskedStore(below: Store, pads: PadFile): MaskedStore {
  /** As it was read or written last: its pad may be gone by now. */
  let record: StoreValue | undefined;
  let isGone = false;
  /** A look must not put an old record over a new one. */
  let lastChange: Promise<unknown> = Promise.resolve();
  const inTurn = (change: () => Promise<void>): Promise<void> => {
    const changed = lastChange.then(change);
    lastChange = changed.catch(() => {});
    return changed;
  };
  /** Undefined for a record without a pad, and for none. */
  const placeNow = async (): Promise<PadPlace | undefined> => placeOf(await below.get(TABLE, KEY));
  const read = (value: StoreValue | undefined) => (record = unmask(value, pads));
  const lookUp = async (): Promise<boolean> => (isGone ||= !(await pads.isThere()));

  const writeKey: Store['write'] = async (writes, durability) => {
    const before = await placeNow();
    const place = before === 0 ? 1 : 0;
    const pad = (await lookUp()) ? undefined : freshPad(pads, place);
    // Without room for a pad the key is kept as it is: to lose it would be worse.
    if (pad === undefined) await below.write(writes, durability);
    else {
      await below.write(
        writes.map((write) => masked(write, place, pad)),
        'strict',
      );
    }
    record = writes.findLast(writesKey)?.put[2];
    if (pad !== undefined && before !== undefined) pads.write(before, NO_PAD);
  };

  return {
    get: async (table, key) => {
      const value = await below.get(table, key);
      return isKey(table, key) ? read(value) : value;
    },
    entries: async (table) => {
      const entries = await below.entries(table);
      return entries.map(([key, value]) => [key, isKey(table, key) ? read(value)! : value]);
    },
    write: (writes, durability) =>
      writes.some(writesKey)
        ? inTurn(() => writeKey(writes, durability))
        : below.write(writes, durability),
    look: () =>
      inTurn(async () => {
        if (record === undefined || !(await lookUp()) || (await placeNow()) === undefined) return;
        await below.write([{ put: [TABLE, KEY, record] }], 'strict');
      }),
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
