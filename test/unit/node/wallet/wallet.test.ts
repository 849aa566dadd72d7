/** Money through whole nodes: mined, sent, confirmed, replaced, lost in a race, and found again. */

import { describe, expect, it } from 'vitest';
import type { WalletView } from '../../../../src/node/api.ts';
import { createWorld, type World, type WorldTab } from '../../../support/node-world.ts';
import {
  copyStore,
  MATURITY,
  mine,
  refusalOf,
  rowOf,
  TICKS,
  walletOf,
} from '../../../support/wallet-tabs.ts';

interface Sent {
  readonly txid: string;
  readonly fee: number;
}

interface Planned {
  readonly fee: number;
  readonly amount: number;
  readonly recipients: ReadonlyArray<{ readonly address: string; readonly amount: number }>;
}

/** Alice with some mature rewards, and Bob, in step. */
async function openPair(rewards = 3): Promise<{ world: World; alice: WorldTab; bob: WorldTab }> {
  const world = createWorld();
  const alice = await world.open('Alice');
  const bob = await world.open('Bob');
  await world.pass(2_000);
  await mine(world, alice, MATURITY + rewards - 1);
  return { world, alice, bob };
}

const addressOf = ({ host }: WorldTab) => host.call('getnewaddress') as Promise<string>;
const idsOf = ({ payments }: WalletView) => payments.map(({ txid }) => txid).sort();
const balanceOf = ({ host }: WorldTab) => host.call('getbalance') as Promise<number>;

async function pay(from: WorldTab, to: WorldTab, amount: number | 'all'): Promise<Sent> {
  const recipient = { address: await addressOf(to), amount };
  return (await from.host.call('send', [recipient])) as Sent;
}

