/**
 * The newest blocks that this tab mined, and what became of each: in the chain, or lost, and to
 * whom.
 *
 * The index says of every header whether it is ours, also after a reload; so nothing is kept on
 * disk for this, and a start looks back through the index until it has enough of them.
 */

import { type Handle, Status } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { OWN_BLOCKS_MAX } from '../util/limits.ts';
import type { BlockCard, OwnBlock } from './api.ts';
import type { MinerNames } from './wallet/miner-names.ts';

/** Who mined the block of a height of the active chain; empty while that is not known. */
type Winners = Pick<MinerNames, 'at'>;

export class OwnBlocks {
  private readonly chain: Chain;
  private readonly winners: Winners;
  /** Newest first. */
  private readonly handles: Handle[] = [];

  constructor(chain: Chain, winners: Winners) {
    this.chain = chain;
    this.winners = winners;
    for (let at = chain.index.size - 1; at >= 0 && !this.isFull; at -= 1) {
      if (chain.index.has(at, Status.own)) this.handles.push(at);
    }
  }

  add(handle: Handle): void {
    if (this.isFull) this.handles.pop();
    this.handles.unshift(handle);
  }

  /** Newest first. */
  get rows(): readonly OwnBlock[] {
    return this.handles.map((handle) => this.row(handle));
  }

  private get isFull(): boolean {
    return this.handles.length >= OWN_BLOCKS_MAX;
  }

  private row(handle: Handle): OwnBlock {
    const { chain, winners } = this;
    const { index } = chain;
    const height = index.height(handle);
    const state = stateOf(chain, handle);
    const isStale = state === 'stale';
    return {
      hash: index.hash(handle),
      height,
      time: index.time(handle),
      state,
      depth: state === 'active' ? chain.height - height + 1 : 0,
      ...(isStale ? { winner: winners.at(height), lostAt: this.lostAt(handle) } : {}),
    };
  }

  /** Height of the lowest block of the branch that went with it: where the race was lost. */
  private lostAt(handle: Handle): number {
    const { index, tip } = this.chain;
    return index.height(index.fork(handle, tip)) + 1;
  }
}

function stateOf(chain: Chain, handle: Handle): BlockCard['state'] {
  if (chain.isActive(handle)) return 'active';
  if ((chain.index.status(handle) & (Status.failed | Status.aside)) !== 0) return 'invalid';
  // One that has just been found is connected a moment later.
  return chain.index.chainWork(handle) > chain.index.chainWork(chain.tip) ? 'pending' : 'stale';
}
