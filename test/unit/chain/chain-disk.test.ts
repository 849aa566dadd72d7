import { describe, expect, it } from 'vitest';
import { BlockIndex, GENESIS, Status } from '../../../src/chain/block-index.ts';
import type { Body } from '../../../src/chain/bodies.ts';
import { Chain } from '../../../src/chain/chain.ts';
import { CoinSet } from '../../../src/chain/coins.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { pay, sign, unsigned } from '../../support/blocks.ts';
import { bodyOf, ChainBuilder, REWARD, rewardOf } from '../../support/chain-builder.ts';
import { Disk, handleOf, hashOf, offer, settle, tipOf } from '../../support/chain-steps.ts';

const builder = new ChainBuilder();
const { genesis } = builder;
const TRUNK = builder.run(genesis, 31);
const PAYMENT = sign(unsigned([rewardOf(TRUNK[0]!)], [pay(5)]), [pay(REWARD)]);
/** Ends with a block that spends, so that taking it back needs a coin. */
const OLD = [...TRUNK, builder.mine(TRUNK[30]!, { transactions: [PAYMENT] })];
const RIVALS = builder.run(TRUNK[29]!, 3);

/** The chain as it comes back from the disk, with nothing in memory but index and coins. */
function reopen(blocks: readonly Block[], tip = blocks.length): { chain: Chain; disk: Disk } {
  const disk = new Disk();
  const first = new Chain(builder.params, genesis);
  offer(first, ...blocks);
  settle(first);
  disk.write(first);
  const index = new BlockIndex(genesis.header, builder.params.genesisHash);
  for (let at = GENESIS + 1; at < first.index.size; at += 1) {
    index.add(first.index.header(at), first.index.hash(at));
    index.setStatus(at, first.index.status(at) & ~(Status.linked | Status.aside));
  }
  const coins = new CoinSet();
  for (const [key, coin] of first.coins.entries()) coins.add(key, coin);
  const restored = { index, coins, tip: index.find(hashOf(blocks[tip - 1]!)) };
  return { chain: new Chain(builder.params, genesis, restored), disk };
}

function straight(blocks: readonly Block[]): Chain {
  const chain = new Chain(builder.params, genesis);
  offer(chain, ...blocks);
  settle(chain);
  return chain;
}

describe('a chain read from the disk', () => {
  it('stands where it stood, has nothing to write, and grows', () => {
    const { chain } = reopen(OLD);
    expect(tipOf(chain)).toBe(hashOf(OLD.at(-1)!));
    expect([chain.height, chain.bestHeader]).toEqual([32, chain.tip]);
    expect([settle(chain), chain.dirty.isEmpty]).toEqual([[], true]);
    const next = builder.mine(OLD.at(-1)!);
    offer(chain, next);
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(next));
  });

  it('goes on to what was stored and not yet connected', () => {
    const disk = new Disk();
    const first = new Chain(builder.params, genesis);
    offer(first, ...OLD);
    disk.write(first);
    const { index } = first;
    const restored = { index, coins: new CoinSet(), tip: GENESIS };
    const chain = new Chain(builder.params, genesis, restored);
    settle(chain, disk);
    expect(chain.coins.checksum).toBe(straight(OLD).coins.checksum);
  });

  it('asks for the bodies and undo data that a reorganisation needs', () => {
    const { chain, disk } = reopen(OLD);
    offer(chain, ...RIVALS);
    const steps = settle(chain, disk);
    const needs = steps.flatMap(({ need = [] }) => need);
    const left = [OLD[31]!, OLD[30]!].map((block) => handleOf(chain, block));
    expect(needs).toEqual(
      left.flatMap((handle) => [
        { kind: 'body', handle },
        { kind: 'undo', handle },
      ]),
    );
    expect(tipOf(chain)).toBe(hashOf(RIVALS[2]!));
    expect(chain.coins.checksum).toBe(straight([...TRUNK.slice(0, 30), ...RIVALS]).coins.checksum);
  });

  it('keeps memory of what the store has not confirmed', () => {
    const chain = straight(OLD);
    const changes = chain.dirty.take();
    offer(chain, ...RIVALS);
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(RIVALS[2]!));
    const pinned = chain.bodies.pinnedBytes;
    chain.release(changes);
    const freed = OLD.reduce((sum, block) => sum + bodyOf(block).bytes.length, 0);
    expect(chain.bodies.pinnedBytes).toBe(pinned - freed);
  });

  it('is not led astray by a damaged body: it counts as lost', () => {
    const { chain, disk } = reopen(OLD);
    const handle = handleOf(chain, OLD[31]!);
    const wrong: Body[] = [bodyOf(OLD[30]!), withCoinbaseOf(OLD[31]!, OLD[30]!)];
    for (const body of wrong) {
      expect(chain.supplyBody(handle, body)).toBe(false);
      expect(chain.index.has(handle, Status.body)).toBe(false);
      expect(chain.index.has(handle, Status.failed)).toBe(false);
      expect(chain.acceptBody(handle, disk.bodies.get(handle)!)).toBe(true);
    }
    offer(chain, ...RIVALS);
    settle(chain, disk);
    expect(tipOf(chain)).toBe(hashOf(RIVALS[2]!));
  });

  it('rebuilds from its blocks when undo data is damaged', () => {
    const { chain, disk } = reopen(OLD);
    offer(chain, ...RIVALS);
    const handle = handleOf(chain, OLD[31]!);
    expect(chain.supplyUndo(handle, Uint8Array.of(1, 2, 3))).toBe(false);
    expect([chain.height, chain.coins.size]).toEqual([0, 0]);
    settle(chain, disk);
    expect(tipOf(chain)).toBe(hashOf(RIVALS[2]!));
    expect(chain.coins.checksum).toBe(straight([...TRUNK.slice(0, 30), ...RIVALS]).coins.checksum);
  });
});

