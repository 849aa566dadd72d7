/**
 * A chain as one file, in the form of Bitcoin's bootstrap files: records of magic(4) length(4) and
 * a block, from genesis upwards. One record before them, under a magic of its own that loaders of
 * such files skip, holds the parameters and the topic that the genesis block commits to. So a file
 * tells by itself under which rules its blocks were made, and cannot lie about it.
 *
 * The reader takes the file in whatever pieces it comes and holds less than one record beside the
 * latest piece: what a record claims to be is never allocated before it is there.
 */

import { encodeBlock } from '../consensus/encoding.ts';
import { frameMagic, genesisBlock } from '../consensus/genesis.ts';
import { headerHash } from '../consensus/hash.ts';
import {
  type ConsensusParams,
  consensusParams,
  readRoomParams,
  ROOM_PARAMS_BYTES,
  type RoomParams,
  writeRoomParams,
} from '../consensus/params.ts';
import type { Block } from '../consensus/types.ts';
import { concatBytes, equalBytes, fromHex, toHex } from '../util/bytes.ts';
import { CodecError, Reader, Writer } from '../util/codec.ts';
import { LESSON_MAX_BYTES } from '../util/limits.ts';

/** What the first record tells, and all that follows from it. */
export interface FileRoom {
  readonly params: ConsensusParams;
  readonly genesis: Block;
  /** 16 bytes in hex. */
  readonly topic: string;
  readonly magic: number;
}

export type FileRecord =
  | { readonly kind: 'room'; readonly room: FileRoom }
  /** In memory of its own. Genesis is checked by the reader, and comes with the room. */
  | { readonly kind: 'block'; readonly bytes: Uint8Array }
  /** What somebody saw while the chain grew: no part of it, and the last of the file. */
  | { readonly kind: 'lesson'; readonly bytes: Uint8Array };

/** The letters "tabr". */
const ROOM_MAGIC = 0x72626174;
/** The letters "tabl". */
const LESSON_MAGIC = 0x6c626174;
const TOPIC_BYTES = 16;
const ROOM_BYTES = ROOM_PARAMS_BYTES + TOPIC_BYTES;
const RECORD_HEAD_BYTES = 8;

/** What a file begins with: the room's record and the genesis block's. */
export function chainFileHead(params: RoomParams, topic: string): Uint8Array {
  const genesis = genesisBlock(params, topic);
  const magic = frameMagic(headerHash(genesis.header));
  return concatBytes(roomRecord(params, topic), blockRecord(magic, encodeBlock(genesis)));
}

/** The record that every file of a room begins with. */
export function roomRecord(params: RoomParams, topic: string): Uint8Array {
  const room = new Writer(ROOM_BYTES);
  writeRoomParams(room, params);
  room.bytes(fromHex(topic));
  return fileRecord(ROOM_MAGIC, room.finish());
}

/** The room at a file's beginning, and where the next record stands. Throws CodecError. */
export function readRoomRecord(bytes: Uint8Array): { room: FileRoom; restAt: number } {
  const restAt = RECORD_HEAD_BYTES + ROOM_BYTES;
  const reader = new Reader(bytes);
  if (bytes.length < restAt || reader.u32() !== ROOM_MAGIC || reader.u32() !== ROOM_BYTES) {
    throw new CodecError('file-no-chain', 'it does not begin with a room');
  }
  return { room: readRoom(reader.bytes(ROOM_BYTES)), restAt };
}

export function blockRecord(magic: number, block: Uint8Array): Uint8Array {
  return fileRecord(magic, block);
}

export function lessonRecord(content: Uint8Array): Uint8Array {
  return fileRecord(LESSON_MAGIC, content);
}

export function blockRecordBytes(blockSizeBytes: number): number {
  return RECORD_HEAD_BYTES + blockSizeBytes;
}

export function fileRecord(magic: number, content: Uint8Array): Uint8Array {
  const writer = new Writer(RECORD_HEAD_BYTES + content.length);
  writer.u32(magic);
  writer.u32(content.length);
  writer.bytes(content);
  return writer.finish();
}

