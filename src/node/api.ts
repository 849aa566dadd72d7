/**
 * What a node shows of itself: plain, clonable data. The page draws `NodeSnapshot` and nothing
 * else; the same object answers `window.tabchain` under Bitcoin's RPC names.
 */

import type { GpuRate, MeetingState, MiningEffort, StoreFailure } from './ports.ts';

/** How the node is, as data; the page turns it into a sentence. Most urgent first. */
export type Health =
  | { readonly kind: 'starting' }
  | { readonly kind: 'network-off' }
  /** Whether others are here is not known yet: the meeting place has not answered. */
  | { readonly kind: 'looking' }
  | { readonly kind: 'alone' }
  /** Other tabs were found and none is linked yet. */
  | { readonly kind: 'connecting'; readonly found: number }
  /** Other tabs were found and dialled, and no network between let a link through. */
  | { readonly kind: 'unreachable'; readonly found: number }
  | { readonly kind: 'syncing'; readonly done: number; readonly total: number }
  | { readonly kind: 'in-step'; readonly peers: number; readonly height: number }
  | { readonly kind: 'others-behind'; readonly peers: number; readonly behind: number };

export interface BlockCard {
  readonly hash: string;
  readonly previousHash: string;
  readonly height: number;
  /** Seconds since 1970, from the header. */
  readonly time: number;
  /**
   * 'active' is on the branch with most work; 'stale' lost; 'pending' has no validated body yet.
   */
  readonly state: 'active' | 'stale' | 'pending' | 'invalid';
  /** The tag in the coinbase, clipped and made inert; empty without a body. */
  readonly miner: string;
  /** True when this tab mined it. */
  readonly own: boolean;
  readonly transactions: number;
  readonly weight: number;
  /** For a stale block: blocks of its own work by which its branch lost. */
  readonly lostBy: number;
}

/** Headers first, then bodies; `undefined` in the snapshot when nothing is being fetched. */
export interface SyncProgress {
  readonly headersDone: number;
  readonly headersTotal: number;
  readonly blocksDone: number;
  readonly blocksTotal: number;
  /** Over the last ten seconds. */
  readonly blocksPerSecond: number;
  /** At that rate; absent until every header is here and the rate has been measured. */
  readonly secondsLeft?: number;
}

