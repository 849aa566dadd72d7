import { describe, expect, it } from 'vitest';
import { GENESIS, Status } from '../../../src/chain/block-index.ts';
import { Chain } from '../../../src/chain/chain.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { ADVANCE_BUDGET_BYTES } from '../../../src/util/limits.ts';
import { Random } from '../../../src/util/random.ts';
import { pay, sign, spend, unsigned } from '../../support/blocks.ts';
import {
  bodyOf,
  ChainBuilder,
  LATE_SECONDS,
  REWARD,
  rewardOf,
  ROOM,
} from '../../support/chain-builder.ts';
import {
  enter,
  handleOf,
  hashOf,
  offer,
  refusals,
  settle,
  tipOf,
} from '../../support/chain-steps.ts';
import { refusal } from '../../support/refusal.ts';

/** Blocks on top before a coinbase can be spent. */
const MATURITY = 30;

const builder = new ChainBuilder();
const { genesis } = builder;

function startChain(...blocks: readonly Block[]): Chain {
  const chain = new Chain(builder.params, genesis);
  offer(chain, ...blocks);
  settle(chain);
  return chain;
}

/** A block that pays itself one tick too much: nothing but its connection shows it. */
function mineBad(parent: Block): Block {
  return builder.mine(parent, { reward: REWARD + 1 });
}

function badRun(parent: Block, count: number): Block[] {
  const bad = mineBad(parent);
  return [bad, ...builder.run(bad, count - 1)];
}

function activeHashes(chain: Chain): string[] {
  const heights = Array.from({ length: chain.height + 1 }, (_, height) => height);
  return heights.map((height) => chain.index.hash(chain.activeAt(height)));
}

describe('a new chain', () => {
  it('is genesis, which creates no coin', () => {
    const chain = startChain();
    expect([chain.tip, chain.bestHeader, chain.height]).toEqual([GENESIS, GENESIS, 0]);
    expect(chain.coins.size).toBe(0);
    expect(chain.advance().kind).toBe('idle');
    expect(chain.dirty.take().pages).toEqual([0]);
  });

  it('is not started with the genesis of another room', () => {
    const other = new ChainBuilder('11'.repeat(16));
    expect(() => new Chain(builder.params, other.genesis)).toThrow('its own genesis');
  });
});

describe('a chain grows', () => {
  it('block by block', () => {
    const chain = startChain();
    for (const block of builder.run(genesis, 5)) {
      offer(chain, block);
      const [step] = settle(chain);
      expect(step).toMatchObject({ connected: [chain.tip], disconnected: [] });
      expect(tipOf(chain)).toBe(hashOf(block));
    }
    expect([chain.height, chain.coins.size]).toEqual([5, 5]);
  });

  it('by bodies in any order, once their headers are known', () => {
    const blocks = builder.run(genesis, 40);
    const straight = startChain(...blocks);
    for (let seed = 0; seed < 10; seed += 1) {
      const chain = startChain();
      for (const block of blocks) enter(chain, block);
      expect(chain.index.height(chain.bestHeader)).toBe(40);
      offer(chain, ...new Random(seed).shuffle(blocks.slice(1)));
      expect([settle(chain), chain.height]).toEqual([[], 0]);
      offer(chain, blocks[0]!);
      settle(chain);
      expect(activeHashes(chain)).toEqual(activeHashes(straight));
      expect(chain.coins.checksum).toBe(straight.coins.checksum);
    }
  });

  it('in bounded steps', () => {
    const blocks = builder.run(genesis, 400);
    const chain = startChain();
    offer(chain, ...blocks);
    const blockMaxBytes = bodyOf(blocks.at(-1)!).bytes.length + 200;
    const steps = settle(chain).map(({ connected }) => connected.length);
    expect(Math.max(...steps) * blockMaxBytes).toBeLessThan(ADVANCE_BUDGET_BYTES + blockMaxBytes);
    expect(steps.reduce((sum, count) => sum + count, 0)).toBe(400);
  });

  it('takes a body once', () => {
    const [block] = builder.run(genesis, 1);
    const chain = startChain(block!);
    expect(chain.acceptBody(chain.tip, bodyOf(block!))).toBe(false);
    expect(chain.acceptHeader(block!.header, LATE_SECONDS)).toBe(chain.tip);
  });

  it('by coins that move', () => {
    const blocks = builder.run(genesis, MATURITY);
    const coinbase = rewardOf(blocks[0]!);
    const payment = sign(unsigned([coinbase], [pay(1), pay(2)]), [pay(REWARD)]);
    const block = builder.mine(blocks.at(-1)!, { transactions: [payment] });
    const chain = startChain(...blocks, block);
    expect(tipOf(chain)).toBe(hashOf(block));
    expect(chain.coins.size).toBe(MATURITY - 1 + 2 + 1);
    expect(chain.coins.get(`${coinbase.txid}:0`)).toBeUndefined();
  });
});

