/**
 * A mempool on a real chain: blocks are mined and offered, the chain moves, and the mempool hears
 * of it as it does in the node.
 */

import { encodeBlock } from '../../src/consensus/encoding.ts';
import { headerHash } from '../../src/consensus/hash.ts';
import type { Block, Hash, Transaction } from '../../src/consensus/types.ts';
import { Mempool, type Movement } from '../../src/mempool/mempool.ts';
import type { MempoolRoom } from '../../src/mempool/seats.ts';
import type { Removal } from '../../src/mempool/verdict.ts';
import { ChainWorld } from './chain-world.ts';

export class PoolChain {
  readonly past: ChainWorld;
  readonly pool: Mempool;
  private readonly blocks = new Map<Hash, Block>();
  private made = 0;

  /** `height` is the tip's, from 40 on. */
  constructor(height: number, room?: MempoolRoom) {
    this.past = new ChainWorld(height);
    this.pool = new Mempool(this.past.driver.chain, room);
    for (const block of this.past.blocks) this.blocks.set(headerHash(block.header), block);
  }

  get tip(): Block {
    return this.past.lab.tip;
  }

  /** A block of these transactions, whose coinbase claims the fees; on the tip unless said. */
  make(transactions: readonly Transaction[] = [], fees = 0, parent = this.tip): Block {
    const { lab } = this.past;
    this.made += 1;
    const tail = new Uint8Array(new Uint32Array([this.made]).buffer);
    const scriptSig = lab.scriptSig(lab.height(parent) + 1, tail);
    const block = lab.make({ parent, transactions, fees, scriptSig });
    this.blocks.set(headerHash(block.header), block);
    return block;
  }

  /** Blocks one on the other, each of its transactions. */
  branch(parent: Block, lists: ReadonlyArray<readonly Transaction[]>): Block[] {
    const blocks: Block[] = [];
    for (const list of lists) blocks.push(this.make(list, 0, blocks.at(-1) ?? parent));
    return blocks;
  }

  /** Offers blocks, and tells the mempool how the chain moved. */
  offer(blocks: readonly Block[], now = 0): readonly Removal[] {
    for (const block of blocks) {
      const verdict = this.past.driver.offer(encodeBlock(block), block.header.time);
      if (verdict !== 'accepted') throw new Error(`a good block is refused: ${verdict}`);
    }
    return this.follow(now).removed;
  }

  mine(transactions: readonly Transaction[] = [], fees = 0): readonly Removal[] {
    return this.offer([this.make(transactions, fees)]);
  }

  /** Sets the block so many below the tip aside, 0 for the tip itself. */
  veto(depth: number, now = 0): { readonly removed: readonly Removal[]; readonly moved: Movement } {
    const { chain } = this.past.driver;
    chain.invalidate(chain.activeAt(chain.height - depth));
    const first = this.past.blocks[1]!;
    this.past.driver.offer(encodeBlock(first), first.header.time);
    return this.follow(now);
  }

  /** Takes the laboratory and the mempool to where the chain is. */
  follow(now: number): { readonly removed: readonly Removal[]; readonly moved: Movement } {
    const old = this.past.blocks;
    this.past.moveTo(this.blocks.get(this.past.driver.tip)!);
    const fresh = this.past.blocks;
    const fork = old.findIndex((block, at) => block !== fresh[at]);
    const from = fork < 0 ? old.length : fork;
    const moved = {
      disconnected: old.slice(from).toReversed(),
      connected: fresh.slice(from),
    };
    return { removed: this.pool.moved(moved, now), moved };
  }
}
