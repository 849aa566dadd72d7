/**
 * Which branches could be ours. Bodies arrive in any order; a block is *linked* once its body and
 * all below it are here, and only linked blocks can be connected. Of the linked tree this keeps the
 * leaves: a long run that is being connected is one leaf, however long it is.
 *
 * Of equal work the header that was seen first wins. Headers are numbered as they arrive, on the
 * disk too, so a restart decides as before.
 *
 * Cost: O(1) per header and per body; O(leaves with more work than the tip) per choice; O(headers)
 * when a block fails or the user changes his mind.
 */

import { type BlockIndex, GENESIS, type Handle, Status } from './block-index.ts';
import type { Dirty } from './dirty.ts';

export class Branches {
  private readonly index: BlockIndex;
  private readonly dirty: Dirty;
  /** Linked and open leaves; those without more work than the tip leave at the next choice. */
  private readonly leaves = new Set<Handle>();
  /** Blocks whose body is here and whose parent's is not, by parent. */
  private readonly waiting = new Map<Handle, Handle[]>();
  private best: Handle = GENESIS;

  constructor(index: BlockIndex, dirty: Dirty) {
    this.index = index;
    this.dirty = dirty;
  }

  /** The open header with most work, whether or not its body is here. */
  get bestHeader(): Handle {
    return this.best;
  }

  /** Neither it nor an ancestor broke a rule or was set aside. */
  isOpen(handle: Handle): boolean {
    return (this.index.status(handle) & (Status.failed | Status.aside)) === 0;
  }

  headerEntered(handle: Handle): void {
    this.inherit(handle);
    if (this.isOpen(handle) && this.hasMoreWork(handle, this.best)) this.best = handle;
  }

  /** A body arrived: what stands on it may become connectable. */
  bodyEntered(handle: Handle): void {
    const parent = this.index.parent(handle);
    if (!this.index.has(parent, Status.linked)) return this.wait(handle, parent);
    const queue = [handle];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      this.index.setStatus(at, Status.linked);
      this.enterLeaf(at);
      queue.push(...(this.waiting.get(at) ?? []));
      this.waiting.delete(at);
    }
  }

  /** The linked block with most work, where that is more than the floor has; else the floor. */
  choose(floor: Handle): Handle {
    let target = floor;
    for (const leaf of this.leaves) {
      if (!this.hasMoreWork(leaf, floor)) this.leaves.delete(leaf);
      else if (this.isBetter(leaf, target)) target = leaf;
    }
    return target;
  }

  /** A block broke a rule for ever, and so does everything above it. */
  fail(handle: Handle): void {
    for (let at = handle; at < this.index.size; at += 1) {
      const fails = at === handle || this.index.has(this.index.parent(at), Status.failed);
      if (!fails || this.index.has(at, Status.failed)) continue;
      this.index.setStatus(at, Status.failed);
      this.dirty.header(at);
      this.leaves.delete(at);
    }
    if (!this.isOpen(this.best)) this.findBest();
    this.enterLeaf(this.index.parent(handle));
  }

  /** Failures are to be found anew; `relink` must follow. */
  forgive(): void {
    for (let at = GENESIS + 1; at < this.index.size; at += 1) this.clear(at, Status.failed);
  }

  /** The user wants no branch with this block; `relink` must follow. */
  setAside(handle: Handle): void {
    this.index.setStatus(handle, Status.unwanted);
    this.dirty.header(handle);
  }

  /** The user changed his mind, about this block, those below and those above it. */
  takeBack(handle: Handle): void {
    const height = this.index.height(handle);
    for (let at = handle; at !== GENESIS; at = this.index.parent(at)) {
      this.clear(at, Status.unwanted);
    }
    for (let at = handle + 1; at < this.index.size; at += 1) {
      if (this.index.ancestor(at, height) === handle) this.clear(at, Status.unwanted);
    }
  }

  /** Derives what is not stored: marks of descendants, links, leaves, the best header. */
  relink(isActive: (handle: Handle) => boolean): void {
    this.leaves.clear();
    this.waiting.clear();
    for (let at = GENESIS + 1; at < this.index.size; at += 1) {
      this.inherit(at);
      this.index.clearStatus(at, Status.linked);
      // The coins at an active block are known, so what stands on it can do without its body.
      if (isActive(at)) this.index.setStatus(at, Status.linked);
      else if (this.index.has(at, Status.body)) this.bodyEntered(at);
    }
    this.findBest();
  }

  private clear(handle: Handle, mark: number): void {
    if (!this.index.has(handle, mark)) return;
    this.index.clearStatus(handle, mark);
    this.dirty.header(handle);
  }

  private wait(handle: Handle, parent: Handle): void {
    const siblings = this.waiting.get(parent);
    if (siblings === undefined) this.waiting.set(parent, [handle]);
    else siblings.push(handle);
  }

  private enterLeaf(handle: Handle): void {
    if (!this.index.has(handle, Status.linked) || !this.isOpen(handle)) return;
    this.leaves.delete(this.index.parent(handle));
    this.leaves.add(handle);
  }

  private inherit(handle: Handle): void {
    const parent = this.index.status(this.index.parent(handle));
    if ((parent & Status.failed) !== 0) this.index.setStatus(handle, Status.failed);
    const isAside = (parent & Status.aside) !== 0 || this.index.has(handle, Status.unwanted);
    if (isAside) this.index.setStatus(handle, Status.aside);
    else this.index.clearStatus(handle, Status.aside);
  }

  private findBest(): void {
    this.best = GENESIS;
    for (let at = GENESIS + 1; at < this.index.size; at += 1) {
      if (this.isOpen(at) && this.hasMoreWork(at, this.best)) this.best = at;
    }
  }

  private hasMoreWork(left: Handle, right: Handle): boolean {
    return this.index.chainWork(left) > this.index.chainWork(right);
  }

  private isBetter(left: Handle, right: Handle): boolean {
    const difference = this.index.chainWork(left) - this.index.chainWork(right);
    return difference > 0n || (difference === 0n && left < right);
  }
}
