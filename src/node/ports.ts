/**
 * The seams of a node: what it is told (Input), what it asks for (Effect), and the small interfaces
 * through which a host turns effects into bytes, records, timers and hashes.
 *
 * The node itself is a function of its inputs and of the time handed to it. It never waits: the
 * disk and the miners are peers like any other, asked by an effect and answering by an input.
 */

import type { SignatureCheck } from '../consensus/signature.ts';
import type { Lane, LinkId, PeerId } from '../net/link.ts';
import type { SealedSecret } from '../wallet/key-record.ts';

export type { Lane, LinkId, PeerId };

export type StoreTable = 'meta' | 'headers' | 'bodies' | 'undo' | 'coins' | 'mempool' | 'wallet';
/** Within a table keys are strings or integers, and ordered: numbers before strings. */
export type StoreKey = string | number;
export type StoreValue = Uint8Array;
export type StoreWrite =
  | { readonly put: readonly [StoreTable, StoreKey, StoreValue] }
  | { readonly remove: readonly [StoreTable, StoreKey] };

/** Everything a worker needs to search for a header hash at or below `target`. */
export interface MiningJob {
  /** Generation id: a hit carries it back, and hits of other generations are stale. */
  readonly id: number;
  readonly version: number;
  /** 32 bytes, as they stand in the header. */
  readonly previousHash: Uint8Array;
  readonly time: number;
  readonly bits: number;
  /** 32 bytes big-endian. */
  readonly target: Uint8Array;
  /** The coinbase without its witness, cut where the 8 bytes of extra nonce stand. */
  readonly coinbasePrefix: Uint8Array;
  readonly coinbaseSuffix: Uint8Array;
  /** Hashes that fold the coinbase's txid to the merkle root, leaf to root, 32 bytes each. */
  readonly merkleBranch: readonly Uint8Array[];
}

export interface MiningHit {
  readonly jobId: number;
  /** 8 bytes. */
  readonly extraNonce: Uint8Array;
  /** The job's version, but for the bits that BIP320 leaves to the miner. Signed 32 bits. */
  readonly version: number;
  readonly nonce: number;
}

export interface HashRate {
  /** Completed hashes over wall time, one figure per worker, in hashes per second. */
  readonly perWorker: readonly number[];
  /** All hashes completed since the miner was made. */
  readonly hashes: number;
  /** Absent where the miner knows of no graphics card. */
  readonly gpu?: GpuRate;
}

export interface GpuRate {
  /** 'lost' = it failed and is tried again a few times; 'none' = there is none to be had. */
  readonly state: 'off' | 'starting' | 'ready' | 'lost' | 'none';
  /** Why it is lost or none, in words. */
  readonly reason?: string;
  readonly hashesPerSecond: number;
}

/** How much of the device is to search. */
export interface MiningEffort {
  readonly threads: number;
  /** Percent of the time that each thread works, 10 to 100; it rests between its batches. */
  readonly duty: number;
  /** Percent of the graphics card's time, 0 to 100. */
  readonly gpu: number;
}

export const NO_EFFORT: MiningEffort = { threads: 0, duty: 100, gpu: 0 };

