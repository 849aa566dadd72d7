/**
 * What a command is: it looks at the node through a narrow window, answers at once or later by its
 * id, and refuses with one of Bitcoin's error codes.
 */

import type { Handle } from '../chain/block-index.ts';
import type { Body } from '../chain/bodies.ts';
import type { Chain } from '../chain/chain.ts';
import type { Peer } from '../net/peer.ts';
import { CommandError, type MiningState, type MiningWish } from './api.ts';
import type { Arrivals } from './arrivals.ts';
import type { Pool } from './pool.ts';
import type { Room } from './room.ts';
import type { Wallet } from './wallet/wallet.ts';
import type { Wiretap } from './wiretap.ts';

/** What commands may see and do. */
export interface CommandContext {
  readonly chain: Chain;
  readonly room: Room;
  readonly slot: number;
  /** The room's whole link. */
  readonly link: string;
  readonly pool: Pool;
  readonly wallet: Wallet;
  readonly wiretap: Wiretap;
  readonly arrivals: Arrivals;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly peers: readonly Peer[];
  readonly mining: MiningState;
  readonly networkActive: boolean;
  readonly isSyncing: boolean;
  /** Height that a start from the disk would find. */
  readonly storedHeight: number;
  readonly warnings: readonly string[];
  /** Returns what is mined from now on. */
  /** What is not told stays as it is. */
  setEffort(wish: MiningWish): MiningState;
  setNetworkActive(active: boolean): void;
  generate(command: number, count: number): void;
  /** Throws CommandError. */
  importChain(command: number, parameters: readonly unknown[]): void;
  /** The block, from memory at once or later from disk; undefined when it is nowhere. */
  readBody(handle: Handle, answer: (body: Body | undefined) => void): void;
  /** What a block spent, as it is kept; undefined where it is not known. */
  readUndo(handle: Handle, answer: (bytes: Uint8Array | undefined) => void): void;
  reply(command: number, result: unknown): void;
  refuse(command: number, error: CommandError): void;
}

/** The answer, or LATER when it comes by `reply`. Throws CommandError. */
export type Run = (context: CommandContext, parameters: readonly unknown[], id: number) => unknown;

export interface Command {
  /** Parameters as help shows them. */
  readonly synopsis: string;
  readonly does: string;
  readonly most: number;
  readonly run: Run;
}

/** Bitcoin's RPC error codes (rpc/protocol.h). */
export const RPC_MISC_ERROR = -1;
export const RPC_TYPE_ERROR = -3;
export const RPC_INVALID_ADDRESS_OR_KEY = -5;
export const RPC_INVALID_PARAMETER = -8;
export const RPC_METHOD_NOT_FOUND = -32601;
export const TICKS_PER_COIN = 1e8;
/** What a command returns when its answer comes later. */
export const LATER = Symbol('later');

/** Throws CommandError. */
export function toInteger(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new CommandError(RPC_TYPE_ERROR, `${name} must be a whole number`);
  }
  return value;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
