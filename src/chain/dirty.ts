/**
 * What memory knows and the disk does not yet: gathered as blocks are accepted and connected, and
 * taken as one whole, so that one storage transaction moves the disk from one true state to the
 * next.
 */

import type { Coin } from '../consensus/types.ts';
import { type Handle, PAGE_HEADERS } from './block-index.ts';
import type { CoinDelta } from './coins.ts';
import type { Undo } from './undo.ts';

export interface Changes {
  /** Pages of the block index that differ from their records. */
  readonly pages: readonly number[];
  readonly bodies: readonly Handle[];
  readonly undo: ReadonlyMap<Handle, Uint8Array>;
  /** Replayed as: remove all spent, then add all added. */
  readonly coins: CoinDelta;
  readonly tipMoved: boolean;
  /** The coin set was emptied before `coins` changed it: what the disk has of it goes first. */
  readonly coinsCleared: boolean;
}

export class Dirty {
  private pages = new Set<number>();
  private bodies = new Set<Handle>();
  private undo = new Map<Handle, Uint8Array>();
  private added = new Map<string, Coin>();
  private spent = new Set<string>();
  private tipMoved = false;
  private coinsCleared = false;

  get isEmpty(): boolean {
    return this.pages.size === 0 && !this.tipMoved;
  }

  /** Blocks whose bodies or undo data wait, for deciding when a batch is full. */
  get blocks(): number {
    return Math.max(this.bodies.size, this.undo.size);
  }

  header(handle: Handle): void {
    this.pages.add(Math.floor(handle / PAGE_HEADERS));
  }

  body(handle: Handle): void {
    this.header(handle);
    this.bodies.add(handle);
  }

  connected(handle: Handle, { bytes }: Undo): void {
    this.header(handle);
    this.undo.set(handle, bytes);
  }

  /** The tip went back to genesis, which has no coins. */
  restarted(): void {
    this.added = new Map();
    this.spent = new Set();
    this.tipMoved = true;
    this.coinsCleared = true;
  }

  moved({ added, spent }: CoinDelta): void {
    this.tipMoved = true;
    for (const key of spent) if (!this.added.delete(key)) this.spent.add(key);
    for (const [key, coin] of added) this.added.set(key, coin);
  }

  take(): Changes {
    const changes = {
      pages: [...this.pages],
      bodies: [...this.bodies],
      undo: this.undo,
      coins: { added: this.added, spent: this.spent },
      coinsCleared: this.coinsCleared,
      tipMoved: this.tipMoved,
    };
    this.pages = new Set();
    this.bodies = new Set();
    this.undo = new Map();
    this.added = new Map();
    this.spent = new Set();
    this.tipMoved = false;
    this.coinsCleared = false;
    return changes;
  }
}