describe('of two branches', () => {
  it('the one with more work is ours, and of equals the one that was first', () => {
    const [old, rival] = [builder.run(genesis, 3), builder.run(genesis, 4)];
    const chain = startChain(...old);
    offer(chain, ...rival.slice(0, 3));
    expect(settle(chain)).toEqual([]);
    expect(tipOf(chain)).toBe(hashOf(old[2]!));
    offer(chain, rival[3]!);
    const step = settle(chain).at(-1);
    expect(tipOf(chain)).toBe(hashOf(rival[3]!));
    expect(step?.disconnected).toEqual(old.toReversed().map((block) => handleOf(chain, block)));
    expect(step?.connected).toEqual(rival.map((block) => handleOf(chain, block)));
  });

  it('the header seen first wins where both wait to be connected', () => {
    const [first, second] = [builder.run(genesis, 2), builder.run(genesis, 2)];
    const chain = startChain();
    for (const block of [...first, ...second]) enter(chain, block);
    offer(chain, ...second, ...first);
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(first[1]!));
  });

  it.each([1, 2, 10, 100])('the better replaces the other across %d blocks', (depth) => {
    const [old, better] = [builder.run(genesis, depth), builder.run(genesis, depth + 1)];
    const chain = startChain(...old);
    offer(chain, ...better);
    settle(chain);
    const straight = startChain(...better);
    expect(activeHashes(chain)).toEqual(activeHashes(straight));
    expect(chain.coins.checksum).toBe(straight.coins.checksum);
    expect(chain.isActive(handleOf(chain, old[0]!))).toBe(false);
  });

  it('coins spent on the one come back on the other', () => {
    const blocks = builder.run(genesis, MATURITY);
    const payment = sign(unsigned([rewardOf(blocks[0]!)], [pay(5)]), [pay(REWARD)]);
    const fork = blocks.at(-1)!;
    const spending = builder.mine(fork, { transactions: [payment] });
    const rivals = builder.run(fork, 2);
    const chain = startChain(...blocks, spending);
    offer(chain, ...rivals);
    settle(chain);
    expect(chain.coins.checksum).toBe(startChain(...blocks, ...rivals).coins.checksum);
    const again = builder.mine(rivals[1]!, { transactions: [payment] });
    offer(chain, again);
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(again));
  });

  it('each can become ours in turn', () => {
    const chain = startChain();
    let [left, right] = [genesis, genesis];
    for (let turn = 0; turn < 6; turn += 1) {
      const grown = builder.run(turn % 2 === 0 ? left : right, turn === 0 ? 1 : 2);
      if (turn % 2 === 0) left = grown.at(-1)!;
      else right = grown.at(-1)!;
      offer(chain, ...grown);
      settle(chain);
      expect(tipOf(chain)).toBe(hashOf(grown.at(-1)!));
    }
    expect([chain.height, chain.coins.size]).toEqual([6, 6]);
  });
});