function withCoinbaseOf(block: Block, other: Block): Body {
  return bodyOf({ header: block.header, transactions: other.transactions });
}

describe('a lost body', () => {
  it('below the tip does not stop the chain, and is taken again', () => {
    const chain = straight(OLD);
    const handle = handleOf(chain, OLD[5]!);
    chain.loseBody(handle);
    const next = builder.mine(OLD[31]!);
    offer(chain, next);
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(next));
    expect(chain.acceptBody(handle, bodyOf(OLD[5]!))).toBe(true);
    expect(settle(chain)).toEqual([]);
    expect(tipOf(chain)).toBe(hashOf(next));
  });

  it('of another branch keeps that branch waiting until it comes again', () => {
    const chain = straight(OLD.slice(0, 30));
    offer(chain, ...RIVALS, ...OLD.slice(30));
    const middle = handleOf(chain, RIVALS[1]!);
    chain.loseBody(middle);
    expect(chain.index.has(handleOf(chain, RIVALS[2]!), Status.linked)).toBe(false);
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(OLD[31]!));
    chain.acceptBody(middle, bodyOf(RIVALS[1]!));
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(RIVALS[2]!));
  });

  it('under a reorganisation in progress leaves the old tip in force', () => {
    const { chain, disk } = reopen(OLD);
    offer(chain, ...RIVALS);
    expect(chain.advance().kind).toBe('need');
    chain.loseBody(handleOf(chain, RIVALS[0]!));
    expect(settle(chain, disk)).toEqual([]);
    expect(tipOf(chain)).toBe(hashOf(OLD[31]!));
  });
});

describe('a lost body of a block that must be taken back', () => {
  it('leads to a rebuild along the better branch, which does without it', () => {
    const { chain, disk } = reopen(OLD);
    offer(chain, ...RIVALS);
    disk.write(chain);
    expect(chain.advance().kind).toBe('need');
    chain.loseBody(handleOf(chain, OLD[31]!));
    expect(chain.height).toBe(0);
    settle(chain, disk);
    expect(tipOf(chain)).toBe(hashOf(RIVALS[2]!));
    expect(chain.coins.checksum).toBe(straight([...TRUNK.slice(0, 30), ...RIVALS]).coins.checksum);
  });
});

describe('a restart', () => {
  it('rebuilds the same coins from the bodies, and tells the disk to begin anew', () => {
    const chain = straight(OLD);
    const { checksum } = chain.coins;
    chain.dirty.take();
    chain.restart();
    expect([chain.tip, chain.coins.size]).toEqual([GENESIS, 0]);
    settle(chain);
    expect([tipOf(chain), chain.coins.checksum]).toEqual([hashOf(OLD[31]!), checksum]);
    const changes = chain.dirty.take();
    expect([changes.coinsCleared, changes.tipMoved, changes.coins.spent.size]).toEqual([
      true,
      true,
      0,
    ]);
    expect(changes.coins.added.size).toBe(chain.coins.size);
  });

  it('judges anew what wrong coins had refused', () => {
    const index = new BlockIndex(genesis.header, builder.params.genesisHash);
    const chain = new Chain(builder.params, genesis, { index, coins: new CoinSet(), tip: GENESIS });
    offer(chain, ...TRUNK);
    settle(chain);
    const { txid } = rewardOf(TRUNK[0]!);
    chain.coins.spend(`${txid}:0`);
    offer(chain, OLD[31]!);
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(TRUNK[30]!));
    chain.restart();
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(OLD[31]!));
  });
});
