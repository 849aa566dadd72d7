import { describe, expect, it } from 'vitest';
import type { Advance } from '../../../src/chain/active-chain.ts';
import { Chain } from '../../../src/chain/chain.ts';
import { txid } from '../../../src/consensus/hash.ts';
import type { Block, Transaction } from '../../../src/consensus/types.ts';
import { RUNS_UNVERIFIED_MAX, SIGNATURES_INLINE_MAX } from '../../../src/util/limits.ts';
import { pay, sign, unsigned } from '../../support/blocks.ts';
import { ChainBuilder, REWARD, rewardOf } from '../../support/chain-builder.ts';
import {
  Disk,
  findBad,
  handleOf,
  hashOf,
  offer,
  refusals,
  settle,
  tipOf,
} from '../../support/chain-steps.ts';

const builder = new ChainBuilder();
const { genesis } = builder;
const COINS = SIGNATURES_INLINE_MAX + 1;
/** A block that makes so many coins, and then one that spends each of them with a signature. */
const TRUNK = builder.run(genesis, 31);
const FAN = sign(
  unsigned(
    [rewardOf(TRUNK[0]!)],
    Array.from({ length: COINS }, () => pay(1_000)),
  ),
  [pay(REWARD)],
);
const FANNED = builder.mine(TRUNK[30]!, { transactions: [FAN] });
const PAYMENTS = Array.from({ length: COINS }, (_, vout) => spendCoin(vout, 1_000));

/** Signed over an amount that is the coin's, or is not. */
function spendCoin(vout: number, amount: number): Transaction {
  return sign(unsigned([{ txid: txid(FAN), vout }], [pay(500)]), [pay(amount)]);
}

function mineWith(bad: readonly number[], parent: Block = FANNED): Block {
  const transactions = PAYMENTS.map((payment, at) =>
    bad.includes(at) ? spendCoin(at, 1) : payment,
  );
  return builder.mine(parent, { transactions });
}

function startChain(): Chain {
  const chain = new Chain(builder.params, genesis);
  offer(chain, ...TRUNK, FANNED);
  settle(chain);
  return chain;
}

const kinds = (steps: readonly Advance[]) => steps.map(({ kind }) => kind);

describe('a block with many signatures', () => {
  it('waits for its batch, and is connected when all are good', () => {
    const chain = startChain();
    const block = mineWith([]);
    offer(chain, block);
    const { kind, batch } = chain.advance();
    expect([kind, batch!.checks.length]).toEqual(['verify', COINS]);
    expect([chain.advance().kind, chain.advance().kind]).toEqual(['wait', 'wait']);
    expect(tipOf(chain)).toBe(hashOf(FANNED));
    chain.verified(batch!.id, undefined);
    expect(chain.advance()).toMatchObject({ connected: [handleOf(chain, block)] });
    expect(tipOf(chain)).toBe(hashOf(block));
    expect(chain.advance().kind).toBe('idle');
  });

  it.each([[[0]], [[7, 9]], [[COINS - 1]]])('is refused for bad ones at %j', (bad) => {
    const chain = startChain();
    const before = chain.coins.checksum;
    offer(chain, mineWith(bad));
    const steps = settle(chain);
    expect(refusals(steps)).toEqual(['bad-txns-signature']);
    expect(steps.at(-1)!.refused!.error.blame).toBe('invalid');
    expect([tipOf(chain), chain.coins.checksum]).toEqual([hashOf(FANNED), before]);
  });

  it('is judged by its other rules first', () => {
    const chain = startChain();
    const before = { transactions: [spendCoin(0, 1), ...PAYMENTS.slice(1)], reward: 2 * REWARD };
    offer(chain, builder.mine(FANNED, before));
    expect(refusals(settle(chain))).toEqual(['bad-cb-amount']);
    expect(tipOf(chain)).toBe(hashOf(FANNED));
  });

  it('needs no batch for those verified before', () => {
    const chain = startChain();
    offer(chain, mineWith([]));
    expect(kinds(settle(chain))).toEqual(['verify', 'more']);
    const rival = mineWith([]);
    offer(chain, rival, builder.mine(rival));
    expect(kinds(settle(chain))).toEqual(['more', 'more']);
    expect(chain.index.height(handleOf(chain, rival))).toBe(chain.height - 1);
  });
});

describe('a run of blocks with a bad signature', () => {
  it('is connected up to the block before, though the batch was one', () => {
    const chain = startChain();
    const good = builder.run(FANNED, 3);
    const bad = mineWith([3], good[2]!);
    offer(chain, ...good, bad, ...builder.run(bad, 2));
    const steps = settle(chain);
    expect(kinds(steps)).toEqual(['verify', 'more', 'more', 'refused']);
    expect(tipOf(chain)).toBe(hashOf(good[2]!));
  });

  it('leaves the old branch in force', () => {
    const chain = startChain();
    const old = builder.run(FANNED, 2);
    offer(chain, ...old);
    settle(chain);
    const before = chain.coins.checksum;
    const bad = mineWith([COINS - 1]);
    offer(chain, bad, ...builder.run(bad, 3));
    expect(refusals(settle(chain))).toEqual(['bad-txns-signature']);
    expect([tipOf(chain), chain.coins.checksum]).toEqual([hashOf(old[1]!), before]);
  });
});

