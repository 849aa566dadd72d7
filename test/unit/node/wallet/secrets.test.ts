/** The wallet's secret: under a passphrase, on paper, in a file, damaged on the disk. */

import { describe, expect, it } from 'vitest';
import { toHex } from '../../../../src/util/bytes.ts';
import { accountXpub, deriveAccount, seedFromWords } from '../../../../src/wallet/keys.ts';
import { createWorld, type World, type WorldTab } from '../../../support/node-world.ts';
import {
  copyStore,
  MATURITY,
  mine,
  refusalOf,
  TICKS,
  walletOf,
} from '../../../support/wallet-tabs.ts';

const SLOW = { timeout: 30_000 };
const PASSPHRASE = 'correct horse';
const KEY = 'key';

async function openRich(blocks = MATURITY): Promise<{ world: World; alice: WorldTab }> {
  const world = createWorld();
  const alice = await world.open('Alice');
  await mine(world, alice, blocks);
  return { world, alice };
}

async function wordsOf({ host }: WorldTab): Promise<string[]> {
  return ((await host.call('dumpmnemonic')) as { words: string[] }).words;
}

async function addressOf({ host }: WorldTab): Promise<string> {
  return (await host.call('getnewaddress')) as string;
}

function asked(words: readonly string[], places: readonly number[]): Record<number, string> {
  return Object.fromEntries(places.map((place) => [place, words[place - 1]!]));
}

async function xpubOf(tab: WorldTab): Promise<string> {
  const seed = seedFromWords((await wordsOf(tab)).join(' '));
  return accountXpub(deriveAccount(seed));
}

describe('a passphrase', () => {
  it('is asked for before anything is signed, and says when it is wrong', SLOW, async () => {
    const { world, alice } = await openRich();
    const { host } = alice;
    const words = await wordsOf(alice);
    const address = await addressOf(alice);
    expect(await host.call('encryptwallet', PASSPHRASE)).toBeNull();
    expect(await walletOf(alice)).toMatchObject({ state: 'locked', protection: 'passphrase' });
    expect(await host.call('getbalance'), 'a locked wallet shows everything').toBe(50);
    expect((await refusalOf(host.call('sendtoaddress', address, 1)))[0]).toBe(-13);
    expect((await refusalOf(host.call('dumpmnemonic')))[0]).toBe(-13);
    expect(await refusalOf(host.call('walletpassphrase', 'correct horsE'))).toEqual([
      -14,
      'This passphrase is wrong',
    ]);
    expect((await refusalOf(host.call('encryptwallet', PASSPHRASE)))[0]).toBe(-15);
    await host.call('walletpassphrase', PASSPHRASE, 60);
    expect(await wordsOf(alice)).toEqual(words);
    expect(await host.call('sendtoaddress', address, 1)).toMatch(/^[0-9a-f]{64}$/);
    await world.pass(61_000);
    expect((await walletOf(alice)).state, 'its time is over').toBe('locked');
    await host.call('walletpassphrase', PASSPHRASE);
    await host.call('walletlock');
    expect((await walletOf(alice)).state).toBe('locked');
  });

  it('leaves nothing readable in the store, and is still there after a restart', SLOW, async () => {
    const { world, alice } = await openRich();
    const before = toHex((await alice.store.get('wallet', KEY))!);
    await alice.host.call('encryptwallet', PASSPHRASE);
    await world.pass(200);
    const after = (await alice.store.entries('wallet')).map(([, value]) => toHex(value)).join();
    const entropy = toHex(new Uint8Array(16).fill(1));
    expect(before).toContain(entropy);
    expect(after).not.toContain(entropy);
    alice.close();
    const again = await world.open('Alice', { store: alice.store });
    expect((await walletOf(again)).state).toBe('locked');
    await mine(world, again);
    expect((await walletOf(again)).paymentsTotal, 'it is paid while locked').toBe(MATURITY + 1);
    await again.host.call('walletpassphrase', PASSPHRASE);
    expect(await again.host.call('sendtoaddress', await addressOf(again), 1)).toBeDefined();
  });

  it('can be changed for another', SLOW, async () => {
    const { alice } = await openRich(1);
    const { host } = alice;
    await host.call('encryptwallet', PASSPHRASE);
    expect((await refusalOf(host.call('walletpassphrasechange', 'wrong', 'other')))[0]).toBe(-14);
    await host.call('walletpassphrasechange', PASSPHRASE, 'other');
    expect((await refusalOf(host.call('walletpassphrase', PASSPHRASE)))[0]).toBe(-14);
    await host.call('walletpassphrase', 'other');
    expect((await walletOf(alice)).state).toBe('open');
  });

  it('has from 1 to 1,024 characters', SLOW, async () => {
    const { alice } = await openRich(1);
    const { host } = alice;
    for (const bad of ['', 'x'.repeat(1_025)]) {
      expect((await refusalOf(host.call('encryptwallet', bad)))[0]).toBe(-8);
    }
    expect((await walletOf(alice)).protection).toBe('plain');
    await host.call('encryptwallet', 'x'.repeat(1_024));
    expect((await refusalOf(host.call('walletpassphrase', 'x', 0)))[0]).toBe(-8);
    await host.call('walletpassphrase', 'x'.repeat(1_024));
    expect((await walletOf(alice)).state).toBe('open');
  });
});

