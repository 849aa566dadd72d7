/**
 * Bodies of the branch with most work, lowest first, from whoever has shown that it has them.
 *
 * The branch is kept as a path: the handles above the last block whose history is complete, at
 * consecutive heights, so whether a header lies on it is one look-up. It follows the best header as
 * it grows, and is cut back to the fork when another branch becomes the best. Within one window
 * above the lowest missing body every peer gets what nobody was asked for yet, as much as its link
 * bears (pace.ts); what a peer fails to bring becomes free again. When the window cannot move for
 * one peer, those that stand idle are asked for what it owes, and it has a few seconds left.
 *
 * Cost: O(1) amortised per header and per body. The walk from a peer's best header down to the path
 * is as long as the branch on which that peer stands apart.
 */

import { GENESIS, type Handle, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import type { Hash } from '../consensus/types.ts';
import { BLOCK_RELIEF_MS, DOWNLOAD_WINDOW_BLOCKS, PINNED_MAX_BYTES } from '../util/limits.ts';
import { activeBase } from './known.ts';
import type { LinkId } from './link.ts';
import { InventoryType } from './messages.ts';
import { Paces } from './pace.ts';
import type { Peer } from './peer.ts';
import type { Voice } from './voice.ts';

export interface Delivery {
  readonly sizeBytes: number;
  readonly now: number;
}

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
  /** Who was asked last; who was asked before may still owe it, too. */
  private readonly asked = new Map<Handle, LinkId>();
  private readonly paces = new Paces();
  private lookAt = Infinity;
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

  /** When `schedule` may have something to do though nothing happens meanwhile. */
  get nextLookAt(): number {
    return this.lookAt;
  }

  /** Gives every peer that has what we miss something to do. */
  schedule(now: number): void {
    this.lookAt = Infinity;
    this.follow(this.target);
    if (this.chain.bodies.pinnedBytes > PINNED_MAX_BYTES) return;
    const hasMemory = this.hasMemory();
    const idle: Peer[] = [];
    for (const peer of this.peers.values()) {
      const room = peer.phase === 'ready' ? this.paces.room(peer) : 0;
      if (room > 0 && !(hasMemory && this.ask(peer, room, now))) idle.push(peer);
    }
    this.relieve(idle, hasMemory, now);
  }

  /** A body came from a peer, asked for or not. Whoever else was asked for it still brings it. */
  arrived(peer: Peer, handle: Handle, { sizeBytes, now }: Delivery): void {
    this.isHere(handle);
    if (peer.inFlight.delete(handle)) this.paces.delivered(peer, sizeBytes, now);
  }

  /** Nobody new is asked for this body: it came, by whatever way. */
  isHere(handle: Handle): void {
    this.held.delete(handle);
    this.asked.delete(handle);
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

  /** The code under which a peer that does not bring what it owes loses its link. */
  overdue(peer: Peer, now: number): string | undefined {
    let others = 0;
    for (const { link, inFlight } of this.peers.values()) {
      if (link !== peer.link && inFlight.size > 0) others += 1;
    }
    return this.paces.overdue(peer, others, now);
  }

  peerLost(peer: Peer): void {
    for (const handle of peer.inFlight.keys()) this.free(peer, handle);
    this.paces.lost(peer);
  }

  /** After a sleep every answer gets its full time again. */
  forgive(now: number): void {
    for (const { inFlight } of this.peers.values()) {
      for (const handle of inFlight.keys()) inFlight.set(handle, now);
    }
    this.paces.forgive(now);
  }

  private free(peer: Peer, handle: Handle): void {
    peer.inFlight.delete(handle);
    if (this.asked.get(handle) !== peer.link) return;
    this.asked.delete(handle);
    this.next = this.cursor;
  }

  /** Bodies that wait for the disk, and those on their way, have a bound together. */
  private hasMemory(): boolean {
    const comingBytes = this.asked.size * this.paces.expectedBytes;
    return this.chain.bodies.pinnedBytes + comingBytes <= PINNED_MAX_BYTES;
  }

  /**
   * Nothing is left to ask these peers for. If that is because somebody holds the lowest missing
   * body, one of them is asked for it and for what else that peer owes. Where what is coming takes
   * all memory our own line may be slow, so there is more patience, and nobody is to blame.
   */
  private relieve(idle: readonly Peer[], hasMemory: boolean, now: number): void {
    const lowest = this.path[this.cursor];
    const holder = this.peers.get(this.asked.get(lowest ?? GENESIS) ?? -1);
    if (lowest === undefined || holder === undefined) return;
    const height = this.chain.index.height(lowest);
    const helper = idle.find(
      (peer) => !peer.inFlight.has(lowest) && this.jointHeight(peer) >= height,
    );
    this.paces.holdsUp(holder, helper === undefined || !hasMemory ? 0 : now);
    if (helper === undefined) return;
    const patienceMs = hasMemory ? BLOCK_RELIEF_MS : this.paces.stallTimeoutMs;
    const dueAt = holder.inFlight.get(lowest)! + patienceMs;
    if (now < dueAt) {
      this.lookAt = dueAt;
      return;
    }
    this.paces.relieved(holder);
    this.request(helper, this.pickOwed(holder, helper), now);
  }

  private pickOwed(holder: Peer, helper: Peer): Handle[] {
    const end = this.jointHeight(helper) - this.base + 1;
    const stretch = this.path.slice(this.cursor, Math.min(end, this.windowEnd));
    const isOwed = (handle: Handle) =>
      this.asked.get(handle) === holder.link && !helper.inFlight.has(handle);
    return stretch.filter(isOwed).slice(0, this.paces.room(helper));
  }

  private get windowEnd(): number {
    return this.cursor + DOWNLOAD_WINDOW_BLOCKS;
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

  /** False when there was nothing to ask it for. */
  private ask(peer: Peer, room: number, now: number): boolean {
    const picked = this.path.length > 0 ? this.pick(peer, room) : [];
    if (this.lost.size > 0) picked.push(...this.pickLost(peer, room - picked.length));
    if (picked.length > 0) this.request(peer, picked, now);
    return picked.length > 0;
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
    const end = Math.min(height - this.base + 1, this.windowEnd);
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
    this.paces.asked(peer, now);
    const { index } = this.chain;
    const items = handles.map((handle) => ({
      type: InventoryType.block,
      hash: index.hash(handle),
    }));
    this.voice.tell(peer, { name: 'getdata', items });
  }
}
