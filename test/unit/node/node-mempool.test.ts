/** Transactions through a whole node: given by hex, mined into a block, kept over a restart. */

import { describe, expect, it } from 'vitest';
import { schnorr } from '@noble/curves/secp256k1.js';
import { encodeTransaction } from '../../../src/consensus/encoding.ts';
import { txid } from '../../../src/consensus/hash.ts';
import type { Hash, Transaction } from '../../../src/consensus/types.ts';
import type { Effect, Store } from '../../../src/node/ports.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { KEY_SCRIPT, pay, sign, unsigned } from '../../support/blocks.ts';
import { createWorld, type World, type WorldTab } from '../../support/node-world.ts';

const MATURITY = 30;
const REWARD = 50e8;
const FEE = 10_000;
/** The type of such a message, which stands behind the magic. */
const CMPCTBLOCK = 13;

async function generate(world: World, tab: WorldTab, count: number): Promise<string[]> {
  const hashes = tab.host.call('generate', count) as Promise<string[]>;
  await world.pass(50 * Math.ceil(count / 50) + 100);
  return hashes;
}

/** A payment of the reward of the block with this hash, which went to the key of all tests. */
async function spendReward({ host }: WorldTab, hash: string, fee = FEE): Promise<Transaction> {
  const block = (await host.call('getblock', hash, 2)) as { tx: ReadonlyArray<{ txid: Hash }> };
  const prevout = { txid: block.tx[0]!.txid, vout: 0 };
  return sign(unsigned([prevout], [pay(REWARD - fee)]), [pay(REWARD)]);
}

const hexOf = (transaction: Transaction) => toHex(encodeTransaction(transaction));

async function openRich(world: World): Promise<{ alice: WorldTab; hashes: string[] }> {
  const alice = await world.open('Alice', { rewardScript: KEY_SCRIPT });
  return { alice, hashes: await generate(world, alice, MATURITY + 10) };
}

describe('a transaction given by hex', () => {
  it('waits, is mined with its fee, and is gone from the mempool', async () => {
    const world = createWorld();
    const { alice, hashes } = await openRich(world);
    const { host } = alice;
    const payment = await spendReward(alice, hashes[0]!);
    expect(await host.call('testmempoolaccept', [hexOf(payment)])).toMatchObject([
      { txid: txid(payment), allowed: true },
    ]);
    expect(await host.call('sendrawtransaction', hexOf(payment))).toBe(txid(payment));
    expect(await host.call('getrawmempool')).toEqual([txid(payment)]);
    expect(await host.call('getmempoolinfo')).toMatchObject({ size: 1, total_fee: FEE / 1e8 });
    expect(await host.call('getmempoolentry', txid(payment))).toMatchObject({ ancestorcount: 1 });
    expect(await host.call('getrawtransaction', txid(payment))).toBe(hexOf(payment));
    expect((await host.snapshot()).mempool).toMatchObject({ transactions: 1, fees: FEE });
    const [hash] = await generate(world, alice, 1);
    const block = (await host.call('getblock', hash, 2)) as {
      tx: ReadonlyArray<{ txid: string; vout: ReadonlyArray<{ value: number }> }>;
    };
    expect(block.tx.map((each) => each.txid)).toContain(txid(payment));
    expect(block.tx[0]!.vout[0]!.value).toBe(50 + FEE / 1e8);
    expect(await host.call('getrawmempool')).toEqual([]);
  });

  it('comes back when its block is set aside', async () => {
    const world = createWorld();
    const { alice, hashes } = await openRich(world);
    const payment = await spendReward(alice, hashes[0]!);
    await alice.host.call('sendrawtransaction', hexOf(payment));
    const [hash] = await generate(world, alice, 1);
    expect(await alice.host.call('getrawmempool')).toEqual([]);
    await alice.host.call('invalidateblock', hash);
    await world.pass(200);
    expect(await alice.host.call('getrawmempool')).toEqual([txid(payment)]);
  });

  it('is still there after a restart', async () => {
    const world = createWorld();
    const { alice, hashes } = await openRich(world);
    const payment = await spendReward(alice, hashes[0]!);
    await alice.host.call('sendrawtransaction', hexOf(payment));
    await world.pass(3_000);
    alice.close();
    const again = await world.open('Alice', { store: alice.store, rewardScript: KEY_SCRIPT });
    await world.pass(1_000);
    expect(await again.host.call('getrawmempool')).toEqual([txid(payment)]);
  });

  it('does not outlive its coins when a lost block makes the chain begin again', async () => {
    const world = createWorld();
    const { alice, hashes } = await openRich(world);
    await alice.host.call('sendrawtransaction', hexOf(await spendReward(alice, hashes[0]!)));
    await world.pass(2_000);
    alice.close();
    let isBroken = false;
    const get: Store['get'] = async (table, key) =>
      isBroken && table === 'bodies' ? undefined : alice.store.get(table, key);
    const again = await world.open('Alice', { store: { ...alice.store, get } });
    await world.pass(1_000);
    expect(await again.host.call('getmempoolinfo')).toMatchObject({ size: 1 });
    isBroken = true;
    await again.host.call('invalidateblock', hashes[1]);
    await world.pass(1_000);
    expect(await again.host.call('getblockcount')).toBeLessThan(MATURITY);
    expect(await again.host.call('getmempoolinfo')).toMatchObject({ size: 0 });
  });

  it('is refused under Bitcoin’s codes, and nothing changes', async () => {
    const world = createWorld();
    const { alice, hashes } = await openRich(world);
    const { host } = alice;
    const refusal = (hex: unknown) =>
      host.call('sendrawtransaction', hex).then(
        () => 'accepted',
        (error: { code: number; message: string }) => `${error.code} ${error.message}`,
      );
    const young = await spendReward(alice, hashes.at(-1)!);
    expect(await refusal(hexOf(young))).toMatch(/^-26 bad-txns-premature-spend-of-coinbase/);
    const good = await spendReward(alice, hashes[0]!);
    const forged = {
      ...good,
      inputs: good.inputs.map((input) => ({ ...input, witness: [forge()] })),
    };
    expect(await refusal(hexOf(forged))).toMatch(/^-26 bad-txns-signature/);
    const orphan = sign(unsigned([{ txid: 'ab'.repeat(32) as Hash, vout: 0 }], [pay(1_000)]), [
      pay(2_000),
    ]);
    expect(await refusal(hexOf(orphan))).toMatch(/^-25 /);
    expect(await refusal('zz')).toMatch(/^-22 /);
    expect(await refusal(7)).toMatch(/^-3 /);
    const many = Array.from({ length: 26 }, () => hexOf(good));
    await expect(host.call('testmempoolaccept', many)).rejects.toThrow('between 1 and 25');
    expect(await host.call('getrawmempool')).toEqual([]);
  });

  it('may replace another that pays less', async () => {
    const world = createWorld();
    const { alice, hashes } = await openRich(world);
    const cheap = await spendReward(alice, hashes[0]!, FEE);
    const dear = await spendReward(alice, hashes[0]!, 5 * FEE);
    await alice.host.call('sendrawtransaction', hexOf(cheap));
    await alice.host.call('sendrawtransaction', hexOf(dear));
    expect(await alice.host.call('getrawmempool')).toEqual([txid(dear)]);
  });
});