describe('twelve words', () => {
  it('are confirmed by three of them, and the page stops asking', async () => {
    const { world, alice } = await openRich(1);
    const words = await wordsOf(alice);
    const confirm = (given: unknown) => alice.host.call('confirmbackup', given);
    expect(words).toHaveLength(12);
    expect((await walletOf(alice)).backedUp).toBe(false);
    expect((await refusalOf(confirm(asked(words, [1, 2]))))[0]).toBe(-8);
    expect(await refusalOf(confirm({ ...asked(words, [3, 7]), 12: 'zebra' }))).toEqual([
      -8,
      'Word 12 is another one',
    ]);
    expect(await confirm(asked(words, [3, 7, 12]))).toBe(true);
    await world.pass(200);
    alice.close();
    const again = await world.open('Alice', { store: alice.store });
    expect((await walletOf(again)).backedUp).toBe(true);
  });

  it('give another tab the same balance and history', async () => {
    const { world, alice } = await openRich();
    const bob = await world.open('Bob');
    await world.pass(3_000);
    const { host } = alice;
    await host.call('sendtoaddress', await addressOf(bob), 5);
    for (let count = 0; count < 5; count += 1) await addressOf(alice);
    await mine(world, alice, 2);
    const before = await walletOf(alice);
    const carol = await world.open('Carol');
    await world.pass(3_000);
    const words = await wordsOf(alice);
    expect(await carol.host.call('importmnemonic', words)).toMatchObject({ rescanning: true });
    await world.pass(3_000);
    const after = await walletOf(carol);
    const money = ['spendable', 'immature', 'pending', 'paymentsTotal'] as const;
    expect(money.map((name) => after[name])).toEqual(money.map((name) => before[name]));
    const rows = ({ payments }: typeof before) =>
      payments.map(({ txid, stage, net, height }) => [txid, stage, net, height].join()).sort();
    expect(rows(after)).toEqual(rows(before));
    expect([after.rescan, after.backedUp, after.state]).toEqual([undefined, true, 'open']);
    await mine(world, alice);
    expect((await walletOf(carol)).immature).toBe((await walletOf(alice)).immature);
    carol.close();
    const again = await world.open('Carol', { store: carol.store });
    expect(await wordsOf(again)).toEqual(words);
    expect((await walletOf(again)).spendable).toBe(before.spendable + 50 * TICKS);
  });

  it('do not replace a wallet with coins unless told to', async () => {
    const { alice } = await openRich(1);
    const other = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
    const restore = (...options: unknown[]) => alice.host.call('importmnemonic', other, ...options);
    expect((await refusalOf(restore()))[0]).toBe(-4);
    expect((await refusalOf(alice.host.call('importmnemonic', `${other}x`)))[0]).toBe(-5);
    expect((await walletOf(alice)).immature).toBe(50 * TICKS);
    expect(await restore({ replace: true })).toMatchObject({ rescanning: true });
    expect((await wordsOf(alice)).join(' ')).toBe(other);
    expect((await walletOf(alice)).immature).toBe(0);
  });
});