describe('a wallet in a node', () => {
  it('is paid for blocks, and may spend a reward when it is mature', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    await mine(world, alice, MATURITY);
    expect(await alice.host.call('getbalances')).toEqual({
      mine: { trusted: 50, untrusted_pending: 0, immature: 50 * (MATURITY - 1) },
    });
    const { payments, paymentsTotal } = await walletOf(alice);
    expect(paymentsTotal).toBe(MATURITY);
    expect(payments.at(-1)).toMatchObject({ kind: 'mined', stage: 'confirmed', net: 50 * TICKS });
    expect(payments[0]).toMatchObject({ kind: 'mined', stage: 'immature', depth: 1 });
  });

  it('sends, and both sides see it confirm', async () => {
    const { world, alice, bob } = await openPair();
    const { txid, fee } = await pay(alice, bob, 12.5);
    expect(await rowOf(alice, txid)).toMatchObject({
      kind: 'sent',
      stage: 'pending',
      net: -(12.5 * TICKS) - fee * TICKS,
      canBump: true,
    });
    await world.pass(10_000);
    expect(await rowOf(bob, txid)).toMatchObject({
      kind: 'received',
      stage: 'pending',
      canBump: false,
    });
    expect((await walletOf(bob)).pending).toBe(12.5 * TICKS);
    await mine(world, alice);
    for (const tab of [alice, bob]) {
      expect(await rowOf(tab, txid)).toMatchObject({ stage: 'confirming', depth: 1 });
    }
    expect(await rowOf(bob, txid)).toMatchObject({ kind: 'received', net: 12.5 * TICKS });
    expect(await balanceOf(bob)).toBe(12.5);
    await mine(world, alice, 5);
    for (const tab of [alice, bob]) {
      expect(await rowOf(tab, txid)).toMatchObject({ stage: 'confirmed', depth: 6 });
    }
  });

  it('sends twice in quick succession, and never the same coin', async () => {
    const { world, alice, bob } = await openPair(1);
    const [first, second] = await Promise.all([pay(alice, bob, 10), pay(alice, bob, 20)]);
    expect(first.txid).not.toBe(second.txid);
    expect(await alice.host.call('getrawmempool')).toHaveLength(2);
    await mine(world, alice);
    expect(await balanceOf(bob)).toBe(30);
  });

  it('sends everything, and takes the fee from it', async () => {
    const { world, alice, bob } = await openPair(2);
    const shown = await alice.host.call(
      'send',
      [{ address: await addressOf(bob), amount: 'all' }],
      {
        dry_run: true,
      },
    );
    expect(shown).toMatchObject({ change: 0, inputs: 2 });
    expect(await balanceOf(alice), 'a review changes nothing').toBe(100);
    const { fee } = await pay(alice, bob, 'all');
    expect(shown).toMatchObject({ fee, amount: 100 - fee });
    expect(await balanceOf(alice)).toBe(0);
    await mine(world, alice);
    expect(await balanceOf(bob)).toBe(100 - fee);
  });

  it('says what each of several gets, less the fee where they pay it', async () => {
    const { alice, bob } = await openPair(2);
    const addresses = [await addressOf(bob), await addressOf(bob), await addressOf(bob)];
    const rows = addresses.map((address, at) => ({ address, amount: 10 + at, subtractfee: true }));
    const ask = { feerate: 2_000, dry_run: true, memo: 'for three' };
    const shown = (await alice.host.call('send', rows, ask)) as Planned;
    const gets = shown.recipients.map(({ amount }) => Math.round(amount * TICKS));
    const fee = Math.round(shown.fee * TICKS);
    const share = Math.floor(fee / 3);
    expect(shown.recipients.map(({ address }) => address)).toEqual(addresses);
    expect(gets).toEqual([10 * TICKS - fee + 2 * share, 11 * TICKS - share, 12 * TICKS - share]);
    expect(shown.amount).toBeCloseTo(33 - shown.fee, 8);

    const [first, second] = addresses;
    const rest = [
      { address: first, amount: 7 },
      { address: second, amount: 'all' },
    ];
    const all = (await alice.host.call('send', rest, ask)) as Planned;
    const amounts = new Map(all.recipients.map(({ address, amount }) => [address, amount]));
    expect(amounts.get(first!)).toBe(7);
    expect(amounts.get(second!)).toBeCloseTo(93 - all.fee, 8);
    expect(amounts.size).toBe(2);
  });

  it('bumps a payment, and says what replaced it', async () => {
    const { world, alice, bob } = await openPair();
    const { txid, fee } = await pay(alice, bob, 1);
    const bumped = (await alice.host.call('bumpfee', txid, { feerate: 20_000 })) as Sent;
    expect(bumped).toMatchObject({ origfee: fee });
    expect(bumped.fee).toBeGreaterThan(fee);
    expect(await rowOf(alice, txid)).toMatchObject({ stage: 'replaced', replacedBy: bumped.txid });
    await mine(world, alice);
    expect(await rowOf(alice, bumped.txid)).toMatchObject({ stage: 'confirming', canBump: false });
    expect(await balanceOf(bob)).toBe(1);
  });

  it('bumps a payment of everything out of what it paid', async () => {
    const { world, alice, bob } = await openPair(1);
    const { txid } = await pay(alice, bob, 'all');
    const bumped = (await alice.host.call('bumpfee', txid, { feerate: 50_000 })) as Sent;
    await mine(world, alice);
    expect(await balanceOf(bob)).toBeCloseTo(50 - bumped.fee, 8);
  });

  it('takes a payment back', async () => {
    const { world, alice, bob } = await openPair(1);
    const { txid } = await pay(alice, bob, 5);
    const taken = (await alice.host.call('canceltransaction', txid)) as Sent;
    expect(await rowOf(alice, txid)).toMatchObject({ stage: 'replaced', replacedBy: taken.txid });
    await mine(world, alice);
    expect(await balanceOf(bob)).toBe(0);
    expect(await rowOf(alice, taken.txid)).toMatchObject({ kind: 'moved', stage: 'confirming' });
    expect((await rowOf(bob, txid))?.stage).not.toBe('confirming');
  });

  it('carries a payment by one that spends its change', async () => {
    const { alice, bob } = await openPair(1);
    const { txid } = await pay(alice, bob, 5);
    const child = (await alice.host.call('childpaysforparent', txid, { feerate: 30_000 })) as Sent;
    const entry = await alice.host.call('getmempoolentry', child.txid);
    const { fees, ancestorsize } = entry as { fees: { ancestor: number }; ancestorsize: number };
    expect(Math.round(fees.ancestor * TICKS)).toBeGreaterThanOrEqual(30 * ancestorsize);
  });

  it('hurries a payment of somebody else by one that spends what it brings', async () => {
    const { world, alice, bob } = await openPair(1);
    const address = await addressOf(bob);
    const txid = await alice.host.call('sendtoaddress', address, 5, { feerate: 1_000 });
    await world.pass(10_000);
    expect(await rowOf(alice, String(txid))).toMatchObject({ canBump: true, canHurry: false });
    expect(await rowOf(bob, String(txid))).toMatchObject({ canBump: false, canHurry: true });
    const ask = { feerate: 30_000, dry_run: true };
    const shown = await bob.host.call('childpaysforparent', txid, ask);
    expect(shown).not.toHaveProperty('txid');
    const { ancestorfees, ancestorsize, fee, vsize } = shown as Record<string, number>;
    expect(shown).toMatchObject({ origfee: ancestorfees, change: 5 - fee! });
    expect(Math.round((ancestorfees! + fee!) * TICKS)).toBe(30 * (ancestorsize! + vsize!));
    const child = (await bob.host.call('childpaysforparent', txid, { feerate: 30_000 })) as Sent;
    expect(child.fee).toBe(fee);
    expect(await rowOf(bob, String(txid)), 'its coin is spent').toMatchObject({ canHurry: false });
    expect(await rowOf(bob, child.txid)).toMatchObject({ kind: 'moved', canBump: true });
    await mine(world, bob);
    expect(await rowOf(bob, String(txid))).toMatchObject({ stage: 'confirming', canHurry: false });
    expect(await balanceOf(bob)).toBeCloseTo(5 - child.fee, 8);
  });

  it('writes a note that everybody can read', async () => {
    const { world, alice } = await openPair(1);
    const { txid } = (await alice.host.call('writenote', 'Grüße an alle')) as Sent;
    await mine(world, alice);
    expect(await rowOf(alice, txid)).toMatchObject({ kind: 'moved', memo: 'Grüße an alle' });
    const hash = 'ab'.repeat(32);
    const written = (await alice.host.call('writehash', hash)) as Sent;
    expect(await rowOf(alice, written.txid)).toMatchObject({ memo: hash });
  });
});

