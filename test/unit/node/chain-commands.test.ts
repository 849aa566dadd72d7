/** What somebody who knows bitcoin-cli asks first, through a whole node. */

import { describe, expect, it } from 'vitest';
import { createWorld, type WorldTab } from '../../support/node-world.ts';
import { MATURITY, mine, refusalOf } from '../../support/wallet-tabs.ts';

const SLOW = { timeout: 60_000 };
const NOBODY = 'ff'.repeat(32);

const call = <Answer>(tab: WorldTab, ...words: readonly [string, ...unknown[]]) =>
  tab.host.call(...words) as Promise<Answer>;

async function openWith(blocks: number) {
  const world = createWorld();
  const alice = await world.open('Alice');
  const hashes = await mine(world, alice, blocks);
  return { world, alice, hashes };
}

describe('headers and branches', SLOW, () => {
  it('are told one by one, decoded or as their 80 bytes', async () => {
    const { alice, hashes } = await openWith(3);
    const header = await call<Record<string, unknown>>(alice, 'getblockheader', hashes[1]);
    expect(header).toMatchObject({ height: 2, confirmations: 2, nextblockhash: hashes[2] });
    expect(header).not.toHaveProperty('tx');
    const block = await call<string>(alice, 'getblock', hashes[1], 0);
    expect(await call(alice, 'getblockheader', hashes[1], false)).toBe(block.slice(0, 160));
    const [, message] = await refusalOf(alice.host.call('getblockheader', NOBODY));
    expect(message).toBe('Block not found');
    expect(await call(alice, 'getdifficulty')).toBe(header['difficulty']);
  });

  it('end in tips: the one that is followed, one that lost, one that is not wanted', async () => {
    const { world, alice, hashes } = await openWith(5);
    await alice.host.call('invalidateblock', hashes[3]);
    const [other] = await mine(world, alice, 1);
    expect(await call(alice, 'getchaintips')).toEqual([
      { height: 5, hash: hashes[4], branchlen: 2, status: 'invalid' },
      { height: 4, hash: other, branchlen: 0, status: 'active' },
    ]);
    await alice.host.call('reconsiderblock', hashes[3]);
    expect(await call(alice, 'getchaintips')).toEqual([
      { height: 5, hash: hashes[4], branchlen: 0, status: 'active' },
      { height: 4, hash: other, branchlen: 1, status: 'valid-fork' },
    ]);
  });
});

describe('a coin', SLOW, () => {
  it('is told until it is spent, in a block or by what waits', async () => {
    const { world, alice } = await openWith(MATURITY + 2);
    const hash = await call<string>(alice, 'getblockhash', 1);
    const { tx } = await call<{ tx: [string] }>(alice, 'getblock', hash);
    const coin = await call<Record<string, unknown>>(alice, 'gettxout', tx[0], 0);
    expect(coin).toMatchObject({ confirmations: MATURITY + 2, value: 50, coinbase: true });
    expect(coin['scriptPubKey']).toMatchObject({ type: 'witness_v1_taproot' });
    expect(await call(alice, 'gettxout', tx[0], 7)).toBeNull();
    expect(await call(alice, 'gettxout', NOBODY, 0)).toBeNull();

    const { txid } = await call<{ txid: string }>(alice, 'writenote', 'Hello');
    const note = await call<{ vin: [{ txid: string; vout: number }] }>(
      alice,
      ...(['getrawtransaction', txid, 1] as const),
    );
    const { txid: from, vout } = note.vin[0];
    expect(await call(alice, 'gettxout', from, vout)).toBeNull();
    expect(await call(alice, 'gettxout', from, vout, false)).toMatchObject({ coinbase: true });
    await mine(world, alice, 1);
    expect(await call(alice, 'gettxout', from, vout, false)).toBeNull();
  });
});

describe('words of bitcoin-cli', SLOW, () => {
  it('are taken as they are there: a label for all payments, help of one command', async () => {
    const { alice } = await openWith(2);
    expect(await call(alice, 'listtransactions', '*', 1)).toEqual(
      await call(alice, 'listtransactions', 1),
    );
    expect(await call(alice, 'help', 'getblockhash')).toMatch(/^getblockhash height\n\n/);
    expect(await call(alice, 'help', 'nonsense')).toBe('help: unknown command: nonsense');
    expect(await call(alice, 'getconnectioncount')).toBe(0);
  });

  it('tell whether an address is one, and why not', async () => {
    const { alice } = await openWith(1);
    const address = await call<string>(alice, 'getnewaddress');
    expect(await call(alice, 'validateaddress', address)).toMatchObject({ isvalid: true, address });
    const changed = `${address.slice(0, -1)}${address.endsWith('q') ? 'p' : 'q'}`;
    expect(await call(alice, 'validateaddress', changed)).toMatchObject({
      isvalid: false,
      error: expect.stringContaining('Invalid address'),
    });
  });
});
