/**
 * What may differ between rooms, and everything that follows from it (PROTOCOL 1 to 3). Parameters
 * are data: the same code judges every room, and none of them can switch proof of work off.
 */

import type { Reader, Writer } from '../util/codec.ts';
import { hashToBytes } from './hash-bytes.ts';
import { bitsFromTarget, expandCompact } from './pow.ts';
import type { Hash } from './types.ts';

export type RoomKind = 'main' | 'sandbox';

/** What the link of a room says about its rules. */
export interface RoomParams {
  readonly kind: RoomKind;
  /** 2 to 255. */
  readonly targetSpacingSeconds: number;
  /** Compact target of the genesis block, at most the limit of the kind. */
  readonly genesisBits: number;
  /** Blocks between halvings of the subsidy, from 1. */
  readonly halvingInterval: number;
  /** Seconds since 1970, unsigned 32 bits. */
  readonly genesisTime: number;
}

export interface ConsensusParams extends RoomParams {
  /** The easiest target. */
  readonly powLimit: bigint;
  /** The time W from which the others follow: 12 blocks, and at least two minutes. */
  readonly windowSeconds: number;
  /** The difficulty doubles or halves for each of these that the chain is ahead or behind. */
  readonly halfLifeSeconds: number;
  /** A gap counts up to here for the block after it; beyond, it eases the block that ends it. */
  readonly graceSeconds: number;
  /** A gap eases no further than this. */
  readonly easeCapSeconds: number;
  /** How far a block's time may lie before its parent's. */
  readonly maxBackSeconds: number;
  /** How far a block's time may lie ahead of our clock. */
  readonly futureLimitSeconds: number;
  /** Blocks on top before a coinbase can be spent. */
  readonly coinbaseMaturity: number;
  readonly blockMaxWeight: number;
  readonly genesisHash: Hash;
  /** The first 8 bytes of the genesis hash in wire byte order (the last 16 digits as displayed). */
  readonly genesisPush: Uint8Array;
}

/** 2^20 hashes for a main room, two for a sandbox (Bitcoin's regtest). */
const POW_LIMIT_BITS = { main: 0x1e0fffff, sandbox: 0x207fffff } as const;
/** BIP141's measure; a tenth of Bitcoin's per block, six times its rate in time at T = 10. */
const BLOCK_MAX_WEIGHT = 400_000;
const KIND_BYTES = { main: 0, sandbox: 1 } as const;
const U32_MAX = 0xffff_ffff;

export function consensusParams(room: RoomParams, genesisHash: Hash): ConsensusParams {
  const spacing = room.targetSpacingSeconds;
  const windowSeconds = Math.max(120, 12 * spacing);
  return {
    ...room,
    powLimit: powLimit(room.kind),
    windowSeconds,
    halfLifeSeconds: windowSeconds,
    graceSeconds: windowSeconds,
    easeCapSeconds: 5 * windowSeconds,
    maxBackSeconds: windowSeconds / 2,
    futureLimitSeconds: windowSeconds / 2,
    coinbaseMaturity: Math.max(10, Math.ceil(300 / spacing)),
    blockMaxWeight: BLOCK_MAX_WEIGHT,
    genesisHash,
    genesisPush: hashToBytes(genesisHash).slice(0, 8),
  };
}

export function powLimit(kind: RoomKind): bigint {
  return expandCompact(POW_LIMIT_BITS[kind]).target;
}

/** Whether a room can live by these: every number in range, its genesis target allowed. */
export function areRoomParams(room: RoomParams): boolean {
  return (
    isWithin(room.targetSpacingSeconds, 2, 255) &&
    isWithin(room.halvingInterval, 1, U32_MAX) &&
    isWithin(room.genesisTime, 0, U32_MAX) &&
    isWithin(room.genesisBits, 1, U32_MAX) &&
    isGenesisTarget(room)
  );
}

/** A sandbox always starts at its limit; a main room names its target in the one canonical form. */
function isGenesisTarget({ kind, genesisBits }: RoomParams): boolean {
  if (kind === 'sandbox') return genesisBits === POW_LIMIT_BITS.sandbox;
  const { target, negative, overflow } = expandCompact(genesisBits);
  if (negative || overflow || target === 0n || target > powLimit(kind)) return false;
  return bitsFromTarget(target) === genesisBits;
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

export const ROOM_PARAMS_BYTES = 14;

/** The form that stands in the room's link, and that its genesis block commits to. */
export function writeRoomParams(writer: Writer, room: RoomParams): void {
  writer.u8(KIND_BYTES[room.kind]);
  writer.u8(room.targetSpacingSeconds);
  writer.u32(room.genesisBits);
  writer.u32(room.halvingInterval);
  writer.u32(room.genesisTime);
}

/** Undefined when the bytes name no room that could exist. */
export function readRoomParams(reader: Reader): RoomParams | undefined {
  const kind = reader.u8();
  const room: RoomParams = {
    kind: kind === KIND_BYTES.main ? 'main' : 'sandbox',
    targetSpacingSeconds: reader.u8(),
    genesisBits: reader.u32(),
    halvingInterval: reader.u32(),
    genesisTime: reader.u32(),
  };
  return kind <= KIND_BYTES.sandbox && areRoomParams(room) ? room : undefined;
}
