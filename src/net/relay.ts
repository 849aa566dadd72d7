/**
 * Telling peers of a new tip. A small block travels whole to those that lack nothing but it; a few
 * blocks are told by their headers; of a longer story only the newest header, whose unknown parent
 * makes the peer ask by locator. There is never an inv for a block: it would cost a round trip.
 *
 * A peer that has the tip already is told of it too, in one header: that is how everybody knows
 * where the others stand.
 */

import { GENESIS } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { ANNOUNCE_HEADERS_MAX, INLINE_BLOCK_MAX_BYTES } from '../util/limits.ts';
import { sharedHeight } from './known.ts';
import type { Peer } from './peer.ts';
import type { Voice } from './voice.ts';

export class Relay {
  private readonly chain: Chain;
  private readonly voice: Voice;

  constructor(chain: Chain, voice: Voice) {
    this.chain = chain;
    this.voice = voice;
  }

  /** Tells a peer of our tip, once. */
  announce(peer: Peer): void {
    const { tip } = this.chain;
    if (peer.announced === tip || tip === GENESIS) return;
    const lacking = this.chain.height - sharedHeight(this.chain, peer);
    peer.announced = tip;
    if (lacking !== 1 || !this.sendWhole(peer)) this.sendHeaders(peer, lacking);
  }

  private sendWhole(peer: Peer): boolean {
    const bytes = this.chain.bodies.get(this.chain.tip)?.bytes;
    if (bytes === undefined || bytes.length > INLINE_BLOCK_MAX_BYTES) return false;
    this.voice.tellBlock(peer, bytes, 'prompt');
    return true;
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