export type Input =
  | { readonly type: 'tick' }
  | { readonly type: 'found'; readonly peer: PeerId }
  /** A dial came to nothing. */
  | { readonly type: 'missed'; readonly peer: PeerId; readonly reason: string }
  /** Sealed text of our own transport, to be brought to a tab by a neighbour that we share. */
  | { readonly type: 'signal'; readonly peer: PeerId; readonly payload: string }
  | {
      readonly type: 'up';
      readonly link: LinkId;
      readonly peer: PeerId;
      readonly outbound: boolean;
      readonly binding: Uint8Array;
    }
  | { readonly type: 'message'; readonly link: LinkId; readonly bytes: Uint8Array }
  /** Bytes handed to the link and not yet gone, reported before each message and each tick. */
  | { readonly type: 'backlog'; readonly link: LinkId; readonly sizeBytes: number }
  | { readonly type: 'down'; readonly link: LinkId; readonly reason: string }
  | {
      readonly type: 'stored';
      readonly table: StoreTable;
      readonly key: StoreKey;
      readonly value: StoreValue | undefined;
    }
  | { readonly type: 'written'; readonly batch: number }
  | { readonly type: 'write-failed'; readonly batch: number; readonly reason: StoreFailure }
  /** `firstBad` is the lowest index of a bad signature; absent where all are good. */
  | {
      readonly type: 'verified';
      readonly batch: number;
      readonly ok: boolean;
      readonly firstBad?: number;
    }
  | { readonly type: 'mined'; readonly hit: MiningHit }
  | { readonly type: 'hash-rate'; readonly rate: HashRate }
  | { readonly type: 'meeting'; readonly state: MeetingState }
  | { readonly type: 'vault'; readonly id: number; readonly outcome: VaultOutcome }
  | {
      readonly type: 'command';
      readonly id: number;
      readonly method: string;
      readonly parameters: readonly unknown[];
    };

export type Effect =
  | { readonly type: 'dial'; readonly peer: PeerId }
  /** Asks for tabs that could be dialled. */
  | { readonly type: 'seek' }
  /** A neighbour brought this from a tab; an empty text says that it cannot reach it. */
  | { readonly type: 'signal'; readonly peer: PeerId; readonly payload: string }
  | {
      readonly type: 'send';
      readonly link: LinkId;
      readonly bytes: Uint8Array;
      readonly lane: Lane;
    }
  | { readonly type: 'drop'; readonly link: LinkId; readonly reason: string }
  | { readonly type: 'read'; readonly table: StoreTable; readonly key: StoreKey }
  | {
      readonly type: 'write';
      readonly batch: number;
      readonly writes: readonly StoreWrite[];
      readonly durability?: 'strict';
    }
  | { readonly type: 'verify'; readonly batch: number; readonly checks: readonly SignatureCheck[] }
  | ({ readonly type: 'mine'; readonly job: MiningJob | undefined } & MiningEffort)
  | { readonly type: 'meet'; readonly active: boolean }
  | { readonly type: 'vault'; readonly id: number; readonly job: VaultJob }
  | { readonly type: 'wake'; readonly at: number }
  | { readonly type: 'notify' }
  | { readonly type: 'reply'; readonly id: number; readonly outcome: CommandOutcome };

/** What a wallet's words stand for, and the 64 bytes that BIP39 makes of them. */
export interface OpenedSecret {
  readonly entropy: Uint8Array;
  readonly seed: Uint8Array;
}

/** Work on secrets that takes too long for the node to do. */
export type VaultJob =
  | { readonly kind: 'seal'; readonly passphrase: string; readonly entropy: Uint8Array }
  | { readonly kind: 'open'; readonly passphrase: string; readonly sealed: SealedSecret }
  | { readonly kind: 'stretch'; readonly entropy: Uint8Array }
  /** A new secret, which is nowhere but under the passphrase. */
  | { readonly kind: 'create'; readonly passphrase: string };

export type VaultOutcome =
  | { readonly kind: 'sealed'; readonly sealed: SealedSecret }
  | ({ readonly kind: 'created'; readonly sealed: SealedSecret } & OpenedSecret)
  | ({ readonly kind: 'opened' } & OpenedSecret)
  | {
      readonly kind: 'refused';
      readonly code: 'passphrase-empty' | 'passphrase-wrong' | 'vault-failed';
    };

export type CommandOutcome =
  | { readonly ok: true; readonly result: unknown }
  /** `code` is one of Bitcoin's RPC error codes (rpc/protocol.h). */
  | { readonly ok: false; readonly code: number; readonly message: string };

export type StoreFailure =
  | 'quota'
  | 'closed'
  | 'blocked'
  | 'superseded'
  | 'unavailable'
  | 'unknown';

/** How it stands with the meeting place (the signaling server); links live without it. */
export interface MeetingState {
  /** 'connecting' until it first answers or fails; 'offline' while it is tried again, too. */
  readonly status: 'off' | 'connecting' | 'online' | 'offline';
  /** Tabs the server says are in the room, this one included; 0 when unknown. */
  readonly population: number;
  readonly reason?: string;
}

