/** The passphrase of a wallet: which secret is under it, and which was ever stored readable. */

import { describe, expect, it } from 'vitest';
import { toHex } from '../../../../src/util/bytes.ts';
import { entropyFromWords } from '../../../../src/wallet/keys.ts';
import { createWorld, type World, type WorldTab } from '../../../support/node-world.ts';

const PASSPHRASE = 'correct horse battery';

/** Stretching a passphrase takes real time, during which the world's time passes too. */
async function settled<Result>(world: World, asked: Promise<unknown>): Promise<Result> {
  const state = { isDone: false };
  const done = asked.finally(() => (state.isDone = true));
  done.catch(() => {});
  for (let round = 0; !state.isDone && round < 400; round += 1) await world.pass(50);
  return (await done) as Result;
}

async function wordsOf(world: World, { host }: WorldTab): Promise<string> {
  const { words } = await settled<{ words: string[] }>(world, host.call('dumpmnemonic'));
  return words.join(' ');
}

describe('encryptwallet', () => {
  it('gives a wallet that nobody used a secret that was never stored readable', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const before = await wordsOf(world, alice);
    await settled(world, alice.host.call('encryptwallet', PASSPHRASE));
    await settled(world, alice.host.call('walletpassphrase', PASSPHRASE, 60));
    const after = await wordsOf(world, alice);
    expect(after).not.toBe(before);
    await world.pass(2_000);
    const records = await alice.store.entries('wallet');
    const stored = records.map(([, value]) => toHex(value)).join();
    expect(stored).not.toContain(toHex(entropyFromWords(after)));
  });

  it('leaves a wallet in use its secret and its coins', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const before = await wordsOf(world, alice);
    await settled(world, alice.host.call('generate', 40));
    await world.pass(1_000);
    const balances = await alice.host.call('getbalances');
    await settled(world, alice.host.call('encryptwallet', PASSPHRASE));
    await settled(world, alice.host.call('walletpassphrase', PASSPHRASE, 60));
    expect(await wordsOf(world, alice)).toBe(before);
    expect(await alice.host.call('getbalances')).toEqual(balances);
  });
});
