import { describe, expect, it } from 'vitest';
import { BlockIndex, GENESIS, Status } from '../../../src/chain/block-index.ts';
import { Chain } from '../../../src/chain/chain.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { ChainBuilder } from '../../support/chain-builder.ts';
import { Disk, enter, handleOf, hashOf, offer, settle, tipOf } from '../../support/chain-steps.ts';

const builder = new ChainBuilder();
const { genesis } = builder;
const MAIN = builder.run(genesis, 10);
const SIDE = builder.run(MAIN[3]!, 3);

function startChain(...blocks: readonly Block[]): Chain {
  const chain = new Chain(builder.params, genesis);
  offer(chain, ...blocks);
  settle(chain);
  return chain;
}

const coinsAfter = (...blocks: readonly Block[]) => startChain(...blocks).coins.checksum;

describe('a block that the user does not want', () => {
  it('is taken back with all above it, and the best other branch becomes ours', () => {
    const chain = startChain(...MAIN, ...SIDE);
    chain.invalidate(handleOf(chain, MAIN[5]!));
    const step = settle(chain).at(-1)!;
    expect(tipOf(chain)).toBe(hashOf(SIDE[2]!));
    expect(step.disconnected).toHaveLength(6);
    expect(chain.index.hash(chain.bestHeader)).toBe(hashOf(SIDE[2]!));
    expect(chain.coins.checksum).toBe(coinsAfter(...MAIN.slice(0, 4), ...SIDE));
  });

  it('leaves its parent as the tip where there is nothing better', () => {
    const chain = startChain(...MAIN);
    chain.invalidate(handleOf(chain, MAIN[0]!));
    settle(chain);
    expect([chain.tip, chain.coins.size, chain.bestHeader]).toEqual([GENESIS, 0, GENESIS]);
    chain.reconsider(handleOf(chain, MAIN[0]!));
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(MAIN[9]!));
  });

  it('may be on a branch that is not ours: then nothing moves, now or later', () => {
    const chain = startChain(...MAIN, ...SIDE);
    chain.invalidate(handleOf(chain, SIDE[0]!));
    const better = builder.run(SIDE[2]!, 10);
    offer(chain, ...better);
    expect([settle(chain), tipOf(chain)]).toEqual([[], hashOf(MAIN[9]!)]);
    chain.reconsider(handleOf(chain, better[4]!));
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(better[9]!));
  });

  it('has broken no rule: who sends it or its children is not refused', () => {
    const chain = startChain(...MAIN);
    chain.invalidate(handleOf(chain, MAIN[9]!));
    settle(chain);
    const child = builder.mine(MAIN[9]!);
    expect(enter(chain, MAIN[9]!)).toBe(handleOf(chain, MAIN[9]!));
    offer(chain, child);
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(MAIN[8]!));
    expect(chain.index.has(handleOf(chain, child), Status.aside)).toBe(true);
    expect(chain.index.has(handleOf(chain, child), Status.unwanted)).toBe(false);
    expect(chain.index.has(handleOf(chain, child), Status.failed)).toBe(false);
  });

  it('stays unwanted after a restart', () => {
    const chain = startChain(...MAIN, ...SIDE);
    chain.dirty.take();
    const handle = handleOf(chain, MAIN[5]!);
    chain.invalidate(handle);
    expect(chain.dirty.take().pages).toEqual([0]);
    settle(chain);
    const index = new BlockIndex(genesis.header, builder.params.genesisHash);
    for (let at = GENESIS + 1; at < chain.index.size; at += 1) {
      index.add(chain.index.header(at), chain.index.hash(at));
      index.setStatus(at, chain.index.status(at) & ~Status.aside);
    }
    const again = new Chain(builder.params, genesis, { index, coins: chain.coins, tip: chain.tip });
    expect(settle(again)).toEqual([]);
    expect(tipOf(again)).toBe(hashOf(SIDE[2]!));
    expect(again.index.has(handleOf(again, MAIN[9]!), Status.aside)).toBe(true);
  });

  it('takes back what the disk alone remembers', () => {
    const chain = startChain(...MAIN);
    const disk = new Disk();
    disk.write(chain);
    const { index, coins, tip } = chain;
    const again = new Chain(builder.params, genesis, { index, coins, tip });
    again.invalidate(handleOf(again, MAIN[2]!));
    settle(again, disk);
    expect(tipOf(again)).toBe(hashOf(MAIN[1]!));
    expect(again.coins.checksum).toBe(coinsAfter(...MAIN.slice(0, 2)));
  });

  it('is never genesis', () => {
    expect(() => startChain().invalidate(GENESIS)).toThrow('without genesis');
  });
});

describe('a veto taken back', () => {
  it('clears those below and above, and leaves broken rules as they are', () => {
    const bad = builder.mine(MAIN[9]!, { reward: 60e8 });
    const chain = startChain(...MAIN, bad);
    chain.invalidate(handleOf(chain, MAIN[2]!));
    chain.invalidate(handleOf(chain, MAIN[7]!));
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(MAIN[1]!));
    chain.reconsider(handleOf(chain, MAIN[4]!));
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(MAIN[9]!));
    expect(chain.index.has(handleOf(chain, bad), Status.failed)).toBe(true);
  });

  it('leaves the vetoes on other branches in force', () => {
    const chain = startChain(...MAIN, ...SIDE);
    chain.invalidate(handleOf(chain, SIDE[0]!));
    chain.invalidate(handleOf(chain, MAIN[5]!));
    chain.reconsider(handleOf(chain, SIDE[1]!));
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(SIDE[2]!));
  });
});
