/**
 * Founding a room: its parameters as people choose them, and the room that follows. The difficulty
 * is chosen as the hashes that the first block takes on average, in powers of two; what a room can
 * be is judged by the same rule that reads links.
 */

import { areRoomParams, type RoomKind, type RoomParams } from '../consensus/params.ts';
import { bitsFromTarget, blockWork } from '../consensus/pow.ts';
import { createRoom, type Room } from './room.ts';

export type FoundingParams = Omit<RoomParams, 'genesisTime'>;

export interface RoomWish {
  readonly kind: RoomKind;
  readonly targetSpacingSeconds: number;
  /** The first block takes 2 to this power hashes; a sandbox has no choice. */
  readonly startPower: number;
  readonly halvingInterval: number;
}

/** 16 random bytes. */
export const ROOM_SECRET_BYTES = 16;
/** What the easiest main room takes, and what all of a class's devices find in an hour or so. */
export const START_POWER_MIN = 20;
export const START_POWER_MAX = 36;

const SANDBOX_BITS = 0x207fffff;
/** The room's clock begins a little in the past: its first block must be later than its genesis. */
const GENESIS_AGE_SECONDS = 1;

/** Undefined for a wish that no room can fulfil. */
export function paramsOf(wish: RoomWish): FoundingParams | undefined {
  const { kind, targetSpacingSeconds, halvingInterval } = wish;
  const genesisBits = kind === 'sandbox' ? SANDBOX_BITS : bitsOfPower(wish.startPower);
  const params = { kind, targetSpacingSeconds, genesisBits, halvingInterval };
  return areRoomParams({ ...params, genesisTime: 0 }) ? params : undefined;
}

/** The parameters must be such as `paramsOf` gives; `secret` is what makes the room this one. */
export function foundRoom(params: FoundingParams, nowMs: number, secret: Uint8Array): Room {
  const genesisTime = Math.floor(nowMs / 1_000) - GENESIS_AGE_SECONDS;
  return createRoom({ ...params, genesisTime }, secret);
}

/** Hashes that a block at these bits takes on average. */
export function expectedHashes(bits: number): number {
  return Number(blockWork(bits));
}

/** The largest target that takes so many hashes; 0, which is no target, for what is no power. */
function bitsOfPower(power: number): number {
  if (!Number.isInteger(power) || power < START_POWER_MIN || power > START_POWER_MAX) return 0;
  return bitsFromTarget(2n ** BigInt(256 - power) - 1n);
}
