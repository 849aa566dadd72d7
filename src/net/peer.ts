/** What we keep about one link, and the ways out of the peer protocol. */

import { GENESIS, type Handle, NO_HANDLE } from '../chain/block-index.ts';
import type { Hash } from '../consensus/types.ts';
import { type Budget, createBudget } from './budget.ts';
import { type Bucket, fullBucket } from './bucket.ts';
import type { Lane, LinkId, PeerId } from './link.ts';
import type { Version } from './messages.ts';
import { PEERS_RATE, SIGNALS_RATE } from './neighbour-rates.ts';
import { createPeerTransactions, type PeerTransactions } from './peer-transactions.ts';

export interface Peer {
  readonly link: LinkId;
  readonly id: PeerId;
  /** True when we dialled. */
  readonly outbound: boolean;
  /** Both DTLS fingerprints, the dialler's first. */
  readonly binding: Uint8Array;
  /** 32 bytes: the nonce of our hello. */
  readonly ownNonce: Uint8Array;
  readonly upAt: number;
  /** 'hello' until its proof verified, 'version' until both sides said who they are. */
  phase: 'hello' | 'version' | 'ready';
  /** Hex of its node key; empty before its hello verified. */
  key: string;
  version: Version | undefined;
  /** Its clock minus ours, in ms, as its version told. */
  clockOffsetMs: number;
  /** The height it claimed at first, cut to what a chain can have by now; for showing only. */
  claimedHeight: number;
  /** The header with most work among those it has shown us. */
  known: Handle;
  /** False until it has shown anything. */
  shown: boolean;
  /** The last tip of ours that it was told of. */
  announced: Handle;
  /** When we asked for headers; 0 when no answer is due. */
  headersAskedAt: number;
  /** It has more headers after this one; NO_HANDLE when it said all. */
  moreAfter: Handle;
  /** Blocks asked from it and when, oldest first. */
  readonly inFlight: Map<Handle, number>;
  /** Blocks it asked for, oldest first. */
  readonly wanted: Handle[];
  /** Blocks being read from the disk for it, and their bytes. */
  readonly reading: Map<Handle, number>;
  /** The question for headers that waits until it has read what we sent. */
  headersWanted: HeadersQuestion | undefined;
  readonly transactions: PeerTransactions;
  readonly budget: Budget;
  /** Bytes handed to its link that have not left. */
  backlog: number;
  /** Since when the backlog has been too long; 0 when it is not. */
  cloggedAt: number;
  pingNonce: bigint;
  /** When the last ping left; `pingNonce` is 0 once it was answered. */
  pingSentAt: number;
  /** Round trip in ms; -1 when unmeasured. */
  pingMs: number;
  heardAt: number;
  /** When another link of its node came last; 0 for never. */
  doubtedAt: number;
  bytesSent: number;
  bytesReceived: number;
  /** Counted since `minuteAt`. */
  minuteAt: number;
  pings: number;
  unknowns: number;
  /** What we dialled it for. */
  errand: Errand;
  /** When it brought a block, or a transaction, that was news and good; 0 for never. */
  blockAt: number;
  transactionAt: number;
  /** Keys of the tabs it is linked to, by its own word. */
  listed: ReadonlySet<string>;
  /** The list of ours that it was told last, and when. */
  peersTold: string;
  peersToldAt: number;
  readonly peersBucket: Bucket;
  /** Signals of its own, and those that are carried to it, from whomever. */
  readonly signalsBucket: Bucket;
  readonly carriedBucket: Bucket;
}

/** To keep the link; to put it in another's place; to see whether it knows more than we do. */
export type Errand = 'stay' | 'replace' | 'look';

export interface HeadersQuestion {
  readonly locator: readonly Hash[];
  readonly stop: Hash;
}

/** The ways out of the peer protocol; the node turns them into effects. */
export interface Outbox {
  send(link: LinkId, bytes: Uint8Array, lane: Lane): void;
  drop(link: LinkId, reason: string): void;
  dial(peer: PeerId): void;
  /** Asks for tabs that could be dialled. */
  seek(): void;
  /** Brings our transport what a tab says to it; an empty text says that it cannot be reached. */
  signal(peer: PeerId, text: string): void;
  /** Asks the disk for a body, which comes back through `Network.bodyRead`. */
  readBody(handle: Handle): void;
  /** It broke a rule, and is discouraged for it; `drop` follows. */
  refused(peer: Peer, code: string): void;
}

export type LinkUp = Pick<Peer, 'link' | 'outbound' | 'binding'> & { readonly peer: PeerId };

export function createPeer(
  { link, peer, outbound, binding }: LinkUp,
  ownNonce: Uint8Array,
  now: number,
): Peer {
  return {
    link,
    id: peer,
    outbound,
    binding,
    ownNonce,
    upAt: now,
    phase: 'hello',
    key: '',
    version: undefined,
    clockOffsetMs: 0,
    claimedHeight: 0,
    known: GENESIS,
    shown: false,
    announced: GENESIS,
    headersAskedAt: 0,
    moreAfter: NO_HANDLE,
    inFlight: new Map(),
    wanted: [],
    reading: new Map(),
    headersWanted: undefined,
    transactions: createPeerTransactions(now),
    budget: createBudget(now),
    backlog: 0,
    cloggedAt: 0,
    pingNonce: 0n,
    pingSentAt: now,
    pingMs: -1,
    heardAt: now,
    doubtedAt: 0,
    bytesSent: 0,
    bytesReceived: 0,
    minuteAt: now,
    pings: 0,
    unknowns: 0,
    errand: 'stay',
    blockAt: 0,
    transactionAt: 0,
    listed: new Set(),
    peersTold: '',
    peersToldAt: 0,
    peersBucket: fullBucket(PEERS_RATE, now),
    signalsBucket: fullBucket(SIGNALS_RATE, now),
    carriedBucket: fullBucket(SIGNALS_RATE, now),
  };
}
