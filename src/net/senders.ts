/** Who brought the bodies that are not connected yet: a block that breaks a rule has its sender. */

import type { Handle } from '../chain/block-index.ts';
import { BLOCK_SENDERS_MAX } from '../util/limits.ts';
import type { Peer } from './peer.ts';

export class Senders {
  private readonly peers = new Map<Handle, Peer>();

  note(handle: Handle, peer: Peer): void {
    this.peers.set(handle, peer);
    const [oldest] = this.peers.keys();
    if (this.peers.size > BLOCK_SENDERS_MAX) this.peers.delete(oldest!);
  }

  /** The sender, who is remembered no longer. */
  take(handle: Handle): Peer | undefined {
    const peer = this.peers.get(handle);
    this.peers.delete(handle);
    return peer;
  }

  clear(): void {
    this.peers.clear();
  }
}
