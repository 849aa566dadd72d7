/** `window.tabchain` answers like bitcoin-cli: same names, same shapes, same kind of refusals. */

import { expect } from '@playwright/test';
import { makeMainRoom, makeSandbox } from './support/rooms.ts';
import { heightOf, untilAgreed } from './support/tab.ts';
import { test } from './support/test.ts';

const HASH = /^[0-9a-f]{64}$/;

test('blocks are told raw, decoded, and by height', async ({ scene }) => {
  const tab = await scene.open(makeSandbox(50));
  const hashes = await tab.call('generate', 3);
  expect(hashes).toHaveLength(3);
  for (const hash of hashes) expect(hash).toMatch(HASH);
  expect(await tab.call('getblockhash', 3)).toBe(hashes[2]);

  const raw = (await tab.call('getblock', hashes[1], 0)) as string;
  expect(raw).toMatch(/^[0-9a-f]+$/);
  const decoded = (await tab.call('getblock', hashes[1])) as Record<string, unknown>;
  expect(decoded).toMatchObject({
    hash: hashes[1],
    height: 2,
    confirmations: 2,
    previousblockhash: hashes[0],
    nextblockhash: hashes[2],
    nTx: 1,
    size: raw.length / 2,
  });
  expect(decoded['merkleroot']).toMatch(HASH);
  expect(raw.slice(8, 72)).toBe(reverse(hashes[0]!));
});

test('the chain, the room and the peers are described under Bitcoin’s names', async ({ scene }) => {
  const code = makeSandbox(50);
  const alice = await scene.open(code);
  await alice.call('generate', 4);
  const bob = await scene.open(code);
  const tip = await untilAgreed([alice, bob], 4);
  expect(await bob.call('getblockchaininfo')).toMatchObject({
    blocks: 4,
    headers: 4,
    bestblockhash: tip,
    initialblockdownload: false,
    pruned: false,
  });
  const [peer] = await bob.call('getpeerinfo');
  expect(peer).toMatchObject({ inbound: false });
  expect(peer!.bytesrecv).toBeGreaterThan(0);
  expect(await alice.call('getpeerinfo')).toMatchObject([{ inbound: true }]);
  expect(await alice.call('getroom')).toMatchObject({ code, kind: 'sandbox' });
});

test('what cannot be done is refused, and changes nothing', async ({ scene }) => {
  const tab = await scene.open(makeMainRoom());
  expect(await tab.refusal('generate', 1)).toMatch(/sandbox/i);
  expect(await tab.refusal('getblockhash', 1)).toMatch(/height/i);
  expect(await tab.refusal('getblockhash', -1)).toBeDefined();
  expect(await tab.refusal('getblockhash', 'one')).toBeDefined();
  expect(await tab.refusal('getblock', '00'.repeat(32))).toMatch(/not found/i);
  expect(await tab.refusal('getblock', 'ff')).toBeDefined();
  expect(await tab.refusal('setmining', { threads: -1 })).toBeDefined();
  expect(await tab.refusal('setnetworkactive', 'perhaps')).toBeDefined();
  expect(await heightOf(tab)).toBe(0);
});

function reverse(hash: string): string {
  return hash.match(/../g)!.toReversed().join('');
}