/** Invariant: records come out in the order of the file, the room's first, then blocks of it. */
export class ChainFileReader {
  private rest: Uint8Array = new Uint8Array(0);
  private room: FileRoom | undefined;
  private hasGenesis = false;
  private isOver = false;

  /** The next piece of the file; to be followed by calls of `next` until it has no more. */
  push(chunk: Uint8Array): void {
    this.rest = this.rest.length === 0 ? chunk : concatBytes(this.rest, chunk);
  }

  /** The next whole record; undefined when more of the file is needed. Throws CodecError. */
  next(): FileRecord | undefined {
    if (this.room === undefined || !this.hasGenesis) return this.readHead();
    if (this.isOver || this.startsLesson()) return this.readLesson();
    const bytes = this.take(this.room.magic, this.room.params.blockMaxWeight);
    return bytes && { kind: 'block', bytes };
  }

  /** Nothing follows. Throws CodecError where the file stops short. */
  end(): void {
    if (this.room === undefined) throw new CodecError('file-no-chain', 'it ends before a room');
    if (this.rest.length > 0) {
      throw new CodecError('file-cut', `it ends ${this.rest.length} bytes into a record`);
    }
    if (!this.hasGenesis) throw new CodecError('file-cut', 'it ends before its genesis block');
  }

  private readHead(): FileRecord | undefined {
    this.room ??= this.readRoom();
    if (this.room === undefined) return undefined;
    const { magic, params, genesis } = this.room;
    const bytes = this.take(magic, params.blockMaxWeight);
    if (bytes === undefined) return undefined;
    if (!equalBytes(bytes, encodeBlock(genesis))) {
      throw new CodecError('file-bad-genesis', 'its first block is not the genesis of its room');
    }
    this.hasGenesis = true;
    return { kind: 'room', room: this.room };
  }

  private startsLesson(): boolean {
    return this.rest.length >= RECORD_HEAD_BYTES && new Reader(this.rest).u32() === LESSON_MAGIC;
  }

  private readLesson(): FileRecord | undefined {
    if (this.isOver && this.rest.length > 0) {
      throw new CodecError('file-no-block', 'something follows its last record');
    }
    const bytes = this.isOver ? undefined : this.take(LESSON_MAGIC, LESSON_MAX_BYTES);
    this.isOver ||= bytes !== undefined;
    return bytes && { kind: 'lesson', bytes };
  }

  private readRoom(): FileRoom | undefined {
    const bytes = this.take(ROOM_MAGIC, ROOM_BYTES);
    return bytes && readRoom(bytes);
  }

  /** The content of the next record; `maxBytes` is checked before any of it is waited for. */
  private take(magic: number, maxBytes: number): Uint8Array | undefined {
    const { rest } = this;
    if (rest.length < RECORD_HEAD_BYTES) return undefined;
    const reader = new Reader(rest);
    if (reader.u32() !== magic) throw this.wrongMagic();
    const length = reader.u32();
    if (length === 0 || length > maxBytes) {
      throw new CodecError('file-record-size', `a record claims ${length} bytes`);
    }
    if (reader.remaining < length) return undefined;
    this.rest = rest.subarray(RECORD_HEAD_BYTES + length);
    return rest.slice(RECORD_HEAD_BYTES, RECORD_HEAD_BYTES + length);
  }

  private wrongMagic(): CodecError {
    return this.room === undefined
      ? new CodecError('file-no-chain', 'it does not begin with a room')
      : new CodecError('file-no-block', 'what follows is no block of this room');
  }
}

function readRoom(bytes: Uint8Array): FileRoom {
  const params = bytes.length === ROOM_BYTES && readRoomParams(new Reader(bytes));
  if (!params) throw new CodecError('file-bad-room', 'its first record describes no room');
  return fileRoom(params, toHex(bytes.subarray(ROOM_PARAMS_BYTES)));
}

function fileRoom(params: RoomParams, topic: string): FileRoom {
  const genesis = genesisBlock(params, topic);
  const genesisHash = headerHash(genesis.header);
  const magic = frameMagic(genesisHash);
  return { params: consensusParams(params, genesisHash), genesis, topic, magic };
}
