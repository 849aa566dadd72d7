/**
 * What a peer has, as far as it has shown: the best header it sent, and everything below. An honest
 * peer shows only what it has validated, bodies included, so what it shows can be asked from it. A
 * block that it tells in short it has as well, checked but for inputs and signatures: when that
 * block fails, so does what it showed, and nobody is blamed (`forgetFailed`).
 *
 * Cost: the walks here are as long as the branch that leaves our active chain, not as the chain.
 */

import type { BlockIndex, Handle } from '../chain/block-index.ts';
import { Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import type { Peer } from './peer.ts';

/** Notes that a peer sent this header, alone or with its block. */
export function noteShown(index: BlockIndex, peer: Peer, handle: Handle): void {
  if (!peer.shown || index.chainWork(handle) >= index.chainWork(peer.known)) peer.known = handle;
  peer.shown = true;
}

/** After a block has failed: what stands on it is nothing that a peer has. */
export function forgetFailed(index: BlockIndex, peer: Peer): void {
  while (index.has(peer.known, Status.failed)) peer.known = index.parent(peer.known);
}

/** The last block of the active chain at or below a header. */
export function activeBase(chain: Chain, handle: Handle): Handle {
  let at = handle;
  while (!chain.isActive(at)) at = chain.index.parent(at);
  return at;
}

/** Height up to which a peer has our active chain, by what it showed and by what we told it. */
export function sharedHeight(chain: Chain, peer: Peer): number {
  const { index } = chain;
  const shown = index.height(activeBase(chain, peer.known));
  return Math.max(shown, index.height(activeBase(chain, peer.announced)));
}