describe('an answer that comes late', () => {
  it('to a batch given up is not heard', () => {
    const chain = startChain();
    const block = mineWith([0]);
    offer(chain, block);
    const first = chain.advance().batch!;
    chain.restart();
    chain.verified(first.id, undefined);
    const steps = settle(chain);
    expect(refusals(steps)).toEqual(['bad-txns-signature']);
    expect(steps.flatMap(({ batch }) => batch?.id ?? [])).not.toContain(first.id);
    expect(findBad(first)).toBe(0);
  });
});

/** Data that fills a run with one block. */
const PADDING = Array.from({ length: 720 }, () => ({
  value: 0,
  scriptPubKey: Uint8Array.from([0x6a, 0x4c, 80, ...new Uint8Array(80)]),
}));

/** So many blocks, each a run of its own, each spending what the one before it paid. */
function mineRuns(count: number, badAt?: number): Block[] {
  const blocks: Block[] = [];
  let coins = FAN.outputs.map((_, vout) => ({ txid: txid(FAN), vout }));
  while (blocks.length < count) {
    const amount = blocks.length === badAt ? 999 : 1_000;
    const transactions = coins.map((coin, at) =>
      sign(unsigned([coin], [pay(1_000), ...(at === 0 ? PADDING : [])]), [pay(amount)]),
    );
    blocks.push(builder.mine(blocks.at(-1) ?? FANNED, { transactions }));
    coins = transactions.map((transaction) => ({ txid: txid(transaction), vout: 0 }));
  }
  return blocks;
}

describe('blocks', () => {
  it('are applied ahead of the verifier, two runs at most', () => {
    const chain = startChain();
    const blocks = mineRuns(RUNS_UNVERIFIED_MAX + 1);
    offer(chain, ...blocks);
    const ahead = Array.from({ length: RUNS_UNVERIFIED_MAX }, () => chain.advance());
    expect(kinds(ahead)).toEqual(['verify', 'verify']);
    expect([chain.advance().kind, tipOf(chain)]).toEqual(['wait', hashOf(FANNED)]);
    const [first, second] = ahead.map(({ batch }) => batch!);
    chain.verified(second!.id, undefined);
    expect([chain.advance().kind, tipOf(chain)]).toEqual(['wait', hashOf(FANNED)]);
    chain.verified(first!.id, undefined);
    chain.advance();
    expect(tipOf(chain)).toBe(hashOf(blocks[0]!));
    chain.advance();
    expect(tipOf(chain)).toBe(hashOf(blocks[1]!));
    settle(chain);
    expect(tipOf(chain)).toBe(hashOf(blocks[2]!));
  });

  it('applied ahead fall with the bad one they stand on', () => {
    const chain = startChain();
    const before = chain.coins.checksum;
    offer(chain, ...mineRuns(3, 0));
    const [first, second] = [chain.advance().batch!, chain.advance().batch!];
    chain.verified(first.id, findBad(first));
    chain.verified(second.id, undefined);
    expect(refusals(settle(chain))).toEqual(['bad-txns-signature']);
    expect([tipOf(chain), chain.coins.checksum]).toEqual([hashOf(FANNED), before]);
  });

  it('that break a rule are refused only when those below are verified', () => {
    const chain = startChain();
    const [good] = mineRuns(1);
    const bad = builder.mine(good!, { reward: REWARD + 1 });
    offer(chain, good!, bad, ...builder.run(bad, 2));
    const { batch } = chain.advance();
    expect(kinds([chain.advance(), chain.advance(), chain.advance()])).toEqual([
      'wait',
      'wait',
      'wait',
    ]);
    chain.verified(batch!.id, undefined);
    expect(refusals(settle(chain))).toEqual(['bad-cb-amount']);
    expect(tipOf(chain)).toBe(hashOf(good!));
  });

  it('of a better branch are verified run by run, and replace the other at once', () => {
    const chain = startChain();
    offer(chain, ...builder.run(FANNED, 3));
    settle(chain);
    const better = [...mineRuns(3)];
    better.push(builder.mine(better[2]!));
    offer(chain, ...better);
    const connected = settle(chain).map((step) => step.connected.length);
    expect(connected.filter((count) => count > 0)).toEqual([4]);
    const straight = startChain();
    offer(straight, ...better);
    settle(straight);
    expect(chain.coins.checksum).toBe(straight.coins.checksum);
  });

  it('wait for the disk between two runs', () => {
    const first = startChain();
    const blocks = mineRuns(2);
    offer(first, ...blocks);
    const disk = new Disk();
    disk.write(first);
    const { index, coins, tip } = first;
    const chain = new Chain(builder.params, genesis, { index, coins, tip });
    chain.supplyBody(handleOf(chain, blocks[0]!), disk.bodies.get(handleOf(chain, blocks[0]!))!);
    const steps = [chain.advance(), chain.advance()];
    expect(kinds(steps)).toEqual(['verify', 'need']);
    chain.verified(steps[0]!.batch!.id, undefined);
    settle(chain, disk);
    expect(tipOf(chain)).toBe(hashOf(blocks[1]!));
  });
});
