import { describe, expect, it } from 'vitest';
import { Chain } from '../../../src/chain/chain.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { OwnBlocks } from '../../../src/node/own-blocks.ts';
import { bodyOf, ChainBuilder, LATE_SECONDS } from '../../support/chain-builder.ts';

function createWorld() {
  const builder = new ChainBuilder();
  const chain = new Chain(builder.params, builder.genesis);
  const winners = { at: (height: number) => (height > chain.height ? '' : `miner ${height}`) };
  const make = () => new OwnBlocks(chain, winners);
  const own = make();
  const enter = (block: Block) => {
    const handle = chain.acceptHeader(block.header, LATE_SECONDS);
    chain.acceptBody(handle, bodyOf(block));
    while (chain.advance().kind !== 'idle') continue;
    return handle;
  };
  const find = (block: Block) => {
    const handle = enter(block);
    chain.markOwn(handle);
    own.add(handle);
    return handle;
  };
  return { builder, chain, own, make, enter, find };
}

describe('the blocks of this tab', () => {
  it('are told newest first, with how deep they are', () => {
    const { builder, own, find, enter } = createWorld();
    const [first, second, third] = builder.run(builder.genesis, 3);
    find(first!);
    find(second!);
    enter(third!);
    expect(own.rows).toEqual([
      {
        hash: headerHash(second!.header),
        height: 2,
        time: second!.header.time,
        state: 'active',
        depth: 2,
      },
      {
        hash: headerHash(first!.header),
        height: 1,
        time: first!.header.time,
        state: 'active',
        depth: 3,
      },
    ]);
  });

  it('that lost are told with who won, and with the height of the race', () => {
    const { builder, own, find, enter } = createWorld();
    const ours = builder.run(builder.genesis, 2);
    for (const block of ours) find(block);
    for (const block of builder.run(builder.genesis, 3)) enter(block);
    expect(own.rows).toMatchObject([
      { height: 2, state: 'stale', depth: 0, winner: 'miner 2', lostAt: 1 },
      { height: 1, state: 'stale', depth: 0, winner: 'miner 1', lostAt: 1 },
    ]);
  });

  it('that lost are in the chain again when their branch is', () => {
    const { builder, own, find, enter } = createWorld();
    const ours = builder.mine(builder.genesis);
    find(ours);
    for (const block of builder.run(builder.genesis, 2)) enter(block);
    expect(own.rows[0]).toMatchObject({ state: 'stale' });
    for (const block of builder.run(ours, 2)) enter(block);
    expect(own.rows[0]).toMatchObject({ state: 'active', depth: 3 });
  });

  it('that the user set aside are not said to have lost', () => {
    const { builder, chain, own, find } = createWorld();
    const handle = find(builder.mine(builder.genesis));
    chain.invalidate(handle);
    while (chain.advance().kind !== 'idle') continue;
    expect(own.rows[0]).toMatchObject({ state: 'invalid', depth: 0 });
    expect(own.rows[0]).not.toHaveProperty('winner');
  });

  it('are known again after a reload, and those of others are not', () => {
    const { builder, find, enter, make, own } = createWorld();
    const [first, second, third] = builder.run(builder.genesis, 3);
    find(first!);
    enter(second!);
    find(third!);
    expect(make().rows).toEqual(own.rows);
    expect(own.rows.map(({ height }) => height)).toEqual([3, 1]);
  });

  it('are many: it tells of the newest 32', () => {
    const { builder, own, find, make } = createWorld();
    for (const block of builder.run(builder.genesis, 40)) find(block);
    const heights = Array.from({ length: 32 }, (_, at) => 40 - at);
    expect(own.rows.map(({ height }) => height)).toEqual(heights);
    expect(make().rows.map(({ height }) => height)).toEqual(heights);
  });
});
