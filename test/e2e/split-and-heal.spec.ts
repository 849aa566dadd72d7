/** A room cut in two grows two branches; when it heals, work decides, and the loss is shown. */

import { expect } from '@playwright/test';
import { makeMainRoom, makeSandbox } from './support/rooms.ts';
import {
  cardOf,
  expectShown,
  heightOf,
  mineTo,
  type Tab,
  tipOf,
  untilAgreed,
  untilPeers,
} from './support/tab.ts';
import { test } from './support/test.ts';

test('both halves mine, heal, and end on the branch with more work', async ({ scene }) => {
  const code = makeMainRoom();
  const alice = await scene.open(code);
  const bob = await scene.open(code);
  await untilPeers(alice, 1);
  await mineTo(alice, 1);
  await untilAgreed([alice, bob], 1);
  const forkHeight = await heightOf(alice);

  await cut([alice, bob]);
  await mineTo(alice, forkHeight + 1);
  const lostHashes = await hashesAbove(alice, forkHeight);
  await mineTo(bob, forkHeight + lostHashes.length + 2);
  const winner = await tipOf(bob);
  expect(await tipOf(alice)).not.toBe(winner);

  await heal([alice, bob]);
  expect(await untilAgreed([alice, bob])).toBe(winner);
  await expectShown(alice, await heightOf(bob), winner);
  await expectShown(bob, await heightOf(bob), winner);
  for (const hash of lostHashes) {
    await expect(cardOf(alice.page, hash)).toHaveAttribute('data-state', 'stale');
  }
  const isReorganisation = '[data-testid="notice"][data-kind="reorganisation"]';
  await expect(alice.page.locator(isReorganisation)).toBeVisible();
  const heights = alice.page.locator(`[data-testid="block-card"][data-height="${forkHeight + 1}"]`);
  await expect(heights).toHaveCount(2);
});

test('a branch of 150 blocks gives way to one of 300', async ({ scene }) => {
  const code = makeSandbox(600);
  const alice = await scene.open(code);
  const bob = await scene.open(code);
  await alice.call('generate', 20);
  await untilAgreed([alice, bob], 20);
  await cut([alice, bob]);
  await alice.call('generate', 150);
  await bob.call('generate', 300);
  const winner = await tipOf(bob);
  await heal([alice, bob]);
  expect(await untilAgreed([alice, bob], 320)).toBe(winner);
});

test('a tab whose network is off says so and talks to nobody', async ({ scene }) => {
  const code = makeSandbox(50);
  const alice = await scene.open(code);
  const bob = await scene.open(code);
  await untilPeers(bob, 1);
  await bob.page.getByTestId('network-switch').click();
  await untilPeers(bob, 0);
  await untilPeers(alice, 0);
  await expect(bob.page.getByTestId('health')).toHaveAttribute('data-kind', 'network-off');
  await alice.call('generate', 3);
  await expect(alice.page.getByTestId('health')).toHaveAttribute('data-kind', 'alone');
  expect(await heightOf(bob)).toBe(0);
  await bob.page.getByTestId('network-switch').click();
  await untilAgreed([alice, bob], 3);
});

async function cut(tabs: readonly Tab[]): Promise<void> {
  for (const tab of tabs) await tab.call('setnetworkactive', false);
  for (const tab of tabs) await untilPeers(tab, 0);
}

async function heal(tabs: readonly Tab[]): Promise<void> {
  for (const tab of tabs) await tab.call('setnetworkactive', true);
}

async function hashesAbove(tab: Tab, height: number): Promise<string[]> {
  const count = (await heightOf(tab)) - height;
  const heights = Array.from({ length: count }, (_, index) => height + 1 + index);
  return Promise.all(heights.map((each) => tab.call('getblockhash', each)));
}
