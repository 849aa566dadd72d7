/** Looking things up on the chain and among what waits, through a whole node. */

import { describe, expect, it } from 'vitest';
import { createWorld, type WorldTab } from '../../support/node-world.ts';
import { MATURITY, mine, refusalOf } from '../../support/wallet-tabs.ts';

const SLOW = { timeout: 60_000 };
const NOBODY = 'ff'.repeat(32);

interface Sent {
  readonly txid: string;
}

interface Described {
  readonly confirmations: number;
  readonly blockhash?: string;
  readonly fee?: number;
  readonly in_active_chain?: boolean;
  readonly vin: ReadonlyArray<{ readonly prevout?: { readonly value: number } }>;
  readonly vout: ReadonlyArray<{ readonly value: number }>;
}

async function openRich() {
  const world = createWorld();
  const alice = await world.open('Alice');
  await mine(world, alice, MATURITY + 2);
  return { world, alice };
}

async function refusal({ host }: WorldTab, method: string, ...parameters: unknown[]) {
  const [, message] = await refusalOf(host.call(method, ...parameters));
  return message;
}

const call = <Answer>(tab: WorldTab, ...words: readonly [string, ...unknown[]]) =>
  tab.host.call(...words) as Promise<Answer>;

describe('getrawtransaction', SLOW, () => {
  it('tells what a transaction spends and its fee, while it waits and in its block', async () => {
    const { world, alice } = await openRich();
    const { txid } = await call<Sent>(alice, 'writenote', 'Hello');
    const waiting = await call<Described>(alice, 'getrawtransaction', txid, 2);
    expect(waiting).toMatchObject({ confirmations: 0 });
    const paidIn = waiting.vin.reduce((sum, { prevout }) => sum + prevout!.value, 0);
    const paidOut = waiting.vout.reduce((sum, { value }) => sum + value, 0);
    expect(waiting.fee).toBeGreaterThan(0);
    expect(waiting.fee).toBeCloseTo(paidIn - paidOut, 8);

    const [blockhash] = await mine(world, alice, 2);
    const confirmed = await call<Described>(alice, 'getrawtransaction', txid, 2, blockhash);
    expect(confirmed).toMatchObject({ blockhash, confirmations: 2, in_active_chain: true });
    expect(confirmed.fee).toBe(waiting.fee);
    expect(confirmed.vin.map(({ prevout }) => prevout!.value)).toEqual(
      waiting.vin.map(({ prevout }) => prevout!.value),
    );
    const hex = await call<string>(alice, 'getrawtransaction', txid, 0, blockhash);
    expect(await call(alice, 'decoderawtransaction', hex)).toMatchObject({ txid });
  });

  it('tells of a coinbase without what it would spend', async () => {
    const { alice } = await openRich();
    const hash = await call<string>(alice, 'getblockhash', 1);
    const { tx } = await call<{ tx: [string] }>(alice, 'getblock', hash);
    const coinbase = await call<Described>(alice, 'getrawtransaction', tx[0], 2, hash);
    expect(coinbase).toMatchObject({ blockhash: hash, height: 1, index: 0 });
    expect(coinbase.fee).toBeUndefined();
  });

  it('refuses what is nowhere, in no such block, and what is no id', async () => {
    const { alice } = await openRich();
    const hash = await call<string>(alice, 'getblockhash', 1);
    const method = 'getrawtransaction';
    expect(await refusal(alice, method, NOBODY, 1)).toContain('findtransaction');
    expect(await refusal(alice, method, NOBODY, 1, hash)).toContain('provided block');
    expect(await refusal(alice, method, NOBODY, 1, NOBODY)).toContain('Block not found');
    expect(await refusal(alice, method, 'x')).toContain('64 lowercase hex');
  });
});

describe('searching the chain', SLOW, () => {
  it('finds the block of a transaction, and says so when there is none', async () => {
    const { world, alice } = await openRich();
    const { txid } = await call<Sent>(alice, 'writenote', 'Hello');
    expect(await call(alice, 'findtransaction', txid)).toEqual({
      found: false,
      next: null,
      unread: 0,
    });
    const [blockhash] = await mine(world, alice, 3);
    expect(await call(alice, 'findtransaction', txid)).toMatchObject({
      found: true,
      blockhash,
      confirmations: 3,
    });
    const below = MATURITY + 2;
    expect(await call(alice, 'findtransaction', txid, below)).toMatchObject({ found: false });
  });

  it('finds what was paid to an address, block by block, and whether it was spent', async () => {
    const { world, alice } = await openRich();
    const address = await call<string>(alice, 'getnewaddress');
    await call(alice, 'sendtoaddress', address, 1.5);
    await mine(world, alice, 1);
    const first = await call<{ height: number }>(alice, 'findpayments', address);
    expect(first).toMatchObject({ found: true, outputs: [{ value: 1.5, unspent: true }] });
    const rest = await call(alice, 'findpayments', address, first.height - 1);
    expect(rest).toMatchObject({ found: false, next: null });
    expect(await refusal(alice, 'findpayments', 'bc1qxyz')).toContain('Invalid address');
  });

  it('finds a note by some of its words, however written', async () => {
    const { world, alice } = await openRich();
    await call(alice, 'writenote', 'The quick Fox');
    await mine(world, alice, 1);
    await call(alice, 'writenote', 'A lazy dog');
    await mine(world, alice, 1);
    const found = { found: true, note: 'The quick Fox', height: MATURITY + 3 };
    expect(await call(alice, 'findnote', 'QUICK fox')).toMatchObject(found);
    expect(await call(alice, 'findnote', 'cat')).toMatchObject({ found: false });
    expect(await refusal(alice, 'findnote', '  ')).toContain('words');
    expect(await refusal(alice, 'findnote', 'x'.repeat(77))).toContain('76');
  });
});
