import { beforeEach, describe, expect, it } from 'vitest';
import { outpointKey, transactionWeight } from '../../../src/consensus/encoding.ts';
import { txid, wtxid } from '../../../src/consensus/hash.ts';
import type { Transaction } from '../../../src/consensus/types.ts';
import { data, type Funds, outputOf, payment } from '../../support/block-lab.ts';
import { coinbase, editInputs, makeBlock, pay } from '../../support/blocks.ts';
import { PoolWorld, SMALL_VBYTES, wordOf } from '../../support/pool-world.ts';

let world: PoolWorld;

beforeEach(() => {
  world = new PoolWorld();
});

/** Of an output to a key. */
const OUTPUT_WEIGHT = 172;

function confirm(transaction: Transaction): void {
  const spent = transaction.inputs.map(({ prevout }) => outpointKey(prevout));
  for (const key of spent) world.chain.coins.spend(key);
  for (const [vout, output] of transaction.outputs.entries()) {
    const key = outpointKey({ txid: txid(transaction), vout });
    world.chain.coins.add(key, { ...output, height: 0, coinbase: false });
  }
}

describe('a transaction', () => {
  it('is let in when all is well, and known by both its names', () => {
    const transaction = world.pay([world.coin()], 200);
    expect(world.offer(transaction, 5_000)).toBe('accepted');
    const entry = world.pool.get(wtxid(transaction))!;
    expect(world.pool.withTxid(txid(transaction))).toBe(entry);
    expect(world.pool.spender(transaction.inputs[0]!.prevout)).toBe(entry);
    expect(entry).toMatchObject({ fee: 200, sizeVbytes: SMALL_VBYTES, time: 5_000, height: 0 });
    expect(world.pool).toMatchObject({ size: 1, sizeVbytes: SMALL_VBYTES, fees: 200 });
  });

  it('that waits already is no news', () => {
    const transaction = world.enterPayment(1_000);
    expect(world.offer(transaction)).toBe('txn-already-in-mempool/policy');
  });

  it('with another witness than the one that waits is no news either', () => {
    const transaction = world.enterPayment(1_000);
    const other = world.trust(editInputs(transaction, { witness: [new Uint8Array(64).fill(1)] }));
    expect(txid(other)).toBe(txid(transaction));
    expect(world.offer(other)).toBe('txn-same-nonwitness-data-in-mempool/policy');
  });

  it('that a block has is known', () => {
    const transaction = world.pay([world.coin()], 1_000);
    confirm(transaction);
    expect(world.offer(transaction)).toBe('txn-already-known/policy');
  });

  it('that is a coinbase belongs into a block', () => {
    expect(world.offer(coinbase(1, [pay(50)]))).toBe('coinbase/consensus');
  });

  it('weighs at most 100,000', () => {
    const large = (outputs: number) => world.pay([world.coin()], 25_000, outputs);
    const largest = large(579);
    expect(transactionWeight(largest)).toBeLessThanOrEqual(100_000);
    expect(transactionWeight(largest) + OUTPUT_WEIGHT).toBeGreaterThan(100_000);
    expect(world.offer(large(580))).toBe('tx-size/policy');
    expect(world.offer(largest)).toBe('accepted');
  });

  it('pays no output below 330 to a key, and data may be worth nothing', () => {
    const dusty = (value: number) => world.spend([world.coin(100_000)], [pay(90_000), pay(value)]);
    expect(world.offer(dusty(329))).toBe('dust/policy');
    expect(world.offer(dusty(330))).toBe('accepted');
    expect(world.offer(world.spend([world.coin()], [pay(5_000), data(80)]))).toBe('accepted');
  });

  it('pays a tick per virtual byte', () => {
    expect(world.offer(world.pay([world.coin()], SMALL_VBYTES - 1))).toBe(
      'min-relay-fee-not-met/policy',
    );
    expect(world.offer(world.pay([world.coin()], SMALL_VBYTES))).toBe('accepted');
  });

  it('waits for its locktime elsewhere', () => {
    const locked = (locktime: number) => {
      const bare = world.pay([world.coin()], 1_000);
      return world.trust({ ...editInputs(bare, { sequence: 0xfffffffe }), locktime });
    };
    expect(world.offer(locked(1))).toBe('non-final/policy');
    expect(world.offer(locked(0))).toBe('accepted');
  });

  it('without its parents is an orphan, and says whom it misses', () => {
    const [parent, child] = world.chainOf(2);
    expect(world.pool.accept(child!, 0)).toEqual({
      kind: 'orphan',
      missing: new Set([txid(parent!)]),
    });
    expect(world.pool.knows(wtxid(child!))).toBe(false);
    expect([parent!, child!].map((one) => world.offer(one))).toEqual(['accepted', 'accepted']);
  });

  it('of an output that its parent does not have is invalid for ever', () => {
    const parent = world.spend([world.coin()], [pay(900_000), data(4)]);
    world.enter(parent);
    const absent = (vout: number): Funds => ({
      prevout: { txid: txid(parent), vout },
      output: pay(800_000),
    });
    const word = 'bad-txns-inputs-missingorspent/consensus';
    expect(world.offer(world.pay([absent(1)], 1_000))).toBe(word);
    expect(world.offer(world.pay([absent(2)], 1_000))).toBe(word);
  });

  it('worth less than it pays is invalid for ever', () => {
    expect(world.offer(world.pay([world.coin()], -1))).toBe('bad-txns-in-belowout/consensus');
  });
});

