/**
 * Getting the chain of others: headers first, then the bodies of the branch with most work.
 *
 * This is where a peer's headers and blocks enter the chain, and where the progress that people see
 * is counted. Connecting blocks is the node's affair.
 */

import { type Handle, NO_HANDLE, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { checkBlock } from '../consensus/check.ts';
import { HEADER_BYTES } from '../consensus/encoding.ts';
import { sha256d } from '../consensus/hash.ts';
import type { Block, Header } from '../consensus/types.ts';
import { ANNOUNCE_HEADERS_MAX, DOWNLOAD_WINDOW_BLOCKS, PINNED_MAX_BYTES } from '../util/limits.ts';
import { Download } from './download.ts';
import { Headers } from './headers.ts';
import { forgetFailed, noteShown } from './known.ts';
import type { LinkId } from './link.ts';
import type { InventoryItem } from './messages.ts';
import type { Peer } from './peer.ts';
import type { Voice } from './voice.ts';

export interface Progress {
  readonly headersDone: number;
  readonly headersTotal: number;
  readonly blocksDone: number;
  readonly blocksTotal: number;
}

export interface ArrivedBlock {
  readonly block: Block;
  readonly bytes: Uint8Array;
}

export class Sync {
  private readonly chain: Chain;
  private readonly peers: ReadonlyMap<LinkId, Peer>;
  private readonly headers: Headers;
  private readonly download: Download;

  constructor(chain: Chain, voice: Voice, peers: ReadonlyMap<LinkId, Peer>) {
    this.chain = chain;
    this.peers = peers;
    this.headers = new Headers(chain, voice);
    this.download = new Download(chain, voice, peers);
  }

  /** True while a linked peer vouches for a branch with more work than ours. */
  get isBehind(): boolean {
    return this.download.target !== this.chain.tip;
  }

  /** Heights: headers known and told of, blocks connected and vouched for. */
  get progress(): Progress {
    const { index, bestHeader, height } = this.chain;
    const headersDone = index.height(bestHeader);
    let headersTotal = headersDone;
    for (const peer of this.peers.values()) {
      // What a peer claimed counts only until it has shown all that it has.
      if (this.headers.isComing(peer)) headersTotal = Math.max(headersTotal, peer.claimedHeight);
    }
    const blocksTotal = Math.max(height, index.height(this.download.target));
    return { headersDone, headersTotal, blocksDone: height, blocksTotal };
  }

  /** While a long history is being fetched its steps are no news to anybody. */
  get isFarBehind(): boolean {
    const { blocksDone, blocksTotal } = this.progress;
    return blocksTotal - blocksDone > ANNOUNCE_HEADERS_MAX;
  }

  /** Whether the peer has told of its chain and we have it all; one block may mature a coin. */
  isLevel(peer: Peer): boolean {
    return peer.shown && !this.headers.isComing(peer) && !this.isBehind;
  }

  /** Headers from the future, waiting for their time. */
  get earlyHeaders(): number {
    return this.headers.parked;
  }

  askHeaders(peer: Peer, now: number): void {
    this.headers.ask(peer, now);
  }

  /** Throws RuleError or ProtocolError when the sender must pay for it. */
  headersArrived(peer: Peer, headers: readonly Header[], now: number): void {
    this.headers.arrived(peer, headers, now);
  }

  /**
   * Takes a block, asked for or not; the handle is undefined when it was not kept. Throws RuleError
   * when the sender must pay for it.
   */
  blockArrived(peer: Peer, body: ArrivedBlock, now: number): Handle | undefined {
    const handle = this.known(peer, body) ?? this.headers.accept(peer, body.block.header, now);
    if (handle === undefined) return undefined;
    const isWanted = this.isWanted(peer, handle);
    // A false body is false whether or not we need a true one.
    if (isWanted) this.chain.acceptBody(handle, body);
    else checkBlock(body.block, this.chain.params);
    const isHere = this.chain.index.has(handle, Status.body);
    if (isHere) this.download.arrived(peer, handle, { sizeBytes: body.bytes.length, now });
    return isWanted ? handle : undefined;
  }

  /** A header that came with short names of its block; undefined when it must wait. */
  headerArrived(peer: Peer, header: Header, now: number): Handle | undefined {
    return this.headers.accept(peer, header, now);
  }

  /** Takes a body that was put together here. Throws RuleError, for which nobody pays. */
  rebuilt(handle: Handle, body: ArrivedBlock): void {
    this.chain.acceptBody(handle, body);
    this.download.isHere(handle);
  }

  /** While a body is being put together nobody new is asked for it. */
  hold(handle: Handle): void {
    this.download.hold(handle);
  }

  letGo(handle: Handle): void {
    this.download.letGo(handle);
  }

  /** The disk has lost a body: it counts as missing, and is asked for again. */
  bodyLost(handle: Handle): void {
    this.chain.loseBody(handle);
    this.download.bodyLost(handle);
  }

  notFound(peer: Peer, items: readonly InventoryItem[]): void {
    this.download.notFound(
      peer,
      items.map(({ hash }) => hash),
    );
  }

  /** When `schedule` may have something to do though nothing happens meanwhile. */
  get nextLookAt(): number {
    return this.download.nextLookAt;
  }

  /** Goes on asking, for headers and for bodies. */
  schedule(now: number): void {
    this.headers.continueOne(this.peers.values(), now);
    this.download.schedule(now);
  }

  tick(now: number): void {
    this.headers.retryEarly(this.peers, now);
    this.schedule(now);
  }

  /** The code under which a peer that owes us an answer loses its link. */
  overdue(peer: Peer, now: number): string | undefined {
    if (this.headers.isOverdue(peer, now)) return 'headers-timeout';
    return this.download.overdue(peer, now);
  }

  peerLost(peer: Peer): void {
    this.headers.peerLost(peer);
    this.download.peerLost(peer);
  }

  /** A block may have broken a rule: nothing that stands on it is wanted from anybody. */
  forgetFailed(): void {
    for (const peer of this.peers.values()) forgetFailed(this.chain.index, peer);
  }

  /** After a sleep every answer gets its full time again. */
  forgive(now: number): void {
    for (const peer of this.peers.values()) {
      if (peer.headersAskedAt !== 0) peer.headersAskedAt = now;
    }
    this.download.forgive(now);
  }

  /**
   * An unasked block costs memory that its sender decides about, so it must compete with our tip,
   * and not be further ahead than what we would ask for ourselves.
   */
  isWelcome(handle: Handle): boolean {
    const { index, tip, height, bodies } = this.chain;
    if (bodies.pinnedBytes > PINNED_MAX_BYTES) return false;
    if (index.height(handle) > height + DOWNLOAD_WINDOW_BLOCKS) return false;
    return index.chainWork(handle) >= index.chainWork(tip);
  }

  /** The usual case while syncing: its header came long ago, and need not be judged again. */
  private known(peer: Peer, { bytes }: ArrivedBlock): Handle | undefined {
    const { index } = this.chain;
    const handle = index.findBytes(sha256d(bytes.subarray(0, HEADER_BYTES)));
    if (handle === NO_HANDLE || index.has(handle, Status.failed)) return undefined;
    noteShown(index, peer, handle);
    return handle;
  }

  private isWanted(peer: Peer, handle: Handle): boolean {
    if (this.chain.index.has(handle, Status.body)) return false;
    return peer.inFlight.has(handle) || this.isWelcome(handle);
  }
}
