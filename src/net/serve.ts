/**
 * Answering peers that are behind us: headers after a locator, and blocks by hash.
 *
 * Nothing is sent into a link that does not drain: what is asked for waits in a bounded queue until
 * the backlog is short, and a second question for headers replaces the first. Bodies that memory no
 * longer holds are read from the disk, and count against the backlog from the moment they are asked
 * for. Blocks and pages of headers go on the bulk lane, so a fresh block never waits behind them;
 * blocks only as far as the peer's share of our line goes (budget.ts). Our tip is no such bulk.
 */

import { GENESIS, type Handle, NO_HANDLE, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import {
  ANNOUNCE_HEADERS_MAX,
  BACKLOG_MAX_BYTES,
  HEADERS_MAX,
  MESSAGE_MAX_BYTES,
  SERVE_QUEUE_MAX,
} from '../util/limits.ts';
import { mayUpload, noteUpload } from './budget.ts';
import { type InventoryItem, InventoryType } from './messages.ts';
import type { HeadersQuestion, Outbox, Peer } from './peer.ts';
import type { Voice } from './voice.ts';
import { ProtocolError } from './wire.ts';

/** One more message still keeps the backlog below what would cost the link. */
const SERVE_BACKLOG_BYTES = BACKLOG_MAX_BYTES - MESSAGE_MAX_BYTES;

export class Serve {
  private readonly chain: Chain;
  private readonly voice: Voice;
  private readonly outbox: Pick<Outbox, 'readBody'>;

  constructor(chain: Chain, voice: Voice, outbox: Pick<Outbox, 'readBody'>) {
    this.chain = chain;
    this.voice = voice;
    this.outbox = outbox;
  }

  /** True when the answer has left and told all that we have. */
  wantHeaders(peer: Peer, question: HeadersQuestion): boolean {
    peer.headersWanted = question;
    if (!hasRoom(peer)) return false;
    return this.answerHeaders(peer, question);
  }

  /** What is unknown or gone is named in one notfound. Throws ProtocolError past the limit. */
  wantBlocks(peer: Peer, items: readonly InventoryItem[], peers: Iterable<Peer>): void {
    const missing: InventoryItem[] = [];
    for (const item of items) {
      const handle = this.chain.index.find(item.hash);
      // Genesis is computed by everybody and stored by nobody.
      const isHere = handle > GENESIS && this.hasBody(handle);
      if (!isHere || item.type !== InventoryType.block) missing.push(item);
      else if (!this.sendFresh(peer, handle)) peer.wanted.push(handle);
    }
    if (peer.wanted.length + peer.reading.size > SERVE_QUEUE_MAX) {
      throw new ProtocolError('getdata-too-many', `more than ${SERVE_QUEUE_MAX} blocks at once`);
    }
    if (missing.length > 0) this.voice.tell(peer, { name: 'notfound', items: missing });
    this.pump(peer, peers);
  }

  /** Sends what fits into the link; `peers` are all, whose reads are shared. */
  pump(peer: Peer, peers: Iterable<Peer>): void {
    const question = peer.headersWanted;
    if (question !== undefined && hasRoom(peer)) this.answerHeaders(peer, question);
    while (peer.wanted.length > 0 && hasRoom(peer) && mayUpload(peer.budget)) {
      this.sendBlock(peer, peer.wanted.shift()!, peers);
    }
  }

  /** The disk answered; `bytes` are undefined when it lost the body. */
  bodyRead(peers: Iterable<Peer>, handle: Handle, bytes: Uint8Array | undefined): void {
    const all = [...peers];
    for (const peer of all) {
      if (!peer.reading.delete(handle)) continue;
      if (bytes === undefined) this.sendNotFound(peer, handle);
      else this.voice.tellBlock(peer, bytes, 'bulk');
      this.pump(peer, all);
    }
  }

  private answerHeaders(peer: Peer, { locator, stop }: HeadersQuestion): boolean {
    const { chain } = this;
    peer.headersWanted = undefined;
    const { index } = chain;
    const shared = locator.map((hash) => index.find(hash)).find((at) => this.isActive(at));
    const from = index.height(shared ?? GENESIS) + 1;
    const stopAt = index.find(stop);
    const to = this.isActive(stopAt) ? index.height(stopAt) : chain.height;
    const count = Math.max(0, Math.min(HEADERS_MAX, to - from + 1));
    const headers = Array.from({ length: count }, (_, at) =>
      index.header(chain.activeAt(from + at)),
    );
    // A page of headers is as long as ten fragments: a fresh block must not wait for it.
    const lane = count > ANNOUNCE_HEADERS_MAX ? 'bulk' : 'prompt';
    this.voice.tell(peer, { name: 'headers', headers }, lane);
    const isComplete = from + count - 1 === chain.height;
    if (isComplete && count > 0) peer.announced = chain.tip;
    return isComplete;
  }

  /** What nobody can have had for long leaves at once, and once; its rivals wait like others. */
  private sendFresh(peer: Peer, handle: Handle): boolean {
    const height = this.chain.index.height(handle);
    const isFresh = height >= this.chain.height && height > peer.budget.freshHeight;
    const body = isFresh && hasRoom(peer) ? this.chain.bodies.get(handle) : undefined;
    if (body === undefined) return false;
    peer.budget.freshHeight = height;
    noteUpload(peer.budget, body.bytes.length);
    this.voice.tellBlock(peer, body.bytes, 'prompt');
    return true;
  }

  private sendBlock(peer: Peer, handle: Handle, peers: Iterable<Peer>): void {
    const body = this.chain.bodies.get(handle);
    if (body === undefined) return this.readBlock(peer, handle, peers);
    noteUpload(peer.budget, body.bytes.length);
    return this.voice.tellBlock(peer, body.bytes, 'bulk');
  }

  private readBlock(peer: Peer, handle: Handle, peers: Iterable<Peer>): void {
    if (!this.hasBody(handle)) return this.sendNotFound(peer, handle);
    const isBeingRead = [...peers].some(({ reading }) => reading.has(handle));
    const sizeBytes = this.chain.index.bodyPlace(handle).length;
    peer.reading.set(handle, sizeBytes);
    noteUpload(peer.budget, sizeBytes);
    if (!isBeingRead) this.outbox.readBody(handle);
    return undefined;
  }

  private sendNotFound(peer: Peer, handle: Handle): void {
    const item = { type: InventoryType.block, hash: this.chain.index.hash(handle) };
    this.voice.tell(peer, { name: 'notfound', items: [item] });
  }

  private hasBody(handle: Handle): boolean {
    return this.chain.index.has(handle, Status.body);
  }

  private isActive(handle: Handle): boolean {
    return handle !== NO_HANDLE && this.chain.isActive(handle);
  }
}

/** Whether its link drains, so that what is no news may be added to it. */
export function hasRoom(peer: Peer): boolean {
  let bytes = peer.backlog;
  for (const sizeBytes of peer.reading.values()) bytes += sizeBytes;
  return bytes <= SERVE_BACKLOG_BYTES;
}