describe('a cluster', () => {
  it('is a chain of sixteen, and not of seventeen', () => {
    const words = world.chainOf(17).map((transaction) => world.offer(transaction));
    expect(words.slice(0, 16)).toEqual(Array.from({ length: 16 }, () => 'accepted'));
    expect(words[16]).toBe('too-large-cluster/policy');
  });

  it('is not made of two whose sum is too large', () => {
    const chains = [world.chainOf(8), world.chainOf(8)];
    for (const transaction of chains.flat()) world.enter(transaction);
    const ends = chains.map((list) => outputOf(list.at(-1)!, 0));
    expect(world.offer(world.pay(ends, 1_000))).toBe('too-large-cluster/policy');
    expect(world.offer(world.pay([ends[0]!], 1_000))).toBe('accepted');
  });

  it('is not made of one with sixteen parents, nor with four hundred', () => {
    const parents = Array.from({ length: 400 }, () => world.enterPayment(500));
    const spending = (count: number) =>
      world.pay(
        parents.slice(0, count).map((parent) => outputOf(parent, 0)),
        50_000,
      );
    expect(world.offer(spending(400))).toBe('too-large-cluster/policy');
    expect(world.offer(spending(16))).toBe('too-large-cluster/policy');
    expect(world.offer(spending(15))).toBe('accepted');
  });

  it('has 25,000 virtual bytes at most', () => {
    const parent = world.pay([world.coin()], 12_600, 288);
    world.enter(parent);
    const child = (outputs: number) => world.pay([outputOf(parent, 0)], 13_000, outputs);
    expect(world.offer(child(292))).toBe('too-large-cluster/policy');
    expect(world.offer(child(286))).toBe('accepted');
    const { entries } = world.pool.chunks[0]!.cluster;
    const sizeVbytes = entries.reduce((sum, entry) => sum + entry.sizeVbytes, 0);
    expect(sizeVbytes).toBeGreaterThan(24_700);
    expect(sizeVbytes).toBeLessThanOrEqual(25_000);
  });
});

describe('signatures', () => {
  const signed = () => {
    const transaction = payment([world.coin()], [pay(900_000)]);
    const bad = editInputs(transaction, { witness: [new Uint8Array(64).fill(7)] });
    return { transaction, bad };
  };

  it('are verified last, and a bad one is the fault of who sent it', () => {
    const { transaction, bad } = signed();
    expect(world.offer(bad)).toBe('bad-txns-signature/consensus');
    expect(world.offer(transaction)).toBe('accepted');
  });

  it('are asked for by who has them verified elsewhere', () => {
    const { transaction } = signed();
    const answer = world.pool.examine(transaction, 0);
    const checks = answer.kind === 'sound' ? answer.checks : [];
    expect(checks).toHaveLength(1);
    expect(checks[0]).toMatchObject({ wtxid: wtxid(transaction), inputIndex: 0 });
    for (const check of checks) world.chain.signatures.add(check);
    expect(world.pool.examine(transaction, 0)).toEqual({ kind: 'sound', checks: [] });
    expect(world.pool.size).toBe(0);
  });

  it('are not asked for where the answer is no already', () => {
    const orphan = world.chainOf(2)[1]!;
    expect(world.pool.examine(orphan, 0).kind).toBe('orphan');
    const poor = payment([world.coin(1_000)], [pay(999)]);
    expect(world.pool.examine(poor, 0)).toMatchObject({ code: 'min-relay-fee-not-met' });
  });

  it('of a spoilt witness keep the true one out neither before nor after', () => {
    const { transaction, bad } = signed();
    expect(world.offer(bad)).toBe('bad-txns-signature/consensus');
    expect(world.pool.knows(wtxid(bad))).toBe(true);
    expect(world.pool.knows(wtxid(transaction))).toBe(false);
    expect(world.offer(transaction)).toBe('accepted');
  });
});

describe('a test', () => {
  it('says what would happen and changes nothing', () => {
    const transaction = world.pay([world.coin()], 500);
    const { changes } = world.pool;
    expect(wordOf(world.pool.test(transaction, 0))).toBe('accepted');
    expect(wordOf(world.pool.test(world.pay([world.coin()], 5), 0))).toMatch(/^min-relay/);
    expect([world.pool.size, world.pool.changes]).toEqual([0, changes]);
    expect(world.pool.knows(wtxid(transaction))).toBe(false);
  });

  it('verifies signatures too', () => {
    const bad = editInputs(payment([world.coin()], [pay(9_000)]), {
      witness: [new Uint8Array(64)],
    });
    expect(wordOf(world.pool.test(bad, 0))).toBe('bad-txns-signature/consensus');
  });
});

describe('what was refused', () => {
  it('is not worth fetching again until the tip moves', () => {
    const poor = world.pay([world.coin()], 5);
    world.offer(poor);
    expect(world.pool.knows(wtxid(poor))).toBe(true);
    world.pool.moved({ connected: [makeBlock(1)], disconnected: [] }, 0);
    expect(world.pool.knows(wtxid(poor))).toBe(false);
  });

  it('because it waits already, may come again when it has left', () => {
    const transaction = world.enterPayment(1_000);
    world.offer(transaction);
    world.pool.expire(3_600_000);
    expect(world.pool.knows(wtxid(transaction))).toBe(false);
    expect(world.offer(transaction)).toBe('accepted');
  });
});
