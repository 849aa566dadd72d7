import { describe, expect, it } from 'vitest';
import { Chain } from '../../../src/chain/chain.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { bodyOf, ChainBuilder, LATE_SECONDS } from '../../support/chain-builder.ts';

const builder = new ChainBuilder();
const { genesis } = builder;

const startChain = () => new Chain(builder.params, genesis);

function offer(chain: Chain, ...blocks: readonly Block[]): void {
  for (const block of blocks) {
    chain.acceptBody(chain.acceptHeader(block.header, LATE_SECONDS), bodyOf(block));
  }
}

function settle(chain: Chain): void {
  while (chain.advance().kind !== 'idle');
}

const tipOf = (chain: Chain) => chain.index.hash(chain.tip);
const hashOf = (block: Block) => headerHash(block.header);

describe('a chain', () => {
  it('grows block by block', () => {
    const chain = startChain();
    const blocks = builder.run(genesis, 5);
    for (const block of blocks) {
      offer(chain, block);
      settle(chain);
      expect(tipOf(chain)).toBe(hashOf(block));
    }
    expect(chain.height).toBe(5);
    expect(chain.coins.size).toBe(5);
  });

  it.each([1, 2, 10, 100])('reorganises across %d blocks', (depth) => {
    const [chain, straight] = [startChain(), startChain()];
    const [old, better] = [builder.run(genesis, depth), builder.run(genesis, depth + 1)];
    offer(chain, ...old);
    settle(chain);
    offer(chain, ...better);
    settle(chain);
    offer(straight, ...better);
    settle(straight);
    expect(tipOf(chain)).toBe(hashOf(better.at(-1)!));
    expect(chain.coins.checksum).toBe(straight.coins.checksum);
  });
});