export interface NodeCore {
  /** Handles one input to its end and returns everything that follows from it. `now` is in ms. */
  step(input: Input, now: number): Effect[];
}

/** One ordered, reliable channel of whole messages to one tab. */
export interface PeerLink {
  readonly id: LinkId;
  readonly peer: PeerId;
  /** True on the side that dialled. */
  readonly outbound: boolean;
  /** 64 bytes: SHA-256 DTLS fingerprint of the dialling side, then of the answering side. */
  readonly binding: Uint8Array;
  /** Bytes accepted by `send` that have not left this tab yet. */
  readonly backlog: number;
  send(bytes: Uint8Array, lane: Lane): void;
  close(reason: string): void;
}

export interface TransportEvents {
  /** A tab of this room can be dialled. May be repeated for the same tab. */
  found(peer: PeerId): void;
  /** A dial of ours came to nothing: comes once for every `dial` that no `up` follows. */
  missed(peer: PeerId, reason: string): void;
  /** Sealed text for a tab that was dialled by its node key: a common neighbour may bring it. */
  signal(peer: PeerId, payload: string): void;
  up(link: PeerLink): void;
  message(link: PeerLink, bytes: Uint8Array): void;
  /** Comes once for every `up`, also after our own `close`. */
  down(link: PeerLink, reason: string): void;
  /** The state of the meeting place changed. */
  meeting(state: MeetingState): void;
}

export interface Transport {
  /** `self` is the node key as hex, by which neighbours know this tab. */
  start(events: TransportEvents, self: PeerId): void;
  /** Looks for tabs at the meeting place; `found` tells of them. */
  seek(): void;
  /**
   * An id of 32 hex digits was found at the meeting place, and is reached through it; one of 64 is
   * a node key, reached by signals through neighbours.
   */
  dial(peer: PeerId): void;
  /** What a neighbour brought from a tab; an empty text says that it cannot reach it. */
  signal(peer: PeerId, payload: string): void;
  /** Closes every link, leaves the meeting place; `start` may be called again. */
  stop(): void;
}

export interface Store {
  get(table: StoreTable, key: StoreKey): Promise<StoreValue | undefined>;
  /** All records of a table in key order. */
  entries(table: StoreTable): Promise<ReadonlyArray<readonly [StoreKey, StoreValue]>>;
  /**
   * All or nothing, in call order; rejects with a StoreError. 'strict' outlives a power failure as
   * soon as it resolves, which secrets must and blocks need not.
   */
  write(writes: readonly StoreWrite[], durability?: 'strict'): Promise<void>;
  close(): void;
}

/** What a batch of signatures came to. */
export interface SignatureVerdict {
  readonly ok: boolean;
  /** The lowest index of a bad signature; absent where all are good. */
  readonly firstBad?: number;
}

export interface Verifier {
  /** Calls `done` once, after the call. What cannot be verified is tried elsewhere, never "bad". */
  verify(checks: readonly SignatureCheck[], done: (verdict: SignatureVerdict) => void): void;
}

/** Why the store refused; `failure` is what the page explains to its user. */
export class StoreError extends Error {
  readonly failure: StoreFailure;

  constructor(failure: StoreFailure, detail: string) {
    super(`${failure}: ${detail}`);
    this.name = 'StoreError';
    this.failure = failure;
  }
}

export interface Vault {
  /** Calls `done` once, after the call. */
  work(job: VaultJob, done: (outcome: VaultOutcome) => void): void;
}

export interface Clock {
  /** Milliseconds since 1970, as the device tells it. */
  now(): number;
  /** Calls `wake` once at or after `time`; a later call replaces an earlier one. */
  wakeAt(time: number, wake: () => void): void;
}

export interface Miner {
  /** Starts, replaces or (with `undefined` or no effort) ends the search. */
  work(job: MiningJob | undefined, effort: MiningEffort, found: (hit: MiningHit) => void): void;
  readonly rate: HashRate;
}
