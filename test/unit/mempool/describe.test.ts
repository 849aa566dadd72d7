import { describe, expect, it } from 'vitest';
import { txid, wtxid } from '../../../src/consensus/hash.ts';
import {
  mempoolEntry,
  mempoolInfo,
  rawMempool,
  testResult,
} from '../../../src/mempool/describe.ts';
import { outputOf } from '../../support/block-lab.ts';
import { PoolWorld, SMALL_VBYTES } from '../../support/pool-world.ts';

const world = new PoolWorld({ maxTransactions: 3, maxVbytes: 10_000 });
const parent = world.enterPayment(300, 1_999);
const child = world.enter(world.pay([outputOf(parent, 0)], 700), 2_000).transaction;

describe('the mempool as RPC tells it', () => {
  it('is summed up in coins', () => {
    expect(mempoolInfo(world.pool, 0)).toEqual({
      loaded: true,
      size: 2,
      bytes: 2 * SMALL_VBYTES,
      total_fee: 0.00001,
      maxmempool: 10_000,
      mempoolminfee: 0.00001,
      minrelaytxfee: 0.00001,
      incrementalrelayfee: 0.00001,
      fullrbf: true,
    });
  });

  it('lists txids best first, or whole entries', () => {
    expect(rawMempool(world.pool, false)).toEqual([txid(parent), txid(child)]);
    expect(Object.keys(rawMempool(world.pool, true))).toEqual([txid(parent), txid(child)]);
  });

  it('tells of an entry and its relatives', () => {
    expect(mempoolEntry(world.pool, world.pool.get(wtxid(parent))!)).toEqual({
      vsize: SMALL_VBYTES,
      weight: 444,
      time: 1,
      height: 0,
      descendantcount: 2,
      descendantsize: 2 * SMALL_VBYTES,
      ancestorcount: 1,
      ancestorsize: SMALL_VBYTES,
      chunkweight: 888,
      wtxid: wtxid(parent),
      fees: {
        base: 0.000003,
        modified: 0.000003,
        ancestor: 0.000003,
        descendant: 0.00001,
        chunk: 0.00001,
      },
      depends: [],
      spentby: [txid(child)],
      'bip125-replaceable': true,
    });
    expect(mempoolEntry(world.pool, world.pool.get(wtxid(child))!)).toMatchObject({
      ancestorcount: 2,
      depends: [txid(parent)],
      fees: { base: 0.000007, ancestor: 0.00001, descendant: 0.000007 },
    });
  });

  it('has a verdict on what is only tested', () => {
    const rows = (transaction: typeof parent) =>
      testResult(transaction, world.pool.test(transaction, 0));
    const good = world.pay([world.coin()], 500);
    expect(rows(good)).toEqual({
      txid: txid(good),
      wtxid: wtxid(good),
      allowed: true,
      vsize: SMALL_VBYTES,
      fees: { base: 0.000005 },
    });
    expect(rows(parent)).toMatchObject({
      allowed: false,
      'reject-reason': 'txn-already-in-mempool',
    });
    expect(rows(world.chainOf(2)[1]!)).toMatchObject({ 'reject-reason': 'missing-inputs' });
  });

  it('names the floor after an eviction', () => {
    for (const fee of [2_220, 3_330]) world.enterPayment(fee);
    expect(mempoolInfo(world.pool, 0).mempoolminfee).toBeCloseTo((1_000 / 222 + 1) * 1e-5, 12);
  });
});
