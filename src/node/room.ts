/**
 * A room: everything that follows from its code, which is what stands in its link after `#/r/`.
 *
 *   code = base32( version(1) ‖ kind(1) ‖ T(1) ‖ bits(4) ‖ halving(4) ‖ genesis time(4)
 *                  ‖ secret(16) ‖ checksum(4) ),  integers little-endian, 35 bytes, 56 characters
 *
 * The secret is never used itself: HKDF gives one key for each purpose, so the topic that the
 * signaling server sees tells it nothing about the keys that seal what it relays. A code that was
 * cut, lengthened or mistyped is refused with a sentence, and never opens another room by accident.
 */

import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { frameMagic, genesisBlock } from '../consensus/genesis.ts';
import { headerHash, sha256d } from '../consensus/hash.ts';
import {
  areRoomParams,
  type ConsensusParams,
  consensusParams,
  readRoomParams,
  type RoomParams,
  writeRoomParams,
} from '../consensus/params.ts';
import type { Block } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import { fromBase32, toBase32 } from '../util/base32.ts';
import { concatBytes, equalBytes, toHex } from '../util/bytes.ts';
import { CodecError } from '../util/codec-error.ts';
import { Reader, Writer } from '../util/codec.ts';
import { roomName } from './room-name.ts';

export interface Room {
  /** 56 characters, lower case. */
  readonly code: string;
  /** Two friendly words. */
  readonly name: string;
  readonly params: ConsensusParams;
  readonly genesis: Block;
  /** 16 bytes in hex: all that the signaling server ever sees of a room. */
  readonly topic: string;
  /** 32 bytes: AES-256-GCM for what the signaling server relays. */
  readonly sealKey: Uint8Array;
  /** 32 bytes: HMAC that proves membership on a link. */
  readonly linkKey: Uint8Array;
  /** The first 4 bytes of SHA-256d(genesis hash), read as frames write them. */
  readonly magic: number;
}

export type RoomRefusal = 'empty' | 'cut' | 'long' | 'mistyped' | 'version' | 'params';

export type ParsedRoom =
  | { readonly ok: true; readonly room: Room }
  | { readonly ok: false; readonly reason: RoomRefusal; readonly sentence: string };

/** What a new room is unless its founder chooses otherwise; the genesis time is its founding. */
export const DEFAULT_ROOM: Omit<RoomParams, 'genesisTime'> = {
  kind: 'main',
  targetSpacingSeconds: 10,
  genesisBits: 0x1e00ffff,
  halvingInterval: 210_000,
};

export const ROOM_CODE_LENGTH = 56;

const CODE_VERSION = 1;
const SECRET_BYTES = 16;
const CHECKSUM_BYTES = 4;
const TOPIC_BYTES = 16;
const KEY_BYTES = 32;

const SENTENCES: Record<RoomRefusal, string> = {
  empty: 'This link is incomplete: it names no room.',
  cut: 'This link is incomplete: part of it was cut off.',
  long: 'This link has something added to it that does not belong there.',
  mistyped: 'This link has a mistake in it: a character was changed or lost.',
  version: 'This link was made by another version of Tabchain.',
  params: 'This link describes a room that cannot exist.',
};

/** `secret` is 16 random bytes; the params must be such as `areRoomParams` allows. */
export function createRoom(params: RoomParams, secret: Uint8Array): Room {
  assert(secret.length === SECRET_BYTES, 'a room secret has 16 bytes');
  assert(areRoomParams(params), 'a room that can exist');
  const keys = deriveKeys(secret);
  const topic = toHex(keys.topic);
  const genesis = genesisBlock(params, topic);
  const genesisHash = headerHash(genesis.header);
  return {
    code: encodeRoomCode(params, secret),
    name: roomName(keys.topic),
    params: consensusParams(params, genesisHash),
    genesis,
    topic,
    sealKey: keys.sealKey,
    linkKey: keys.linkKey,
    magic: frameMagic(genesisHash),
  };
}

/**
 * Reads a code as typed by people: either case, O for 0, I or L for 1; nothing else is forgiven.
 */
export function parseRoomCode(text: string): ParsedRoom {
  if (text.length === 0) return refuse('empty');
  if (text.length < ROOM_CODE_LENGTH) return refuse('cut');
  if (text.length > ROOM_CODE_LENGTH) return refuse('long');
  const content = readChecked(text);
  if (content === undefined) return refuse('mistyped');
  const reader = new Reader(content);
  if (reader.u8() !== CODE_VERSION) return refuse('version');
  const params = readRoomParams(reader);
  if (params === undefined) return refuse('params');
  return { ok: true, room: createRoom(params, reader.copyBytes(SECRET_BYTES)) };
}

/** The bytes before the checksum; undefined when a character or the checksum is wrong. */
function readChecked(text: string): Uint8Array | undefined {
  try {
    const bytes = fromBase32(text);
    const content = bytes.subarray(0, -CHECKSUM_BYTES);
    return equalBytes(checksum(content), bytes.subarray(-CHECKSUM_BYTES)) ? content : undefined;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

function encodeRoomCode(params: RoomParams, secret: Uint8Array): string {
  const writer = new Writer();
  writer.u8(CODE_VERSION);
  writeRoomParams(writer, params);
  writer.bytes(secret);
  const content = writer.finish();
  return toBase32(concatBytes(content, checksum(content)));
}

function checksum(content: Uint8Array): Uint8Array {
  return sha256d(content).subarray(0, CHECKSUM_BYTES);
}

function deriveKeys(secret: Uint8Array): {
  readonly topic: Uint8Array;
  readonly sealKey: Uint8Array;
  readonly linkKey: Uint8Array;
} {
  const master = extract(sha256, secret);
  const derive = (purpose: string, length: number) =>
    expand(sha256, master, new TextEncoder().encode(`tabchain/${purpose}/v1`), length);
  return {
    topic: derive('topic', TOPIC_BYTES),
    sealKey: derive('seal', KEY_BYTES),
    linkKey: derive('link', KEY_BYTES),
  };
}

function refuse(reason: RoomRefusal): ParsedRoom {
  return { ok: false, reason, sentence: SENTENCES[reason] };
}
