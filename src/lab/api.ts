/**
 * The laboratory as the page sees it: further full nodes in Workers of this page, linked with this
 * tab's own node through a switchboard that can cut, slow down and lose. Nothing here has a rule of
 * its own: every node checks what it is told by the same code, and refuses what it must.
 */

/** 'self' is this tab's own node; 'lab-1' … are virtual ones; others are peers in other tabs. */
export type NodeRef = string;
export const SELF: NodeRef = 'self';

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
 * node-added, node-removed { name } · cut, healed { from?, to? }, refs of one link; without them
 * all links between groups, or all of them · weather { latencyMs, lossPercent } · mining { share }
 * · block-found { hash, height } · reorganisation { hash, height, undone, added }, its new tip ·
 * refused { by?, hash?, code } · payment { txid, amount? }, in ticks · agreed { hash, height,
 * nodes } · disagreed { tips, nodes }
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
  /** Resolves to their refs once they run; rejects with a sentence where there is no room. */
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
  /** Percent of the laboratory's hashes, for some nodes at once; the others keep theirs. */
  setShares(shares: Readonly<Record<NodeRef, number>>): void;
  /** Any command of a virtual node or of this tab's own; rejects with a CommandError. */
  call(ref: NodeRef, method: string, ...parameters: unknown[]): Promise<unknown>;
}
