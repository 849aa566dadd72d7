/**
 * What came of mining since the page opened: hashes, the blocks they found and the blocks they were
 * worth, and what became of each block.
 *
 * Every hash finds a block with the chance one in as many as the difficulty asks for, whatever came
 * before it; so the blocks expected are the hashes over that number, added up as the difficulty
 * moves. Found above expected is luck, and evens out.
 */

import type { Handle } from '../chain/block-index.ts';
import type { MiningState } from './api.ts';
import type { OwnBlocks } from './own-blocks.ts';
import type { HashRate } from './ports.ts';

type RecordView = Pick<MiningState, 'blocksFound' | 'blocksActive' | 'luck' | 'ownBlocks'>;

export class MiningRecord {
  private readonly ownBlocks: OwnBlocks;
  private hashes = 0;
  private expected = 0;
  private hits = 0;
  /** Blocks found since the node started: one number for each. */
  private readonly found = new Set<Handle>();
  /** A set, since a rebuild of the chain connects blocks that nobody took back. */
  private readonly foundActive = new Set<Handle>();

  constructor(ownBlocks: OwnBlocks) {
    this.ownBlocks = ownBlocks;
  }

  /** `difficultyHashes` is what a block takes on average now. */
  worked({ hashes }: HashRate, difficultyHashes: number): void {
    this.expected += (hashes - this.hashes) / difficultyHashes;
    this.hashes = hashes;
  }

  /** A block found by hashing; those made on command are none. */
  hit(): void {
    this.hits += 1;
  }

  foundBlock(handle: Handle): void {
    this.found.add(handle);
    this.ownBlocks.add(handle);
  }

  moved(connected: readonly Handle[], disconnected: readonly Handle[]): void {
    for (const handle of connected) if (this.found.has(handle)) this.foundActive.add(handle);
    for (const handle of disconnected) this.foundActive.delete(handle);
  }

  get view(): RecordView {
    return {
      blocksFound: this.found.size,
      blocksActive: this.foundActive.size,
      luck: { hashes: this.hashes, expected: this.expected, found: this.hits },
      ownBlocks: this.ownBlocks.rows,
    };
  }
}
