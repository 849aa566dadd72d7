/**
 * Headers of others: asked for by locator, judged one by one, entered in the tree.
 *
 * Every peer is asked once when its link is up, and answers with what follows the newest block that
 * it shares with us. A full answer is continued: at once while it brings news, and otherwise later,
 * when nobody else is bringing the same, so that five peers do not send one history five times.
 * A header from the near future is parked and looked at again; nobody is blamed for a clock.
 */

import { GENESIS, type Handle, NO_HANDLE } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { headerHash } from '../consensus/hash.ts';
import { RuleError } from '../consensus/rule-error.ts';
import { type Hash, type Header, ZERO_HASH } from '../consensus/types.ts';
import {
  EARLY_HEADERS_MAX,
  EARLY_HEADERS_PER_PEER_MAX,
  HEADERS_MAX,
  HEADERS_PROGRESS_TIMEOUT_MS,
  HEADERS_RELIEF_MS,
  HEADERS_TIMEOUT_MS,
} from '../util/limits.ts';
import { noteShown } from './known.ts';
import type { LinkId } from './link.ts';
import type { Peer } from './peer.ts';
import { type StageQuestion, Staging } from './staging.ts';
import type { Voice } from './voice.ts';
import { ProtocolError } from './wire.ts';

interface EarlyHeader {
  readonly header: Header;
  readonly link: LinkId;
}

export class Headers {
  private readonly chain: Chain;
  private readonly voice: Voice;
  private readonly staging: Staging;
  private readonly early = new Map<Hash, EarlyHeader>();
  /** When a peer brought something new, or was asked the first of a row of questions. */
  private readonly newsAt = new Map<LinkId, number>();
  /** Who was asked last to go on. */
  private turn: LinkId | undefined;
  /** Peers whose news overtook the answer that leads to it: they are asked once more. */
  private readonly overtaken = new Set<LinkId>();

  constructor(chain: Chain, voice: Voice) {
    this.chain = chain;
    this.voice = voice;
    this.staging = new Staging(chain);
  }

  get parked(): number {
    return this.early.size;
  }

  /**
   * Asks for what follows our best header, unless an answer is due already; its parent starts it,
   * so the answer is not empty.
   */
  ask(peer: Peer, now: number): void {
    const { index, bestHeader } = this.chain;
    this.askAfter(peer, bestHeader === GENESIS ? GENESIS : index.parent(bestHeader), now);
  }

  /** Throws RuleError or ProtocolError when the sender must pay for it. */
  arrived(peer: Peer, headers: readonly Header[], now: number): void {
    checkContiguous(headers);
    const sizeBefore = this.chain.index.size;
    const last = this.acceptAll(peer, headers, now);
    // An answer begins at a block that we named, so a story that begins elsewhere is none.
    if (last === 'orphan') return this.askForParent(peer, now);
    peer.headersAskedAt = 0;
    this.noteMore(peer, last, headers.length);
    const question = this.staging.question(peer);
    const isNews = this.chain.index.size > sizeBefore;
    if (isNews || question !== undefined) this.newsAt.set(peer.link, now);
    if (question !== undefined) this.askStaged(peer, question, now);
    else if (isNews) this.continueWith(peer, now);
    const isDone = peer.headersAskedAt === 0;
    if (isDone && this.overtaken.delete(peer.link)) this.ask(peer, now);
    return undefined;
  }

  /** One header, alone or before its block; undefined when it must wait or has no parent. */
  accept(peer: Peer, header: Header, now: number): Handle | undefined {
    const last = this.acceptAll(peer, [header], now);
    if (last === 'orphan') this.askForParent(peer, now);
    return last === 'orphan' ? undefined : last;
  }

  /** Goes on with a peer that has more, unless another one is quickly bringing headers now. */
  continueOne(peers: Iterable<Peer>, now: number): void {
    const all = [...peers];
    if (all.some((peer) => this.isBringing(peer, now))) return;
    const able = all.filter(({ moreAfter, headersAskedAt }) => {
      return moreAfter !== NO_HANDLE && headersAskedAt === 0;
    });
    const isOver = (peer: Peer) => peer.link === this.turn && this.isStuck(peer, now);
    const next = able.find((peer) => !isOver(peer)) ?? able[0];
    if (next === undefined) return;
    if (next.link !== this.turn) this.newsAt.set(next.link, now);
    this.turn = next.link;
    this.continueWith(next, now);
  }

  /** Looks again at the parked, and asks their senders for what followed. */
  retryEarly(peers: ReadonlyMap<LinkId, Peer>, now: number): void {
    for (const [hash, { header, link }] of this.early) {
      const handle = this.tryAgain(header, now);
      if (handle === 'early') continue;
      this.early.delete(hash);
      const peer = peers.get(link);
      if (handle === undefined || peer === undefined) continue;
      noteShown(this.chain.index, peer, handle);
      this.ask(peer, now);
    }
  }

  /** A slow answer, or one without news, keeps nobody else from being asked. */
  private isBringing(peer: Peer, now: number): boolean {
    const { headersAskedAt } = peer;
    const isFresh = headersAskedAt !== 0 && now - headersAskedAt <= HEADERS_RELIEF_MS;
    return isFresh && !this.isStuck(peer, now);
  }

  /** It answers in time, and yet nothing new comes from it: others may be asked meanwhile. */
  private isStuck(peer: Peer, now: number): boolean {
    return now - (this.newsAt.get(peer.link) ?? now) > HEADERS_PROGRESS_TIMEOUT_MS;
  }

  /** Whether headers of this peer are still to come. */
  isComing(peer: Peer): boolean {
    return peer.headersAskedAt !== 0 || peer.moreAfter !== NO_HANDLE;
  }