export interface PeerRow {
  readonly id: number;
  /** First bytes of its node key, as shown to people; empty before `hello` verified. */
  readonly key: string;
  readonly name: string;
  readonly state: 'greeting' | 'ready';
  readonly outbound: boolean;
  /** How the two came to know of each other; absent while unknown, and for a node in this page. */
  readonly reachedBy?: 'meeting-place' | 'neighbour' | 'invitation';
  /** Seconds since 1970. */
  readonly connectedSince: number;
  /** Best header it has shown us; -1 when unknown. */
  readonly height: number;
  readonly tip: string;
  readonly relation: 'in-step' | 'behind' | 'ahead' | 'unknown';
  /** Round trip in ms; -1 when unmeasured. */
  readonly pingMs: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** Why mining that is wanted is held back; the last two are asked for by the page. */
export type MiningWait = 'syncing' | 'starting' | 'clock-off' | MiningPause;
export type MiningPause = 'on-battery' | 'measuring';

/** What `setmining` changes; all else stays as it is. */
export interface MiningWish extends Partial<MiningEffort> {
  readonly pause?: MiningPause | 'none';
}

export interface GpuMining extends GpuRate {
  /** Wanted, in percent of the card's time. */
  readonly intensity: number;
}

export interface MiningState {
  readonly threads: number;
  readonly maxThreads: number;
  /** Percent of the time that each thread works. */
  readonly duty: number;
  /** 'waiting' = wanted, and held back for `waitingFor`. */
  readonly state: 'off' | 'waiting' | 'mining';
  readonly waitingFor?: MiningWait;
  readonly hashesPerSecond: number;
  readonly perWorker: readonly number[];
  /** Absent where the miner knows of no graphics card. */
  readonly gpu?: GpuMining;
  /** Expected hashes for the block being mined. */
  readonly difficultyHashes: number;
  /** Blocks this tab mined since the page opened, and how many of them are still active. */
  readonly blocksFound: number;
  readonly blocksActive: number;
  readonly luck: MiningLuck;
  /** The block that is looked for; absent while nothing is. */
  readonly template?: TemplateView;
  /** What the chain says of all its miners; absent while it is too short to tell. */
  readonly room?: RoomRate;
  /** The newest, newest first; also those from before a reload. */
  readonly ownBlocks: readonly OwnBlock[];
}

/** Since the page opened. */
export interface MiningLuck {
  /** All hashes completed. */
  readonly hashes: number;
  /** Blocks that so many hashes find on average, each at the difficulty of its time. */
  readonly expected: number;
  readonly found: number;
}

/** Amounts are in ticks. */
export interface TemplateView {
  readonly height: number;
  /** Beside the coinbase. */
  readonly transactions: number;
  readonly fees: number;
  readonly subsidy: number;
}

export interface RoomRate {
  readonly hashesPerSecond: number;
  /** Measured, not aimed at. */
  readonly secondsPerBlock: number;
  /** How many blocks this is estimated from. */
  readonly blocks: number;
}

export interface OwnBlock {
  readonly hash: string;
  readonly height: number;
  /** Seconds since 1970, from the header. */
  readonly time: number;
  readonly state: BlockCard['state'];
  /** Blocks from it to the tip, itself included; 0 outside of the chain. */
  readonly depth: number;
  /** Of a stale block: whose block stands at its height now; empty while that is not known. */
  readonly winner?: string;
  /** Of a stale block: height of the lowest block of its branch, where the race was lost. */
  readonly lostAt?: number;
}

export interface StorageState {
  /** 'memory' = nothing is kept past this page; 'full' = kept up to some block, no further. */
  readonly state: 'disk' | 'memory' | 'full';
  readonly failure?: StoreFailure;
  /** Set when start-up found damage and rebuilt: what was wrong, in one sentence. */
  readonly repaired?: string;
  /** The browser had dropped all that was kept of this room, so that this is a new beginning. */
  readonly isLost?: true;
}

export interface RoomView {
  readonly code: string;
  /** Two words made from the code. */
  readonly name: string;
  readonly kind: 'main' | 'sandbox';
  readonly targetSpacingSeconds: number;
  readonly halvingInterval: number;
  readonly genesisHash: string;
  /** Seconds since 1970. */
  readonly genesisTime: number;
}

/** The wallet of this tab. Amounts are in ticks (10^-8 TAB). */
export interface WalletView {
  /**
   * 'open' can sign; 'locked' shows everything and cannot; 'watching' has no secret here; 'damaged'
   * has a record that cannot be read, which is kept as it is and never written over.
   */
  readonly state: 'open' | 'locked' | 'watching' | 'damaged';
  /** 'plain': whoever uses this device can read the secret. */
  readonly protection: 'plain' | 'passphrase';
  readonly backedUp: boolean;
  /** Blocks gone through while the chain is searched for our payments; absent otherwise. */
  readonly rescan?: { readonly done: number; readonly total: number };
  readonly spendable: number;
  readonly immature: number;
  readonly pending: number;
  /** The next address to give away. */
  readonly receiveAddress: string;
  /** The newest 50, newest first. */
  readonly payments: readonly PaymentRow[];
  readonly paymentsTotal: number;
  readonly feePresets: readonly FeePreset[];
}

export interface FeePreset {
  readonly name: 'slow' | 'normal' | 'fast';
  readonly ticksPerKvb: number;
  /** Blocks after which such a payment is expected in the chain. */
  readonly expectedBlocks: number;
}

export interface PaymentRow {
  readonly txid: string;
  readonly kind: 'mined' | 'received' | 'sent' | 'moved';
  readonly stage:
    | 'pending'
    | 'immature'
    | 'confirming'
    | 'confirmed'
    | 'replaced'
    | 'orphaned'
    | 'dropped';
  /** Blocks from its own to the tip; 0 outside of the chain. */
  readonly depth: number;
  /** What the wallet has more (or less) by it, fee included. */
  readonly net: number;
  readonly fee?: number;
  /** To whom for what was sent, ours for the rest. */
  readonly addresses: readonly string[];
  /** Inert text; empty without one. */
  readonly memo: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly height?: number;
  /** For the sentence that explains a stage: the id that replaced it, the miner that won. */
  readonly replacedBy?: string;
  readonly winner?: string;
  readonly reason?: string;
  readonly canBump: boolean;
  /** It waits, others made it, and a coin that it brings us can pay for both. */
  readonly canHurry: boolean;
}

/** What waits for a block, in short. */
export interface MempoolView {
  readonly transactions: number;
  readonly sizeVbytes: number;
  readonly fees: number;
}

/** The best paid of what waits, for `getmempoolbest`. */
export interface MempoolBest {
  /** Of all that wait. */
  readonly transactions: number;
  readonly sizeVbytes: number;
  /** In the order in which a miner would take them. */
  readonly best: readonly WaitingTransaction[];
}

export interface WaitingTransaction {
  readonly txid: string;
  readonly weight: number;
  /** Ticks per virtual byte, its own. */
  readonly feerate: number;
  /** This tab's next block takes it. */
  readonly isNext: boolean;
}

/** Something the user should be told once, newest last; at most 20 are kept. */
export interface Notice {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind:
    | 'reorganisation'
    | 'block-found'
    | 'block-lost'
    | 'peer-refused'
    | 'storage'
    | 'clock'
    /** The browser did not run this tab for a while; `seconds` says for how long. */
    | 'suspended';
  /** Facts for the sentence, by kind; every value is inert text or a number. */
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface NodeSnapshot {
  readonly room: RoomView;
  readonly slot: number;
  readonly nodeKey: string;
  readonly minerName: string;
  readonly health: Health;
  readonly height: number;
  readonly tip: string;
  readonly tipTime: number;
  /** Seconds since 1970 when the tip last changed; only while a block is long overdue. */
  readonly staleSince?: number;
  /** Hex, 32 bytes. */
  readonly chainWork: string;
  /**
   * Blocks of the last 24 heights up to the best header, all branches, by height then arrival;
   * where bodies are missing for more than that, those about the height up to which they are here.
   */
  readonly strip: readonly BlockCard[];
  readonly sync?: SyncProgress;
  readonly peers: readonly PeerRow[];
  readonly mining: MiningState;
  readonly mempool?: MempoolView;
  readonly wallet?: WalletView;
  readonly meeting: MeetingState;
  readonly networkActive: boolean;
  readonly storage: StorageState;
  readonly notices: readonly Notice[];
}

/** One part of the chain as a file, for `exportchain`. */
export interface ChainFilePart {
  readonly bytes: Uint8Array;
  /** Where the next part begins; null after the last. */
  readonly nextHeight: number | null;
  /** Height and hash of the tip that the file ends with. */
  readonly height: number;
  readonly tip: string;
}

/** What came of a chain's file so far, for `importchain`. */
export interface ChainFileOutcome {
  /** Blocks read, without genesis, and how many of them were new here. */
  readonly blocks: number;
  readonly fresh: number;
  /** The tip's, now. */
  readonly height: number;
  /** Nothing more is wanted of this file. */
  readonly done: boolean;
  /** Why reading ended early; at height 0 nothing was taken. */
  readonly refused?: {
    readonly height: number;
    /** The rule's code, or `file-…`. */
    readonly code: string;
    readonly detail: string;
  };
}

/** A refused command, with Bitcoin's RPC error code (rpc/protocol.h). */
export class CommandError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
  }
}

export interface NodeApi {
  snapshot(): Promise<NodeSnapshot>;
  /** Calls back with each new snapshot, at most five a second; resolves to the way out. */
  subscribe(listener: (snapshot: NodeSnapshot) => void): Promise<() => void>;
  /** Any command by its RPC name; rejects with a CommandError. */
  call(method: string, ...parameters: unknown[]): Promise<unknown>;
}
