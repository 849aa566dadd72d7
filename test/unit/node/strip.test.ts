import { describe, expect, it } from 'vitest';
import { Status } from '../../../src/chain/block-index.ts';
import { Chain } from '../../../src/chain/chain.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { Strip } from '../../../src/node/strip.ts';
import { bodyOf, ChainBuilder, LATE_SECONDS } from '../../support/chain-builder.ts';

const SHOWN_HEIGHTS = 24;
const SHOWN_BLOCKS = 240;

function create() {
  const builder = new ChainBuilder();
  const chain = new Chain(builder.params, builder.genesis);
  const strip = new Strip(chain);
  return { builder, chain, strip };
}

function connect(chain: Chain, run: readonly Block[]): void {
  for (const block of run) {
    chain.acceptBody(chain.acceptHeader(block.header, LATE_SECONDS), bodyOf(block));
    chain.advance();
  }
}

const hashOf = (block: Block) => headerHash(block.header);

describe('the strip', () => {
  it('shows the newest 24 heights', () => {
    const { builder, chain, strip } = create();
    const run = builder.run(builder.genesis, 60);
    for (const block of run) {
      connect(chain, [block]);
      expect(strip.cards().length).toBeLessThanOrEqual(SHOWN_HEIGHTS);
    }
    expect(strip.cards().map(({ height }) => height)).toEqual(
      Array.from({ length: SHOWN_HEIGHTS }, (_, at) => 60 - SHOWN_HEIGHTS + 1 + at),
    );
    expect(strip.cards().at(-1)).toMatchObject({ miner: 'test', transactions: 1, state: 'active' });
  });

  it('shows the newest 240 of a flood of siblings', () => {
    const { builder, chain, strip } = create();
    const siblings = Array.from({ length: 300 }, () => builder.mine(builder.genesis));
    for (const block of siblings) chain.acceptHeader(block.header, LATE_SECONDS);
    const cards = strip.cards();
    expect(cards).toHaveLength(SHOWN_BLOCKS);
    expect(cards.at(-1)!.hash).toBe(hashOf(siblings.at(-1)!));
  });

  it('tells branches apart: active, stale by how much, pending', () => {
    const { builder, chain, strip } = create();
    const [first, second, third] = builder.run(builder.genesis, 3);
    const rival = builder.mine(first!);
    connect(chain, [first!, second!, third!, rival]);
    const ahead = builder.run(rival, 3);
    const states = () => new Map(strip.cards().map((card) => [card.hash, card]));
    expect(states().get(hashOf(rival))).toMatchObject({ state: 'stale', lostBy: 1 });
    for (const block of ahead) chain.acceptHeader(block.header, LATE_SECONDS);
    expect(states().get(hashOf(rival))).toMatchObject({ state: 'pending' });
    expect(states().get(hashOf(ahead[2]!))).toMatchObject({ state: 'pending', transactions: 0 });
    expect(states().get(hashOf(third!))).toMatchObject({ state: 'active', lostBy: 0 });
  });

  it('marks what cannot be ours, and goes back to the heights it left for it', () => {
    const { builder, chain, strip } = create();
    const run = builder.run(builder.genesis, 30);
    connect(chain, run);
    const lonely = builder.run(run[25]!, 20);
    for (const block of lonely) chain.acceptHeader(block.header, LATE_SECONDS);
    expect(strip.cards()[0]!.height).toBe(46 - SHOWN_HEIGHTS + 1);
    chain.invalidate(chain.index.find(hashOf(lonely[0]!)));
    expect(strip.cards()[0]!.height).toBe(30 - SHOWN_HEIGHTS + 1);
    expect(strip.cards().find(({ hash }) => hash === hashOf(lonely[0]!))?.state).toBe('invalid');
  });

  it('shows the place being filled while the newest headers are far above it', () => {
    const { builder, chain, strip } = create();
    const own = builder.run(builder.genesis, 2);
    connect(chain, own);
    const run = builder.run(builder.genesis, 100);
    for (const block of run) chain.acceptHeader(block.header, LATE_SECONDS);
    const states = () => strip.cards().map(({ height, state }) => `${height} ${state}`);
    expect(states()).toEqual(['0 active', '1 pending', '1 active', '2 pending', '2 active']);
    connect(chain, run.slice(0, 50));
    expect(states()).toEqual([
      ...[46, 47, 48, 49, 50].map((height) => `${height} active`),
      '51 pending',
      '52 pending',
    ]);
    expect(strip.cards()[0]).toMatchObject({ miner: 'test', transactions: 1 });
    connect(chain, run.slice(50));
    expect(strip.cards()).toHaveLength(SHOWN_HEIGHTS);
    expect(strip.cards().at(-1)).toMatchObject({ height: 100, state: 'active' });
  });

  it('names the bodies that only the disk has, until it is told of them', () => {
    const { builder, chain, strip } = create();
    const run = builder.run(builder.genesis, 3);
    for (const block of run) {
      const handle = chain.acceptHeader(block.header, LATE_SECONDS);
      chain.index.setStatus(handle, Status.body);
    }
    expect(strip.unread).toHaveLength(3);
    for (const [at, handle] of strip.unread.entries()) strip.learn(handle, run[at]);
    expect(strip.unread).toEqual([]);
    expect(strip.cards().at(-1)!.miner).toBe('test');
  });
});
