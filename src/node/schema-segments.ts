/**
 * Bodies and undo data in segments: parts one after another, each with a CRC tied to its block, so
 * that a place that points to something else reads as nothing.
 */

import type { BlockIndex, Handle, Place } from '../chain/block-index.ts';
import { concatBytes } from '../util/bytes.ts';
import { crc32 } from '../util/crc32.ts';
import { SEGMENT_MAX_BYTES } from '../util/limits.ts';
import type { StoreWrite } from './ports.ts';
import { seal, SEAL_BYTES, unseal } from './schema-record.ts';

export type SegmentTable = 'bodies' | 'undo';

export interface Part {
  readonly handle: Handle;
  readonly bytes: Uint8Array;
}

/** One record for each segment, numbered from `first`; every part's place goes to `placed`. */
export function packParts(
  parts: readonly Part[],
  to: {
    readonly table: SegmentTable;
    readonly first: number;
    readonly index: BlockIndex;
    placed(handle: Handle, place: Place): void;
  },
): StoreWrite[] {
  const segments: Uint8Array[][] = [];
  let sizeBytes = SEGMENT_MAX_BYTES;
  for (const { handle, bytes } of parts) {
    const sealed = seal(bytes, seedOf(to.index, handle));
    if (sizeBytes + sealed.length > SEGMENT_MAX_BYTES) {
      segments.push([]);
      sizeBytes = 0;
    }
    const segment = to.first + segments.length - 1;
    to.placed(handle, { segment, offset: sizeBytes, length: bytes.length });
    segments.at(-1)!.push(sealed);
    sizeBytes += sealed.length;
  }
  return segments.map((sealed, at) => ({
    put: [to.table, to.first + at, concatBytes(...sealed)],
  }));
}

/** The part at a place, in memory of its own; undefined when the record holds something else. */
export function readPart(
  record: Uint8Array,
  place: Place,
  owner: { readonly index: BlockIndex; readonly handle: Handle },
): Uint8Array | undefined {
  const end = place.offset + place.length + SEAL_BYTES;
  if (place.offset < 0 || place.length < 0 || end > record.length) return undefined;
  const part = record.subarray(place.offset, end);
  return unseal(part, seedOf(owner.index, owner.handle))?.slice();
}

function seedOf(index: BlockIndex, handle: Handle): number {
  return crc32(index.headerBytes(handle));
}