describe('a backup file', () => {
  it('restores the wallet with its passphrase, and with no other', SLOW, async () => {
    const { world, alice } = await openRich();
    const { bytes } = (await alice.host.call('exportwallet', PASSPHRASE)) as { bytes: Uint8Array };
    const bob = await world.open('Bob');
    await world.pass(3_000);
    const restore = (file: unknown, passphrase: string) =>
      bob.host.call('importwallet', file, passphrase);
    expect((await refusalOf(restore(bytes, 'wrong')))[0]).toBe(-14);
    expect((await refusalOf(restore(bytes.subarray(1), PASSPHRASE)))[0]).toBe(-8);
    expect((await refusalOf(restore(new Uint8Array(2_000), PASSPHRASE)))[0]).toBe(-8);
    await restore(bytes, PASSPHRASE);
    await world.pass(3_000);
    expect(await wordsOf(bob)).toEqual(await wordsOf(alice));
    expect(await bob.host.call('getbalance')).toBe(50);
    expect((await walletOf(bob)).protection).toBe('passphrase');
  });

  it('that is older does not replace a newer wallet with coins unless told to', SLOW, async () => {
    const { world, alice } = await openRich(1);
    const { bytes } = (await alice.host.call('exportwallet', PASSPHRASE)) as { bytes: Uint8Array };
    await world.pass(1_000);
    const bob = await world.open('Bob');
    await mine(world, bob);
    const words = await wordsOf(bob);
    await bob.host.call('confirmbackup', asked(words, [1, 2, 3]));
    const refused = await refusalOf(bob.host.call('importwallet', bytes, PASSPHRASE));
    expect([refused[0], refused[1].includes('newer')]).toEqual([-4, true]);
    expect(await wordsOf(bob)).toEqual(words);
  });
});

describe('a wallet that only watches', () => {
  it('shows what is its own and signs nothing', async () => {
    const { world, alice } = await openRich();
    const xpub = (await alice.host.call('getxpub')) as string;
    expect(xpub).toBe(await xpubOf(alice));
    const bob = await world.open('Bob');
    await world.pass(3_000);
    expect((await refusalOf(bob.host.call('importwatchonly', 'xpub of nobody')))[0]).toBe(-5);
    await bob.host.call('importwatchonly', xpub);
    expect(await bob.host.call('getxpub'), 'and can be watched from there on').toBe(xpub);
    await world.pass(3_000);
    expect(await walletOf(bob)).toMatchObject({
      state: 'watching',
      spendable: 50 * TICKS,
      paymentsTotal: MATURITY,
    });
    const { host } = bob;
    const payment = [{ address: await addressOf(bob), amount: 1 }];
    expect(await host.call('send', payment, { dry_run: true })).toMatchObject({ amount: 1 });
    const refused = await refusalOf(host.call('send', payment));
    expect([refused[0], refused[1].includes('only watches')]).toEqual([-4, true]);
    const words = (await wordsOf(alice)).join(' ');
    await host.call('importmnemonic', words);
    await world.pass(3_000);
    expect(await walletOf(bob), 'nothing is lost by it').toMatchObject({
      state: 'open',
      spendable: 50 * TICKS,
    });
  });
});

describe('a damaged record', () => {
  it('is kept as it is, while rewards go to a key of this page', async () => {
    const { world, alice } = await openRich();
    const words = await wordsOf(alice);
    alice.close();
    const store = await copyStore(alice.store);
    const damaged = (await store.get('wallet', KEY))!.with(20, 255);
    await store.write([{ put: ['wallet', KEY, damaged] }]);
    const again = await world.open('Alice', { store });
    expect(await walletOf(again)).toMatchObject({ state: 'damaged', receiveAddress: '' });
    expect((await refusalOf(again.host.call('getnewaddress')))[0]).toBe(-4);
    await mine(world, again, 2);
    expect(await store.get('wallet', KEY)).toEqual(damaged);
    await again.host.call('importmnemonic', words);
    await world.pass(3_000);
    expect(await walletOf(again)).toMatchObject({ state: 'open', paymentsTotal: MATURITY });
    const kept = (await store.entries('wallet')).filter(([key]) => String(key).includes('damaged'));
    expect(kept.map(([, value]) => value)).toEqual([damaged]);
  });

  it('that is gone while its books are there is no new wallet', async () => {
    const { world, alice } = await openRich(1);
    await world.pass(200);
    alice.close();
    const store = await copyStore(alice.store);
    await store.write([{ remove: ['wallet', KEY] }]);
    const again = await world.open('Alice', { store });
    expect((await walletOf(again)).state).toBe('damaged');
    expect(await store.get('wallet', KEY)).toBeUndefined();
  });
});
