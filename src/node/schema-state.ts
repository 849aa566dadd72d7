/** The state record: which chain this is, where its tip stands, and what its coins add up to. */

import type { Handle } from '../chain/block-index.ts';
import { hashFromBytes, hashToBytes } from '../consensus/hash.ts';
import type { Hash } from '../consensus/types.ts';
import { fromHex, toHex } from '../util/bytes.ts';
import { Reader, Writer } from '../util/codec.ts';
import { seal, unseal } from './schema-record.ts';

export interface StoredState {
  readonly genesisHash: Hash;
  /** Counts the writes; each ends with its state. */
  readonly batch: number;
  readonly tip: Handle;
  readonly tipHash: Hash;
  readonly height: number;
  readonly chainWork: bigint;
  readonly coins: number;
  /** 64 hex digits. */
  readonly checksum: string;
  readonly nextSegment: number;
}

const STATE_BYTES = 32 + 4 + 4 + 32 + 4 + 16 + 4 + 32 + 4;
const LOW_64 = (1n << 64n) - 1n;

export function encodeState(state: StoredState): Uint8Array {
  const writer = new Writer(STATE_BYTES);
  writer.bytes(hashToBytes(state.genesisHash));
  writer.u32(state.batch);
  writer.u32(state.tip);
  writer.bytes(hashToBytes(state.tipHash));
  writer.u32(state.height);
  writer.u64(state.chainWork >> 64n);
  writer.u64(state.chainWork & LOW_64);
  writer.u32(state.coins);
  writer.bytes(fromHex(state.checksum));
  writer.u32(state.nextSegment);
  return seal(writer.finish());
}

export function decodeState(record: Uint8Array | undefined): StoredState | undefined {
  const bytes = record && unseal(record);
  if (bytes?.length !== STATE_BYTES) return undefined;
  const reader = new Reader(bytes);
  return {
    genesisHash: hashFromBytes(reader.bytes(32)),
    batch: reader.u32(),
    tip: reader.u32(),
    tipHash: hashFromBytes(reader.bytes(32)),
    height: reader.u32(),
    chainWork: (reader.u64() << 64n) | reader.u64(),
    coins: reader.u32(),
    checksum: toHex(reader.bytes(32)),
    nextSegment: reader.u32(),
  };
}