  isOverdue(peer: Peer, now: number): boolean {
    return peer.headersAskedAt !== 0 && now - peer.headersAskedAt > HEADERS_TIMEOUT_MS;
  }

  peerLost(peer: Peer): void {
    this.staging.close(peer);
    this.newsAt.delete(peer.link);
    this.overtaken.delete(peer.link);
    for (const [hash, { link }] of this.early) if (link === peer.link) this.early.delete(hash);
  }

  /**
   * Hashes from `handle` down: ten one by one, then blocks of the active chain, twice as far apart
   * each time, genesis last. Leaving a long branch of headers by one jump costs a few headers more
   * after a deep reorganisation, and keeps the walk as short as the message.
   */
  locator(handle: Handle): Hash[] {
    const { index } = this.chain;
    const hashes: Hash[] = [];
    let at = handle;
    for (; at !== GENESIS && hashes.length < 10; at = index.parent(at)) hashes.push(index.hash(at));
    const isLeaving = at !== GENESIS && !this.chain.isActive(at);
    let height = isLeaving ? Math.min(this.chain.height, index.height(at)) : index.height(at);
    for (let step = 1; height > 0; height -= step, step *= 2) {
      hashes.push(index.hash(this.chain.activeAt(height)));
    }
    hashes.push(index.hash(GENESIS));
    return hashes;
  }

  /** An answer under way may end below what has just come on the prompt lane. */
  private askForParent(peer: Peer, now: number): void {
    if (peer.headersAskedAt !== 0) this.overtaken.add(peer.link);
    else this.ask(peer, now);
  }

  private askAfter(peer: Peer, from: Handle, now: number): void {
    this.question(peer, this.locator(from), now);
  }

  private askStaged(peer: Peer, { last, fork }: StageQuestion, now: number): void {
    const locator = this.locator(fork);
    this.question(peer, last === locator[0] ? locator : [last, ...locator], now);
  }

  private question(peer: Peer, locator: readonly Hash[], now: number): void {
    if (peer.headersAskedAt !== 0) return;
    peer.headersAskedAt = now;
    if (peer.moreAfter === NO_HANDLE) this.newsAt.set(peer.link, now);
    this.voice.tell(peer, { name: 'getheaders', locator, stop: ZERO_HASH });
  }

  private continueWith(peer: Peer, now: number): void {
    const { index, bestHeader } = this.chain;
    const { moreAfter } = peer;
    if (moreAfter === NO_HANDLE) return;
    const isBelowBest = index.ancestor(bestHeader, index.height(moreAfter)) === moreAfter;
    // Where another peer has come further on the same branch, the question begins there.
    if (isBelowBest && moreAfter !== bestHeader) this.ask(peer, now);
    else this.askAfter(peer, moreAfter, now);
  }

  /** An answer that leads no higher than the one before is the last, or it could go on for ever. */
  private noteMore(peer: Peer, last: Handle | undefined, count: number): void {
    const { index } = this.chain;
    const before = peer.moreAfter === NO_HANDLE ? -1 : index.height(peer.moreAfter);
    const isMore = count === HEADERS_MAX && last !== undefined && index.height(last) > before;
    peer.moreAfter = isMore ? last : NO_HANDLE;
  }

  private acceptAll(
    peer: Peer,
    headers: readonly Header[],
    now: number,
  ): Handle | 'orphan' | undefined {
    const news = headers.findIndex((_, at) => this.chain.index.find(hashAt(headers, at)) < 0);
    const known = news < 0 ? headers : headers.slice(0, news);
    let last = this.enter(peer, known, now);
    if (news >= 0) {
      const parent = headers[news]!.previousHash;
      const isStaged = this.staging.continues(peer, parent);
      if (!isStaged && this.chain.index.find(parent) === NO_HANDLE) return 'orphan';
      const free = this.staging.hear(peer, headers.slice(news), now);
      last = this.enter(peer, free, now) ?? last;
    }
    if (last !== undefined) noteShown(this.chain.index, peer, last);
    return last;
  }

  /** Enters headers in the tree up to the first that is early, which is parked. */
  private enter(peer: Peer, headers: readonly Header[], now: number): Handle | undefined {
    let last: Handle | undefined;
    for (const header of headers) {
      try {
        last = this.chain.acceptHeader(header, Math.floor(now / 1000));
      } catch (error) {
        if (!(error instanceof RuleError) || error.blame !== 'early') throw error;
        this.park(peer, header);
        break;
      }
    }
    return last;
  }

  private park(peer: Peer, header: Header): void {
    let ofPeer = 0;
    for (const { link } of this.early.values()) if (link === peer.link) ofPeer += 1;
    if (this.early.size >= EARLY_HEADERS_MAX || ofPeer >= EARLY_HEADERS_PER_PEER_MAX) return;
    this.early.set(headerHash(header), { header, link: peer.link });
  }

  private tryAgain(header: Header, now: number): Handle | 'early' | undefined {
    try {
      return this.chain.acceptHeader(header, Math.floor(now / 1000));
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      return error.blame === 'early' ? 'early' : undefined;
    }
  }
}

/** Of headers in a row each but the last is named by the next. */
function hashAt(headers: readonly Header[], at: number): Hash {
  return headers[at + 1]?.previousHash ?? headerHash(headers[at]!);
}

function checkContiguous(headers: readonly Header[]): void {
  for (let at = 1; at < headers.length; at += 1) {
    if (headers[at]!.previousHash !== headerHash(headers[at - 1]!)) {
      throw new ProtocolError('headers-not-contiguous', 'each header follows the one before it');
    }
  }
}
