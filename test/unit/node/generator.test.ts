/** Blocks on command where the chain does not simply take what is made. */

import { describe, expect, it } from 'vitest';
import { encodeTransaction } from '../../../src/consensus/encoding.ts';
import { txid } from '../../../src/consensus/hash.ts';
import type { Hash, OutPoint, Transaction } from '../../../src/consensus/types.ts';
import { Generator } from '../../../src/node/generator.ts';
import type { CommandOutcome } from '../../../src/node/ports.ts';
import { Mining } from '../../../src/node/mining.ts';
import { Chain } from '../../../src/chain/chain.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { SIGNATURES_INLINE_MAX, SIGNATURES_KNOWN_MAX } from '../../../src/util/limits.ts';
import { KEY_SCRIPT, pay, sign, unsigned } from '../../support/blocks.ts';
import { ChainBuilder } from '../../support/chain-builder.ts';
import { createWorld, type World, type WorldTab } from '../../support/node-world.ts';

const MATURITY = 30;
const REWARD = 50e8;
const COINS = SIGNATURES_INLINE_MAX + 1;

async function generate(world: World, tab: WorldTab, count: number): Promise<string[]> {
  const hashes = tab.host.call('generate', count) as Promise<string[]>;
  await world.pass(50 * Math.ceil(count / 50) + 300);
  return hashes;
}

const send = ({ host }: WorldTab, transaction: Transaction) =>
  host.call('sendrawtransaction', toHex(encodeTransaction(transaction)));

async function rewardOf({ host }: WorldTab, hash: string): Promise<OutPoint> {
  const block = (await host.call('getblock', hash, 2)) as { tx: ReadonlyArray<{ txid: Hash }> };
  return { txid: block.tx[0]!.txid, vout: 0 };
}

/** Payments in the mempool of this tab, each with a signature of its own. */
async function sendMany(world: World, tab: WorldTab): Promise<void> {
  const [first] = await generate(world, tab, MATURITY + 10);
  const outputs = Array.from({ length: COINS }, () => pay(100_000));
  const fan = sign(unsigned([await rewardOf(tab, first!)], outputs), [pay(REWARD)]);
  await send(tab, fan);
  await generate(world, tab, 1);
  for (let vout = 0; vout < COINS; vout += 1) {
    await send(tab, sign(unsigned([{ txid: txid(fan), vout }], [pay(50_000)]), [pay(100_000)]));
  }
}

/** Others' signatures push ours out of the cache, as a long catch-up does. */
function forgetSignatures({ chain }: WorldTab): void {
  for (let count = 0; count < SIGNATURES_KNOWN_MAX; count += 1) {
    chain.signatures.add({ wtxid: `other ${count}` as Hash, inputIndex: 0 });
  }
}

describe('blocks on command', () => {
  it('are others than those that were set aside', async () => {
    const world = createWorld();
    const alice = await world.open('Alice', { rewardScript: KEY_SCRIPT });
    const [vetoed] = await generate(world, alice, 1);
    await alice.host.call('invalidateblock', vetoed);
    await world.pass(100);
    const made = await generate(world, alice, 2);
    expect(made).not.toContain(vetoed);
    expect(await alice.host.call('getblockhash', 2)).toBe(made[1]);
  });

  it('wait for signatures that the verifier has to look at', async () => {
    const world = createWorld();
    const alice = await world.open('Alice', { rewardScript: KEY_SCRIPT });
    await sendMany(world, alice);
    forgetSignatures(alice);
    const made = await generate(world, alice, 3);
    expect(new Set(made).size).toBe(3);
    expect(await alice.host.call('getbestblockhash')).toBe(made[2]);
    expect(await alice.host.call('getmempoolinfo')).toMatchObject({ size: 0 });
  });

  it('are refused when the clock is set back in the middle of a search', () => {
    const builder = new ChainBuilder();
    const chain = new Chain(builder.params, builder.genesis);
    const miner = { scriptPubKey: KEY_SCRIPT, tag: 'test' };
    const select = () => ({ transactions: [], fees: 0 });
    const mining = new Mining(chain, { miner, maxThreads: 1, select, readBody: () => {} });
    const outcomes: CommandOutcome[] = [];
    const generator = new Generator(chain, {
      // So hard that no slice finds one.
      template: (time) => ({ ...mining.template(time), bits: 0x03000001 }),
      submit: () => true,
      reply: (_, outcome) => void outcomes.push(outcome),
    });
    generator.order(1, 1);
    const nowSeconds = chain.params.genesisTime + 1_000;
    generator.run(nowSeconds);
    expect([generator.isBusy, outcomes.length]).toEqual([true, 0]);
    generator.run(nowSeconds - 1_000_000);
    expect(outcomes).toMatchObject([{ ok: false }]);
    expect(generator.isBusy).toBe(false);
  });
});
