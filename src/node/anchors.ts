/**
 * The record of tabs to come back to: node keys of peers that we chose and kept for long. After a
 * reload they are dialled first once a neighbour lists them, so whoever fills the meeting place
 * with tabs of its own does not get all of our links by that (docs/protocol.md, 6).
 */

import { fromHex, toHex } from '../util/bytes.ts';
import type { StoreWrite } from './ports.ts';
import { seal, unseal } from './schema-record.ts';

/** Its key in the table 'meta'. */
export const ANCHORS = 'anchors';

const KEY_BYTES = 32;
const ANCHORS_MAX = 4;
/** One write a minute at most: which peers are old changes slowly. */
const WRITE_INTERVAL_MS = 60_000;

export function encodeAnchors(keys: readonly string[]): Uint8Array {
  return seal(fromHex(keys.join('')));
}

/** Keys in hex; none where the record is damaged or is not one of ours. */
export function readAnchors(record: Uint8Array | undefined): string[] {
  const bytes = record && unseal(record);
  const count = (bytes?.length ?? 0) / KEY_BYTES;
  if (bytes === undefined || !Number.isInteger(count) || count > ANCHORS_MAX) return [];
  return Array.from({ length: count }, (_, at) =>
    toHex(bytes.subarray(KEY_BYTES * at, KEY_BYTES * (at + 1))),
  );
}

export class AnchorRecord {
  private written: string;
  private writtenAt = 0;

  /** `record` is what the last start left. */
  constructor(record: Uint8Array | undefined) {
    this.written = readAnchors(record).join();
  }

  /** What is to be written of these keys: nothing while it is known, or while there are none. */
  takeWrites(keys: readonly string[], now: number): readonly StoreWrite[] {
    const name = keys.join();
    const isEarly = now >= this.writtenAt && now < this.writtenAt + WRITE_INTERVAL_MS;
    if (name === this.written || keys.length === 0 || isEarly) return [];
    this.written = name;
    this.writtenAt = now;
    return [{ put: ['meta', ANCHORS, encodeAnchors(keys)] }];
  }
}
