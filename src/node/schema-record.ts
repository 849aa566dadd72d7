/**
 * A record as it goes to disk: its bytes and their CRC-32, so that rot is noticed before it is
 * read.
 *
 * The seed ties a record to its place or its owner: a sound record of something else is no better
 * than a rotten one.
 */

import { concatBytes } from '../util/bytes.ts';
import { Writer } from '../util/codec.ts';
import { crc32 } from '../util/crc32.ts';

export const SEAL_BYTES = 4;

export function seal(bytes: Uint8Array, seed = 0): Uint8Array {
  const writer = new Writer(SEAL_BYTES);
  writer.u32(crc32(bytes, seed));
  return concatBytes(bytes, writer.finish());
}

/** What was sealed, as a view; undefined when a bit of it is not as it was. */
export function unseal(record: Uint8Array, seed = 0): Uint8Array | undefined {
  if (record.length < SEAL_BYTES) return undefined;
  const bytes = record.subarray(0, -SEAL_BYTES);
  return crc32(bytes, seed) === sealOf(record) ? bytes : undefined;
}

/** The CRC-32 at the end of a record. */
export function sealOf(record: Uint8Array): number {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  return view.getUint32(record.length - SEAL_BYTES, true);
}
