import { describe, expect, it } from 'vitest';
import { Chain } from '../../../src/chain/chain.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { Keeper } from '../../../src/node/keeper.ts';
import { ChainRecords } from '../../../src/node/schema.ts';
import { bodyOf, ChainBuilder, LATE_SECONDS } from '../../support/chain-builder.ts';

const builder = new ChainBuilder();
const blocks = builder.run(builder.genesis, 450);

function create(): { chain: Chain; keeper: Keeper } {
  const chain = new Chain(builder.params, builder.genesis);
  const keeper = new Keeper(chain, new ChainRecords(chain.index), { state: 'disk' });
  return { chain, keeper };
}

function connect(chain: Chain, run: readonly Block[]): void {
  for (const block of run) {
    chain.acceptBody(chain.acceptHeader(block.header, LATE_SECONDS), bodyOf(block));
    chain.advance();
  }
}

describe('the keeper', () => {
  it('writes a block at the tip at once', () => {
    const { chain, keeper } = create();
    connect(chain, blocks.slice(0, 1));
    expect(keeper.take(true)?.batch).toBe(1);
    expect(keeper.take(true)).toBeUndefined();
    connect(chain, blocks.slice(1, 2));
    expect(keeper.take(true)?.batch).toBe(2);
  });

  it('gathers 200 blocks into one transaction while more are coming', () => {
    const { chain, keeper } = create();
    connect(chain, blocks.slice(0, 199));
    expect(keeper.take(false)).toBeUndefined();
    connect(chain, blocks.slice(199, 200));
    const batch = keeper.take(false);
    const bodies = batch!.writes.filter((write) => 'put' in write && write.put[0] === 'bodies');
    expect(bodies.length).toBeGreaterThan(0);
    expect(keeper.take(false)).toBeUndefined();
  });

  it('gathers 8 MB of bodies and no more', () => {
    const { chain, keeper } = create();
    const [block] = blocks;
    const handle = chain.acceptHeader(block!.header, LATE_SECONDS);
    chain.acceptBody(handle, bodyOf(block!));
    expect(keeper.take(false)).toBeUndefined();
    // As if the body were that large: only its length counts here.
    const large = { ...bodyOf(block!), bytes: new Uint8Array(8 * 1024 * 1024) };
    chain.bodies.pin(-2, large);
    expect(keeper.take(false)?.batch).toBe(1);
  });

  it('has four transactions under way, and the next waits for one to end', () => {
    const { chain, keeper } = create();
    for (let at = 0; at < 4; at += 1) {
      connect(chain, blocks.slice(at, at + 1));
      expect(keeper.take(true)?.batch).toBe(at + 1);
    }
    connect(chain, blocks.slice(4, 5));
    expect(keeper.take(true)).toBeUndefined();
    keeper.written(1);
    expect(keeper.take(true)?.batch).toBe(5);
  });

  it('keeps bodies pinned in memory until the disk has them', () => {
    const { chain, keeper } = create();
    connect(chain, blocks.slice(0, 3));
    expect(chain.bodies.pinnedBytes).toBeGreaterThan(0);
    keeper.take(true);
    expect(chain.bodies.pinnedBytes).toBeGreaterThan(0);
    keeper.written(1);
    expect(chain.bodies.pinnedBytes).toBe(0);
  });

  it('says once and for good that the disk took no more', () => {
    const { keeper } = create();
    expect(keeper.failed('quota')).toBe(true);
    expect(keeper.failed('closed')).toBe(false);
    expect(keeper.state).toEqual({ state: 'full', failure: 'quota' });
  });
});
