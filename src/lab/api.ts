/**
 * The laboratory as the page sees it: further full nodes in Workers of this page, linked with this
 * tab's own node through a switchboard that can cut, slow down and lose. Nothing here has a rule of
 * its own: every node checks what it is told by the same code, and refuses what it must.
 */

import type { PeerId, Transport } from '../node/ports.ts';

/**
 * 'self' is this tab's own node, 'lab-1' … are virtual ones, 'guest-1' … no nodes at all. Peers in
 * other tabs are named by their keys as a `PeerRow` shows them, and 'room' means all of these at
 * once, also those who come later.
 */
export type NodeRef = string;
export const SELF: NodeRef = 'self';
export const ROOM: NodeRef = 'room';

export interface VirtualNode {
  readonly ref: NodeRef;
  readonly state: 'starting' | 'running' | 'failed';
  /** Hex, 32 bytes; empty while it starts. */
  readonly nodeKey: string;
  /** As its blocks are signed. */
  readonly minerName: string;
  readonly height: number;
  readonly tip: string;
  /** Hex, 32 bytes. */
  readonly chainWork: string;
  readonly peers: number;
  readonly mempool: number;
  /** Ticks. */
  readonly spendable: number;
  readonly immature: number;
  /** Its part of the laboratory's hashes, in percent; 0 = it does not mine. */
  readonly share: number;
}

export interface LabLink {
  readonly from: NodeRef;
  readonly to: NodeRef;
  /** 'cut' = it was up, or would be, and may not be. */
  readonly state: 'up' | 'cut';
  readonly messages: number;
  readonly sizeBytes: number;
}

/** How the links behave. A lost message of a reliable link arrives late, and holds up the rest. */
export interface LinkWeather {
  /** One way, added to every message. */
  readonly latencyMs: number;
  /** Of the messages, that must be sent again. */
  readonly lossPercent: number;
}

export type LabEventKind =
  | 'node-added'
  | 'node-removed'
  | 'stopped'
  | 'cut'
  | 'healed'
  | 'weather'
  | 'mining'
  | 'block-found'
  | 'reorganisation'
  | 'refused'
  | 'payment'
  | 'agreed'
  | 'disagreed';

/**
 * What happened, in order; every value inert text or a number, and none is promised:
 *
 * node-added, node-removed { name } · stopped { nodes }, their Worker with them · cut, healed
 * { from?, to? }, refs of one link; without them all links between groups, or all of them · weather
 * { latencyMs, lossPercent } · mining { share } · block-found { hash, height, count? }, the last
 * of so many · reorganisation { hash, height, undone, added }, its new tip · refused
 * { by?, code }, the name of whom it refused · payment { txid, amount?, kind?, stage? }, in ticks
 * and as a `PaymentRow` has it · agreed { hash, height, nodes } · disagreed { tips, nodes }
 */
export interface LabEvent {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: LabEventKind;
  readonly node?: NodeRef;
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface LabSnapshot {
  readonly nodes: readonly VirtualNode[];
  readonly links: readonly LabLink[];
  readonly weather: LinkWeather;
  /** The newest, oldest first; a named maximum of them is kept. */
  readonly events: readonly LabEvent[];
  /** All hashes per second of the laboratory's miner. */
  readonly hashesPerSecond: number;
}

export interface Laboratory {
  snapshot(): LabSnapshot;
  /** Calls back with each new snapshot, a few a second; returns the way out. */
  subscribe(listener: (snapshot: LabSnapshot) => void): () => void;
  /** Resolves to their refs once they run; rejects with a LaboratoryError. */
  add(count: number): Promise<readonly NodeRef[]>;
  remove(ref: NodeRef): void;
  /** Every virtual node goes, every cut heals, and the weather is fine again. */
  close(): void;
  cut(from: NodeRef, to: NodeRef): void;
  heal(from: NodeRef, to: NodeRef): void;
  /** Cuts every link between nodes of different groups; who is in no group keeps its links. */
  partition(groups: readonly (readonly NodeRef[])[]): void;
  healAll(): void;
  setWeather(weather: LinkWeather): void;
  /**
   * Percent of the laboratory's hashes, for some nodes at once; the others keep theirs, or less
   * where that would be more than 100 in all. Before the first call all have equal shares.
   */
  setShares(shares: Readonly<Record<NodeRef, number>>): void;
  /** Any command of a virtual node or of this tab's own; rejects with a CommandError. */
  call(ref: NodeRef, method: string, ...parameters: unknown[]): Promise<unknown>;
  /**
   * A participant that is no node, for who wants to speak to nodes in raw messages: it is never
   * found or dialled, and dials whom it likes. Starts the laboratory's worker if need be.
   */
  join(): Promise<Guest>;
}

/** Holds links like a node's transport does, and is bound by nothing else. */
export interface Guest {
  readonly ref: NodeRef;
  /** `start` it, then `dial` what `idOf` gives; cuts and weather hold for it, too. */
  readonly transport: Transport;
  /** By which id this participant is dialled: 'self', a virtual node; undefined when it is gone. */
  idOf(ref: NodeRef): PeerId | undefined;
  /** Ends its links. */
  leave(): void;
}

/** Why the laboratory cannot do it; the page says it in its user's language. */
export class LaboratoryError extends Error {
  /**
   * 'full' = it has as many nodes, or guests, as it may; 'failed' = a worker did not start;
   * 'stopped' = the one that all virtual nodes share stopped, and the next call starts another.
   */
  readonly code: 'full' | 'failed' | 'stopped' | 'unknown-node';