describe('what is shown and listed', () => {
  it('are the newest 50 payments, up to 1,000 on request, 100 recipients at once', async () => {
    const world = createWorld();
    const alice = await world.open('Alice');
    const { host } = alice;
    await mine(world, alice, 60);
    const { payments, paymentsTotal } = await walletOf(alice);
    expect([payments.length, paymentsTotal]).toEqual([50, 60]);
    expect(payments[0]!.height).toBe(60);
    expect(await host.call('listtransactions', 1_000)).toHaveLength(60);
    expect(await host.call('listtransactions', 10, 55)).toHaveLength(5);
    expect((await refusalOf(host.call('listtransactions', 1_001)))[0]).toBe(-8);
    const recipients = Array.from({ length: 101 }, () => ({
      address: payments[0]!.addresses[0],
      amount: 0.1,
    }));
    expect((await refusalOf(host.call('send', recipients)))[0]).toBe(-8);
    const sent = await host.call('send', recipients.slice(1), { dry_run: true });
    expect(sent).toMatchObject({ amount: 10 });
  });
});

describe('a reorganisation', () => {
  it('sends a payment back to wait, and names who won over a reward', async () => {
    const { world, alice, bob } = await openPair();
    const { txid } = await pay(alice, bob, 7);
    await alice.host.call('setnetworkactive', false);
    await mine(world, alice, 1);
    const lost = (await walletOf(alice)).payments.find(({ kind }) => kind === 'mined')!;
    expect(await rowOf(alice, txid)).toMatchObject({ stage: 'confirming' });
    // Bob never hears of the payment, and makes the longer branch without it.
    const carol = await world.open('Carol', { store: await copyStore(bob.store) });
    await bob.host.call('setnetworkactive', false);
    await mine(world, carol, 2);
    await alice.host.call('setnetworkactive', true);
    await world.pass(5_000);
    expect((await alice.host.snapshot()).tip).toBe((await carol.host.snapshot()).tip);
    expect(await rowOf(alice, lost.txid)).toMatchObject({
      stage: 'orphaned',
      height: lost.height,
      winner: 'Carol',
    });
    expect(await rowOf(alice, txid)).toMatchObject({ stage: 'pending', depth: 0 });
    await mine(world, alice);
    expect(await rowOf(alice, txid)).toMatchObject({ stage: 'confirming' });
  });
});

describe('a block that is set aside', () => {
  it('takes its reward with it, and nobody has won as yet', async () => {
    const { world, alice } = await openPair(2);
    const { host } = alice;
    const [reward] = (await walletOf(alice)).payments;
    await host.call('invalidateblock', await host.call('getbestblockhash'));
    await world.pass(300);
    expect(await rowOf(alice, reward!.txid)).toMatchObject({ stage: 'orphaned', winner: '' });
    // With a payment in it the next block is another one.
    await host.call('writenote', 'again');
    await world.pass(3_000);
    await mine(world, alice, 2);
    expect(await rowOf(alice, reward!.txid)).toMatchObject({ stage: 'orphaned', winner: 'Alice' });
  });
});

