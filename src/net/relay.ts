/**
 * Telling peers of a new tip. A small block travels whole to those that lack nothing but it, a
 * larger one in short (BIP152); a few blocks are told by their headers; of a longer story only the
 * newest header, whose unknown parent makes the peer ask by locator. There is never an inv for a
 * block: it would cost a round trip.
 *
 * A peer that has the tip already is told of it too, in one header: that is how everybody knows
 * where the others stand.
 *
 * What travels in short is told before its inputs and signatures are checked, so that a block does
 * not wait for them at each hop; its proof of work was paid for, and nobody is blamed if it turns
 * out bad. A small block is checked within the same step, and told when it is connected.
 */

import { GENESIS, type Handle, NO_HANDLE, Status } from '../chain/block-index.ts';
import type { Body } from '../chain/bodies.ts';
import type { Chain } from '../chain/chain.ts';
import { ANNOUNCE_HEADERS_MAX, INLINE_BLOCK_MAX_BYTES } from '../util/limits.ts';
import type { Random } from '../util/random.ts';
import { type CompactBlock, compactBlock } from './compact-block.ts';
import { sharedHeight } from './known.ts';
import type { Peer } from './peer.ts';
import type { Voice } from './voice.ts';

export class Relay {
  private readonly chain: Chain;
  private readonly voice: Voice;
  private readonly random: Random;
  /** The last block told in short, in the form in which all peers are told of it. */
  private compact: { readonly handle: Handle; readonly block: CompactBlock } | undefined;
  /** The last block that was told before it was connected. */
  private early: Handle = NO_HANDLE;
  private earlyCount = 0;

  constructor(chain: Chain, voice: Voice, random: Random) {
    this.chain = chain;
    this.voice = voice;
    this.random = random;
  }

  /** Blocks told before they were connected. */
  get toldEarly(): number {
    return this.earlyCount;
  }

  /** Tells a peer of our tip, once. */
  announce(peer: Peer): void {
    const { tip } = this.chain;
    if (peer.announced === tip || tip === GENESIS) return;
    const lacking = this.chain.height - sharedHeight(this.chain, peer);
    peer.announced = tip;
    const body = lacking === 1 ? this.chain.bodies.get(tip) : undefined;
    if (body === undefined) this.sendHeaders(peer, lacking);
    else this.sendBody(peer, tip, body);
  }

  /**
   * Tells of a block on our tip whose body was accepted and is not connected yet: those that lack
   * nothing but it.
   */
  tellEarly(handle: Handle, peers: Iterable<Peer>): void {
    const body = this.chain.bodies.get(handle);
    if (body === undefined || isSmall(body) || !this.mayTellEarly(handle)) return;
    this.early = handle;
    this.earlyCount += 1;
    for (const peer of peers) {
      if (!this.lacksOnly(peer, handle)) continue;
      peer.announced = handle;
      this.sendCompact(peer, handle, body);
    }
  }

  /** On each tip only the first is told so, good or bad: whoever makes many gains nothing. */
  private mayTellEarly(handle: Handle): boolean {
    const { index, tip } = this.chain;
    if (index.parent(handle) !== tip) return false;
    if ((index.status(handle) & (Status.failed | Status.aside)) !== 0) return false;
    return this.early === NO_HANDLE || index.parent(this.early) !== tip;
  }

  private lacksOnly(peer: Peer, handle: Handle): boolean {
    const { index, height } = this.chain;
    const isShown = index.ancestor(peer.known, index.height(handle)) === handle;
    return !isShown && sharedHeight(this.chain, peer) === height;
  }

  private sendBody(peer: Peer, handle: Handle, body: Body): void {
    if (isSmall(body)) this.voice.tellBlock(peer, body.bytes, 'prompt');
    else this.sendCompact(peer, handle, body);
  }

  private sendCompact(peer: Peer, handle: Handle, { block }: Body): void {
    if (this.compact?.handle !== handle) {
      const nonce = (BigInt(this.random.u32()) << 32n) | BigInt(this.random.u32());
      this.compact = { handle, block: compactBlock(block, nonce) };
    }
    this.voice.tell(peer, { name: 'cmpctblock', compact: this.compact.block });
  }

  private sendHeaders(peer: Peer, lacking: number): void {
    const { chain } = this;
    const count = lacking > ANNOUNCE_HEADERS_MAX ? 1 : Math.max(1, lacking);
    const headers = Array.from({ length: count }, (_, at) =>
      chain.index.header(chain.activeAt(chain.height - count + 1 + at)),
    );
    this.voice.tell(peer, { name: 'headers', headers });
  }
}

function isSmall({ bytes }: Body): boolean {
  return bytes.length <= INLINE_BLOCK_MAX_BYTES;
}
