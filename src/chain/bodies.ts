/**
 * What memory holds of block bodies and undo data.
 *
 * A record is pinned until the store has it, because before that there is no other copy; afterwards
 * it stays while there is room, and the one unused for longest goes first. What is not here is
 * asked from the disk by the node.
 */

import type { Block } from '../consensus/types.ts';
import type { Handle } from './block-index.ts';

/** A block, and the bytes that encode it. */
export interface Body {
  readonly block: Block;
  readonly bytes: Uint8Array;
}

export type Bodies = Recent<Body>;

/** How much is kept besides what is pinned. */
export interface Room {
  readonly maxBlocks: number;
  readonly maxBytes: number;
}

export class Recent<Value extends { readonly bytes: Uint8Array }> {
  private readonly room: Room;
  private readonly pinned = new Map<Handle, Value>();
  private readonly kept = new Map<Handle, Value>();
  private keptBytes = 0;
  private pinnedSizeBytes = 0;

  constructor(room: Room) {
    this.room = room;
  }

  /** Bytes that only this memory holds: what a slow or broken store has not taken. */
  get pinnedBytes(): number {
    return this.pinnedSizeBytes;
  }

  get(handle: Handle): Value | undefined {
    const pinned = this.pinned.get(handle);
    if (pinned !== undefined) return pinned;
    const value = this.kept.get(handle);
    if (value === undefined) return undefined;
    // A map remembers the order of insertion: entering it anew makes it the newest.
    this.kept.delete(handle);
    this.kept.set(handle, value);
    return value;
  }

  has(handle: Handle): boolean {
    return this.pinned.has(handle) || this.kept.has(handle);
  }

  pin(handle: Handle, value: Value): void {
    this.drop(handle);
    this.pinned.set(handle, value);
    this.pinnedSizeBytes += value.bytes.length;
  }

  /** The store has it now. */
  release(handle: Handle): void {
    const value = this.pinned.get(handle);
    if (value === undefined) return;
    this.drop(handle);
    this.keep(handle, value);
  }

  keep(handle: Handle, value: Value): void {
    if (this.has(handle)) return;
    this.kept.set(handle, value);
    this.keptBytes += value.bytes.length;
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.room.maxBlocks && this.keptBytes <= this.room.maxBytes) break;
      this.drop(oldest);
    }
  }

  private drop(handle: Handle): void {
    const [pinned, kept] = [this.pinned.get(handle), this.kept.get(handle)];
    if (pinned !== undefined) this.pinnedSizeBytes -= pinned.bytes.length;
    if (kept !== undefined) this.keptBytes -= kept.bytes.length;
    this.pinned.delete(handle);
    this.kept.delete(handle);
  }
}