describe('a restart', () => {
  it('keeps history, addresses, and what still waits', async () => {
    const { world, alice, bob } = await openPair();
    const { txid } = await pay(alice, bob, 3);
    await world.pass(2_000);
    const before = await walletOf(alice);
    alice.close();
    const again = await world.open('Alice', { store: alice.store });
    await world.pass(2_000);
    expect(await walletOf(again)).toEqual(before);
    expect(await again.host.call('getrawmempool')).toEqual([txid]);
  });

  it('offers payments again that the mempool was not kept with, eight a step', async () => {
    const { world, alice, bob } = await openPair(12);
    const txids: string[] = [];
    for (let count = 0; count < 12; count += 1) txids.push((await pay(alice, bob, 30)).txid);
    await world.pass(2_000);
    alice.close();
    const store = await copyStore(alice.store);
    const lost = await store.entries('mempool');
    expect(lost).toHaveLength(12);
    await store.write(lost.map(([key]) => ({ remove: ['mempool', key] })));
    const sizes: number[] = [];
    bob.close();
    const again = await world.open('Alice', { store });
    await again.host.subscribe(({ mempool }) => void sizes.push(mempool?.transactions ?? 0));
    expect(sizes[0]).toBeGreaterThan(0);
    expect(await again.host.call('getrawmempool')).toHaveLength(12);
    expect(await rowOf(again, txids[0]!)).toMatchObject({ stage: 'pending' });
  });

  it('reads the chain again where the books are damaged or from another time', async () => {
    const { world, alice, bob } = await openPair();
    const { txid } = await pay(alice, bob, 3);
    await mine(world, alice, 2);
    const before = await walletOf(alice);
    alice.close();
    for (const key of ['ledger/head', 'ledger/entries-0', 'ledger/receive-0']) {
      const store = await copyStore(alice.store);
      const bytes = (await store.get('wallet', key))!;
      await store.write([{ put: ['wallet', key, bytes.with(9, bytes[9]! ^ 1)] }]);
      const again = await world.open('Alice', { store });
      await world.pass(3_000);
      const after = await walletOf(again);
      expect(after.rescan).toBeUndefined();
      expect([after.spendable, after.immature]).toEqual([before.spendable, before.immature]);
      expect(idsOf(after)).toEqual(idsOf(before));
      expect(await rowOf(again, txid)).toMatchObject({ stage: 'confirming', depth: 2 });
      again.close();
    }
  });
});

describe('what is asked for and cannot be had', () => {
  it('is refused with the codes of Bitcoin', async () => {
    const { alice, bob } = await openPair(1);
    const { host } = alice;
    const address = await addressOf(bob);
    const refused = (...call: [string, ...unknown[]]) => refusalOf(host.call(...call));
    const [code, sentence] = await refused('sendtoaddress', address, 51);
    expect([code, sentence.split(':')[0]]).toEqual([-6, 'funds-insufficient']);
    expect(await refused('sendtoaddress', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 1)).toEqual(
      [-5, 'Invalid address: an address begins with tab1'],
    );
    const last = address.at(-1) === 'q' ? 'p' : 'q';
    expect((await refused('sendtoaddress', address.slice(0, -1) + last, 1))[0]).toBe(-5);
    for (const amount of ['1,5', -1, 1e-9, NaN, '0.123456789', null, '']) {
      expect(await refused('sendtoaddress', address, amount)).toEqual([-3, 'Invalid amount']);
    }
    expect((await refused('sendtoaddress', address, '0.00000329'))[0]).toBe(-8);
    expect((await refused('sendtoaddress', address, 1, { feerate: 999 }))[0]).toBe(-8);
    expect((await refused('sendtoaddress', address, 1, { memo: 'x'.repeat(81) }))[0]).toBe(-8);
    expect((await refused('send', []))[0]).toBe(-8);
    expect((await refused('bumpfee', '00'.repeat(32)))[0]).toBe(-5);
    expect((await refused('gettransaction', '00'.repeat(32)))[0]).toBe(-5);
    expect((await refused('walletlock'))[0]).toBe(-15);
    expect(await balanceOf(alice), 'nothing was reserved by it').toBe(50);
  });

  it('knows its own addresses, and hands out a new one each time', async () => {
    const { alice, bob } = await openPair(1);
    const [first, second] = [await addressOf(alice), await addressOf(alice)];
    expect(first).not.toBe(second);
    expect((await walletOf(alice)).receiveAddress).toBe(second);
    expect(await alice.host.call('getaddressinfo', first)).toMatchObject({ ismine: true });
    expect(await bob.host.call('getaddressinfo', first)).toMatchObject({ ismine: false });
  });
});