describe('a transaction among several nodes', () => {
  it('reaches all, is mined by another, and is gone everywhere', async () => {
    const world = createWorld();
    const { alice, hashes } = await openRich(world);
    const [bob, carol] = [await world.open('Bob'), await world.open('Carol')];
    await world.pass(3_000);
    const payment = await spendReward(alice, hashes[0]!);
    await alice.host.call('sendrawtransaction', hexOf(payment));
    await world.pass(4_000);
    for (const { host } of [bob, carol]) {
      expect(await host.call('getrawmempool')).toEqual([txid(payment)]);
    }
    await generate(world, carol, 1);
    await world.pass(1_000);
    for (const { host } of [alice, bob, carol]) {
      expect(await host.call('getrawmempool')).toEqual([]);
      expect(await host.call('getblockcount')).toBe(MATURITY + 11);
    }
  });

  it('is told to a newcomer', async () => {
    const world = createWorld();
    const { alice, hashes } = await openRich(world);
    const payment = await spendReward(alice, hashes[0]!);
    await alice.host.call('sendrawtransaction', hexOf(payment));
    const bob = await world.open('Bob');
    await world.pass(8_000);
    expect(await bob.host.call('getrawmempool')).toEqual([txid(payment)]);
  });
});

/** A signature by somebody, of something. */
function forge(): Uint8Array {
  return schnorr.sign(new Uint8Array(32).fill(1), new Uint8Array(32).fill(2), new Uint8Array(32));
}

describe('a large block that a tab makes', () => {
  /** Two tabs, linked, with a payment in their mempools that makes a block large. */
  async function openLarge() {
    const world = createWorld();
    const { alice, hashes } = await openRich(world);
    const bert = await world.open('Bert');
    await world.pass(3_000);
    const block = (await alice.host.call('getblock', hashes[0]!, 2)) as {
      tx: ReadonlyArray<{ txid: Hash }>;
    };
    const outputs = Array.from({ length: 400 }, () => pay(10_000_000));
    const bare = unsigned([{ txid: block.tx[0]!.txid, vout: 0 }], outputs);
    await alice.host.call('sendrawtransaction', hexOf(sign(bare, [pay(REWARD)])));
    await world.pass(3_000);
    expect(await bert.host.call('getmempoolinfo')).toMatchObject({ size: 1 });
    return { world, alice, bert };
  }

  it('leaves before it is connected, by whoever has put it together', async () => {
    const { world, alice, bert } = await openLarge();
    await world.open('Carl');
    await world.pass(3_000);
    const { chain, node } = bert;
    const { height } = chain;
    const heights: number[] = [];
    const step = node.step.bind(node);
    node.step = (input, now) => {
      const effects = step(input, now);
      const isShort = (effect: Effect) => effect.type === 'send' && effect.bytes[4] === CMPCTBLOCK;
      if (effects.some(isShort)) heights.push(chain.height);
      return effects;
    };
    await generate(world, alice, 1);
    expect([heights, chain.height]).toEqual([[height], height + 1]);
  });

  it('reaches a tab that has its transactions in short', async () => {
    const { world, alice, bert } = await openLarge();
    const before = await bytesWithPeer(alice);
    const [hash] = await generate(world, alice, 1);
    const made = (await alice.host.call('getblock', hash, 1)) as { size: number };
    expect(made.size).toBeGreaterThan(16_000);
    expect((await bert.host.snapshot()).tip).toBe(hash);
    expect((await bytesWithPeer(alice)) - before).toBeLessThan(1_000);
  });
});

async function bytesWithPeer({ host }: WorldTab): Promise<number> {
  const [peer] = (await host.snapshot()).peers;
  return peer!.bytesSent + peer!.bytesReceived;
}
