/**
 * What is stored of a wallet: version, owner, checksum around every record.
 *
 * The checksum's seed names the record and its owner, so a sound record in the wrong place is as
 * bad as a rotten one. Whatever is wrong is an error with a code: nothing here ever answers damage
 * with an empty wallet.
 */

import { concatBytes } from '../util/bytes.ts';
import { CodecError, Reader, Writer } from '../util/codec.ts';
import { crc32 } from '../util/crc32.ts';

const VERSION = 1;
const CHECKSUM_BYTES = 4;

/** `place` is what the record is called, and whose it is. */
export function sealRecord(place: string, content: Uint8Array): Uint8Array {
  const body = concatBytes(Uint8Array.of(VERSION), content);
  const writer = new Writer(CHECKSUM_BYTES);
  writer.u32(checksum(place, body));
  return concatBytes(body, writer.finish());
}

/** A reader of the content. Throws CodecError `wallet-record-damaged` or `-version`. */
export function unsealRecord(place: string, record: Uint8Array): Reader {
  const body = record.subarray(0, -CHECKSUM_BYTES);
  const isWhole = record.length > CHECKSUM_BYTES && readChecksum(record) === checksum(place, body);
  if (!isWhole) throw new CodecError('wallet-record-damaged', place);
  const reader = new Reader(body);
  const version = reader.u8();
  if (version !== VERSION) throw new CodecError('wallet-record-version', `version ${version}`);
  return reader;
}

function readChecksum(record: Uint8Array): number {
  return new Reader(record.subarray(-CHECKSUM_BYTES)).u32();
}

function checksum(place: string, body: Uint8Array): number {
  return crc32(body, crc32(new TextEncoder().encode(place)));
}
