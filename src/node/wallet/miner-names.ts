/**
 * Who mined the block of a height, for the sentence about a reward that lost its race. A name that
 * is not in memory is asked from the disk, once, and is there the next time.
 */

import type { Handle } from '../../chain/block-index.ts';
import type { Chain } from '../../chain/chain.ts';
import { parseCoinbaseScript } from '../../consensus/coinbase.ts';
import type { Block } from '../../consensus/types.ts';
import { MINERS_KNOWN_MAX } from '../../util/limits.ts';
import type { BooksWays } from './books.ts';

export class MinerNames {
  private readonly chain: Chain;
  private readonly readBody: BooksWays['readBody'];
  /** Empty while the block is on its way from the disk. */
  private readonly names = new Map<Handle, string>();
  private learntCount = 0;

  constructor({ chain, readBody }: Pick<BooksWays, 'chain' | 'readBody'>) {
    this.chain = chain;
    this.readBody = readBody;
  }

  /** Grows when a name has come. */
  get learnt(): number {
    return this.learntCount;
  }

  get size(): number {
    return this.names.size;
  }

  /** The miner of the active block at this height; empty while it is not known. */
  at(height: number): string {
    // A block that was set aside leaves its height empty until the next one comes.
    if (height > this.chain.height) return '';
    const handle = this.chain.activeAt(height);
    if (!this.names.has(handle)) this.look(handle);
    return this.names.get(handle) ?? '';
  }

  private look(handle: Handle): void {
    for (const oldest of this.names.keys()) {
      if (this.names.size < MINERS_KNOWN_MAX) break;
      this.names.delete(oldest);
    }
    this.names.set(handle, '');
    this.readBody(handle, (body) => {
      if (body === undefined || !this.names.has(handle)) return;
      this.names.set(handle, nameOfMiner(body.block));
      this.learntCount += 1;
    });
  }
}

function nameOfMiner({ transactions }: Block): string {
  return parseCoinbaseScript(transactions[0]!.inputs[0]!.scriptSig).tag;
}