describe('a branch that turns out bad', () => {
  it('leaves the old tip as it was, and is marked with all above', () => {
    const old = builder.run(genesis, 3);
    const good = builder.run(genesis, 2);
    const bad = mineBad(good[1]!);
    const above = builder.run(bad, 2);
    const chain = startChain(...old);
    const before = chain.coins.checksum;
    offer(chain, ...good, bad, ...above);
    expect(refusals(settle(chain))).toEqual(['bad-cb-amount']);
    expect([tipOf(chain), chain.coins.checksum]).toEqual([hashOf(old[2]!), before]);
    const failed = [bad, ...above].map((block) => handleOf(chain, block));
    expect(failed.every((handle) => chain.index.has(handle, Status.failed))).toBe(true);
    expect(chain.index.has(handleOf(chain, good[1]!), Status.failed)).toBe(false);
    expect(chain.index.hash(chain.bestHeader)).toBe(hashOf(old[2]!));
    const child = builder.mine(above[1]!);
    expect(refusal(() => enter(chain, bad))).toBe('bad-prevblk/invalid');
    expect(refusal(() => enter(chain, child))).toBe('bad-prevblk/invalid');
  });

  it('is followed as far as it is good, when that is still better', () => {
    const old = builder.run(genesis, 1);
    const good = builder.run(genesis, 5);
    const chain = startChain(...old);
    offer(chain, ...good, ...badRun(good[4]!, 3));
    expect(refusals(settle(chain))).toEqual(['bad-cb-amount']);
    expect(tipOf(chain)).toBe(hashOf(good[4]!));
    expect(chain.coins.checksum).toBe(startChain(...good).coins.checksum);
  });

  it('loses only itself: its good sibling is taken next', () => {
    const [trunk] = builder.run(genesis, 1);
    const siblings = builder.run(trunk!, 2);
    const chain = startChain();
    offer(chain, trunk!, ...badRun(trunk!, 3), ...siblings);
    expect(refusals(settle(chain))).toEqual(['bad-cb-amount']);
    expect(tipOf(chain)).toBe(hashOf(siblings[1]!));
  });

  it('is told by each block’s own code when several are', () => {
    const chain = startChain();
    const [left, right] = [mineBad(genesis), mineBad(genesis)];
    const unfunded = spend([rewardOf(left)], [pay(1)]);
    const last = builder.mine(genesis, { transactions: [unfunded] });
    offer(chain, left, right, last);
    expect(refusals(settle(chain))).toEqual([
      'bad-cb-amount',
      'bad-cb-amount',
      'bad-txns-inputs-missingorspent',
    ]);
    expect(chain.tip).toBe(GENESIS);
  });
});

describe('a header is refused', () => {
  it('when its parent is unknown, so that it can come again', () => {
    const [parent, child] = builder.run(genesis, 2);
    const chain = startChain();
    expect(refusal(() => enter(chain, child!))).toBe('prev-blk-not-found/orphan');
    enter(chain, parent!);
    expect(refusal(() => enter(chain, child!))).toBe('accepted');
  });

  it('as long as it is too early', () => {
    const block = builder.mine(genesis, { header: { time: ROOM.genesisTime + 100 } });
    const chain = startChain();
    const at = (seconds: number) =>
      refusal(() => chain.acceptHeader(block.header, ROOM.genesisTime + seconds));
    expect(at(39)).toBe('time-too-new/early');
    expect(at(40)).toBe('accepted');
  });

  it('without work, before anything else is looked at', () => {
    const { header } = builder.mine(genesis);
    const chain = startChain();
    const orphan = { ...header, previousHash: hashOf(builder.mine(genesis)) };
    const lazy = Array.from({ length: 64 }, (_, nonce) => ({ ...orphan, nonce }));
    const codes = lazy.map((it) => refusal(() => chain.acceptHeader(it, LATE_SECONDS)));
    expect(new Set(codes)).toEqual(new Set(['high-hash/invalid', 'prev-blk-not-found/orphan']));
  });
});

describe('a body is refused', () => {
  it('when it is not its header’s, and the true one is then accepted', () => {
    const [block] = builder.run(genesis, 1);
    const chain = startChain();
    const handle = enter(chain, block!);
    const [coinbase] = block!.transactions;
    const altered = { ...block!, transactions: [{ ...coinbase!, locktime: 7 }] };
    const other = { ...block!, header: { ...block!.header, nonce: 12345678 } };
    const judge = (body: Block) => refusal(() => chain.acceptBody(handle, bodyOf(body)));
    expect(judge(altered)).toBe('bad-txnmrklroot/mutated');
    expect(judge(other)).toBe('bad-blk-header/mutated');
    expect(chain.index.has(handle, Status.failed)).toBe(false);
    expect(judge(block!)).toBe('accepted');
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(block!));
  });

  it('for ever, with its header, when it breaks a rule of its own', () => {
    const [first, second] = builder.run(genesis, 2);
    const late = { ...unsigned([rewardOf(first!)], [pay(1)]), locktime: 500_000 };
    const bad = builder.mine(first!, { transactions: [sign(late, [pay(REWARD)])] });
    const chain = startChain(first!);
    expect(refusal(() => offer(chain, bad))).toBe('bad-txns-nonfinal/invalid');
    expect(refusal(() => offer(chain, bad))).toBe('bad-prevblk/invalid');
    expect(chain.index.hash(chain.bestHeader)).toBe(hashOf(first!));
    offer(chain, second!);
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(second!));
  });
});