  constructor(code: LaboratoryError['code'], detail: string) {
    super(detail);
    this.name = 'LaboratoryError';
    this.code = code;
  }
}

/**
 * What can be forged, out of the bytes of the real chain: each keeps every rule but one.
 * 'signature' spends a coin without its key, 'overpay' is a block that pays its miner too much,
 * 'difficulty' one that claims an easier target; both have the work that they claim. 'tampered' is
 * an old block with other bytes.
 */
export type ForgeryKind = 'signature' | 'overpay' | 'difficulty' | 'tampered';

export interface Forgery {
  readonly kind: ForgeryKind;
  /** The id of the payment, or the hash of the block. */
  readonly id: string;
  /** All of its bytes. */
  readonly hex: string;
  /**
   * Amounts in ticks. signature { value, fee, txid, vout, own: 0 | 1 }: the coin, and whether it is
   * this tab's · overpay { height, due, paid, hashes } · difficulty { height, bits, due, hashes },
   * bits in hex · tampered { height, was }, the hash of the original.
   */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** One event on the forger's link, from the record of the node that it was shown to. */
export interface ForgeryMessage {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly link: number;
  readonly kind: 'received' | 'sent' | 'opened' | 'closed';
  readonly sizeBytes: number;
  readonly bytes: Uint8Array;
  readonly reason?: string;
}

export interface ForgeryVerdict {
  readonly node: NodeRef;
  /**
   * 'refused' = the node closed the link, and lets its peer in no more; 'kept' = it broke none of
   * the rules that apply where it was found; 'unreached' = it was not shown.
   */
  readonly fate: 'refused' | 'kept' | 'unreached';
  /** The node's own word for the rule; of one that was kept or not shown, why. */
  readonly code: string;
  /** From the node's side, oldest first. */
  readonly messages: readonly ForgeryMessage[];
}

export interface ForgeryOutcome {
  readonly forgery: Forgery;
  readonly verdicts: readonly ForgeryVerdict[];
}

/** How far one is. */
export type ForgeryStage =
  | { readonly kind: 'preparing' }
  /** The work that it claims is done for real. */
  | {
      readonly kind: 'working';
      readonly hashes: number;
      readonly expected: number;
      readonly hashesPerSecond: number;
    }
  | { readonly kind: 'telling'; readonly answered: number; readonly nodes: number };

/** A block of the chain with most work, and the branch above it, before anybody edits it. */
export interface OpenedBlock {
  readonly height: number;
  readonly hash: string;
  readonly hex: string;
  /** Of the tip. */
  readonly chainHeight: number;
  /** Headers above it in hex, lowest first; only the first of many. */
  readonly above: readonly string[];
  /** Expected to make this block and all above it once more. */
  readonly hashesToRedo: number;
}

/** A block above the one that was edited, with what it would have to become to stand on it. */
export interface BlockAbove {
  readonly height: number;
  readonly hashWas: string;
  readonly hashIs: string;
  readonly previousWas: string;
  readonly previousIs: string;
  /** Its hash would still be at most its target. */
  readonly hasWork: boolean;
}

/** What an edit has done, computed anew by the code of the nodes. */
export interface TamperReport {
  /** Why the bytes are no block any more; only their first 80, the header, are looked at then. */
  readonly unreadable?: string;
  readonly hashWas: string;
  readonly hashIs: string;
  readonly target: string;
  readonly hasWork: boolean;
  /** Transactions whose id is another. */
  readonly txids: ReadonlyArray<{ readonly at: number; readonly was: string; readonly is: string }>;
  /** What the header names, and what follows from the transactions; empty where unreadable. */
  readonly rootNamed: string;
  readonly rootIs: string;
  /** The coinbase commits to the witnesses that are there. */
  readonly hasCommitment: boolean;
  readonly above: readonly BlockAbove[];
}

export interface TamperEdit {
  /** As many bytes as the original has. */
  readonly hex: string;
  /**
   * Whether the commitment to the signatures and the merkle root are made to fit the transactions,
   * where those can be read.
   */
  readonly mends: boolean;
}

export interface Tampered {
  /** The edited bytes, mended where that was asked for. */
  readonly hex: string;
  readonly report: TamperReport;
}

/**
 * Rejects with an Error whose message is a code: 'no-coin', 'chain-too-short', 'stopped', 'failed'.
 */
export interface Forger {
  forge(
    kind: Exclude<ForgeryKind, 'tampered'>,
    progress: (stage: ForgeryStage) => void,
  ): Promise<ForgeryOutcome>;
  /** Ends what is under way. */
  stop(): void;
  /** From 1: the first block is known by its hash alone. */
  open(height: number): Promise<OpenedBlock>;
  tamper(block: OpenedBlock, edit: TamperEdit): Promise<Tampered>;
  show(
    block: OpenedBlock,
    hex: string,
    progress: (stage: ForgeryStage) => void,
  ): Promise<ForgeryOutcome>;
}
