/**
 * Bodies of the branch with most work, lowest first, from whoever has shown that it has them.
 *
 * The branch is kept as a path: the handles above the last block whose history is complete, at
 * consecutive heights, so whether a header lies on it is one look-up. It follows the best header as
 * it grows, and is cut back to the fork when another branch becomes the best. Within one window
 * above the lowest missing body every peer gets what nobody was asked for yet; what a peer fails to
 * bring becomes free again.
 *
 * Cost: O(1) amortised per header and per body. The walk from a peer's best header down to the path
 * is as long as the branch on which that peer stands apart.
 */

import { GENESIS, type Handle, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import type { Hash } from '../consensus/types.ts';
import {
  BLOCK_TIMEOUT_MS,
  BLOCKS_IN_FLIGHT_PER_PEER_MAX,
  DOWNLOAD_WINDOW_BLOCKS,
  PINNED_MAX_BYTES,
} from '../util/limits.ts';
import { activeBase } from './known.ts';
import type { LinkId } from './link.ts';
import { InventoryType } from './messages.ts';
import type { Peer } from './peer.ts';
import type { Voice } from './voice.ts';

/** Ask again only when half of a peer's slots are free: fewer, fuller messages. */
const REFILL_BELOW = BLOCKS_IN_FLIGHT_PER_PEER_MAX / 2;

export class Download {
  private readonly chain: Chain;
  private readonly voice: Voice;
  private readonly peers: ReadonlyMap<LinkId, Peer>;
  /** The block at `base + n` is `path[n]`. */
  private path: Handle[] = [];
  private base = 0;
  /** Below it every body of the path is here. */
  private cursor = 0;
  /** Below it every body of the path is here or asked for. */
  private next = 0;
  private readonly asked = new Map<Handle, LinkId>();
  /** Blocks that come another way, for as long as that takes (compact-intake.ts). */
  private readonly held = new Set<Handle>();
  /** Blocks of the active chain whose bodies the disk has lost. */
  private readonly lost = new Set<Handle>();

  constructor(chain: Chain, voice: Voice, peers: ReadonlyMap<LinkId, Peer>) {
    this.chain = chain;
    this.voice = voice;
    this.peers = peers;
  }

  /** The header with most work that some peer of ours vouches for; the tip when none has more. */
  get target(): Handle {
    const { index, tip } = this.chain;
    let best = tip;
    for (const { phase, known } of this.peers.values()) {
      const isBetter = index.chainWork(known) > index.chainWork(best);
      if (phase === 'ready' && isBetter && this.isOpen(known)) best = known;
    }
    return best;
  }

  /** Gives every peer that has what we miss something to do. */
  schedule(now: number): void {
    this.follow(this.target);
    if (this.chain.bodies.pinnedBytes > PINNED_MAX_BYTES) return;
    for (const peer of this.peers.values()) {
      if (peer.phase === 'ready' && peer.inFlight.size <= REFILL_BELOW) this.ask(peer, now);
    }
  }

  /** A body came, from anyone: nobody needs to bring it any more. */
  arrived(handle: Handle): void {
    this.held.delete(handle);
    const link = this.asked.get(handle);
    if (link === undefined) return;
    this.asked.delete(handle);
    this.peers.get(link)?.inFlight.delete(handle);
  }

  /** Nobody new is asked for this one until it is let go, or here. */
  hold(handle: Handle): void {
    this.held.add(handle);
  }

  letGo(handle: Handle): void {
    if (this.held.delete(handle)) this.next = this.cursor;
  }

  /** A body of the active chain is gone from the disk: whoever has it may bring it again. */
  bodyLost(handle: Handle): void {
    if (this.chain.isActive(handle) && this.lost.size < DOWNLOAD_WINDOW_BLOCKS) {
      this.lost.add(handle);
    }
  }

  /** A peer does not have these after all: asked elsewhere, and not from it until it shows more. */
  notFound(peer: Peer, hashes: Iterable<Hash>): void {
    const { index } = this.chain;
    for (const hash of hashes) {
      const handle = index.find(hash);
      if (!peer.inFlight.has(handle)) continue;
      this.free(peer, handle);
      const parent = index.parent(handle);
      if (index.height(parent) < index.height(peer.known)) peer.known = parent;
    }
  }

  isOverdue(peer: Peer, now: number): boolean {
    const [oldest] = peer.inFlight.values();
    return oldest !== undefined && now - oldest > BLOCK_TIMEOUT_MS;
  }

  peerLost(peer: Peer): void {
    for (const handle of peer.inFlight.keys()) this.free(peer, handle);
  }

  private free(peer: Peer, handle: Handle): void {
    peer.inFlight.delete(handle);
    this.asked.delete(handle);
    this.next = this.cursor;
  }

  /** Makes the path end at `target`; the part that both have in common stays. */
  private follow(target: Handle): void {
    const { index } = this.chain;
    const above: Handle[] = [];
    let at = target;
    while (!this.isOnPath(at) && !index.has(at, Status.linked)) {
      above.push(at);
      at = index.parent(at);
    }
    if (this.isOnPath(at)) this.cutTo(index.height(at));
    else this.startAt(index.height(at) + 1);
    for (let from = above.length - 1; from >= 0; from -= 1) this.path.push(above[from]!);
    this.skipArrived();
  }

  private startAt(height: number): void {
    this.path = [];
    this.base = height;
    this.cursor = 0;
    this.next = 0;
  }

  private cutTo(height: number): void {
    this.path.length = height - this.base + 1;
    this.cursor = Math.min(this.cursor, this.path.length);
    this.next = Math.min(this.next, this.path.length);
  }

  private skipArrived(): void {
    while (this.cursor < this.path.length && this.hasBody(this.path[this.cursor]!)) {
      this.cursor += 1;
    }
    // A body that was here and got lost lies below the cursor: the next path will begin under it.
    if (this.cursor === this.path.length) this.startAt(this.base + this.path.length);
    else this.next = Math.max(this.next, this.cursor);
  }

  private isOnPath(handle: Handle): boolean {
    return this.path[this.chain.index.height(handle) - this.base] === handle;
  }

  /** Neither broken nor unwanted by the user. */
  private isOpen(handle: Handle): boolean {
    return (this.chain.index.status(handle) & (Status.failed | Status.aside)) === 0;
  }

  private hasBody(handle: Handle): boolean {
    return this.chain.index.has(handle, Status.body);
  }

  private isComing(handle: Handle): boolean {
    return this.asked.has(handle) || this.held.has(handle);
  }

  private ask(peer: Peer, now: number): void {
    const room = BLOCKS_IN_FLIGHT_PER_PEER_MAX - peer.inFlight.size;
    const picked = this.path.length > 0 ? this.pick(peer, room) : [];
    if (this.lost.size > 0) picked.push(...this.pickLost(peer, room - picked.length));
    if (picked.length > 0) this.request(peer, picked, now);
  }

  private pick(peer: Peer, room: number): Handle[] {
    const picked = this.pickFromPath(this.jointHeight(peer), room);
    const isBeside = picked.length === 0 && !this.isOnPath(peer.known);
    return isBeside ? this.pickFromBranch(peer.known, room) : picked;
  }

  private pickLost(peer: Peer, room: number): Handle[] {
    const { index } = this.chain;
    const reach = index.height(activeBase(this.chain, peer.known));
    const picked: Handle[] = [];
    for (const handle of this.lost) {
      if (this.hasBody(handle) || !this.chain.isActive(handle)) this.lost.delete(handle);
      else if (picked.length < room && index.height(handle) <= reach && !this.isComing(handle)) {
        picked.push(handle);
      }
    }
    return picked;
  }

  /** Height of the last block on the path that the peer has. */
  private jointHeight(peer: Peer): number {
    const { index } = this.chain;
    let at = peer.known;
    while (index.height(at) >= this.base && !this.isOnPath(at)) at = index.parent(at);
    return index.height(at);
  }

  private pickFromPath(height: number, room: number): Handle[] {
    const picked: Handle[] = [];
    const end = Math.min(height - this.base + 1, this.cursor + DOWNLOAD_WINDOW_BLOCKS);
    for (; this.next < Math.min(end, this.path.length) && picked.length < room; this.next += 1) {
      const handle = this.path[this.next]!;
      if (!this.hasBody(handle) && !this.isComing(handle)) picked.push(handle);
    }
    return picked;
  }

  /**
   * A branch beside the path that also has more work than our tip. It is worth its bodies because
   * whoever vouches for the best header may withhold the block. Only the last stretch is looked at:
   * a longer branch gets its turn when it is the best.
   */
  private pickFromBranch(known: Handle, room: number): Handle[] {
    const { index, tip } = this.chain;
    if (index.chainWork(known) <= index.chainWork(tip) || !this.isOpen(known)) return [];
    const missing: Handle[] = [];
    let at = known;
    for (let steps = 0; !index.has(at, Status.linked); steps += 1, at = index.parent(at)) {
      if (steps === DOWNLOAD_WINDOW_BLOCKS || at === GENESIS) return [];
      if (!this.hasBody(at) && !this.isComing(at)) missing.push(at);
    }
    return missing.reverse().slice(0, room);
  }

  private request(peer: Peer, handles: readonly Handle[], now: number): void {
    for (const handle of handles) {
      peer.inFlight.set(handle, now);
      this.asked.set(handle, peer.link);
    }
    const { index } = this.chain;
    const items = handles.map((handle) => ({
      type: InventoryType.block,
      hash: index.hash(handle),
    }));
    this.voice.tell(peer, { name: 'getdata', items });
  }
}
