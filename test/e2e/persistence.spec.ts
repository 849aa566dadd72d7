/** What a tab keeps: its chain, its slot, and nothing of its neighbour's. */

import { expect } from '@playwright/test';
import { SERVER_GONE } from './support/complaints.ts';
import { makeMainRoom, makeSandbox } from './support/rooms.ts';
import {
  expectShown,
  heightOf,
  mineTo,
  type Tab,
  tipOf,
  untilAgreed,
  untilPeers,
  untilReady,
  untilResting,
} from './support/tab.ts';
import { test } from './support/test.ts';

test('a reload has the same slot and tip, from disk, without a server', async ({ scene }) => {
  scene.tolerate(SERVER_GONE);
  const alice = await scene.open(makeMainRoom());
  await mineTo(alice, 3);
  await untilResting(alice);
  await untilKept(alice);
  const before = { room: await alice.call('getroom'), tip: await tipOf(alice) };
  const height = await heightOf(alice);

  await scene.server.stopMeeting();
  await alice.page.reload();
  await untilReady(alice);
  expect(await tipOf(alice)).toBe(before.tip);
  expect(await alice.call('getroom')).toEqual(before.room);
  expect(await alice.call('getpeerinfo')).toEqual([]);
  await expectShown(alice, height, before.tip);
  await expect(alice.page.getByTestId('meeting-state')).toHaveAttribute('data-status', 'offline');
});

test('a node that stops by a fault says so, for good, and is there again by one button', async ({
  scene,
}) => {
  scene.tolerate([/a fault of the test/]);
  const alice = await scene.open(makeMainRoom());
  await mineTo(alice, 1);
  await untilKept(alice);
  const node = alice.page.workers().find((worker) => worker.url().includes('node.worker'));
  await node!.evaluate(() => {
    setTimeout(() => {
      throw new Error('a fault of the test');
    });
  });
  const screen = alice.page.getByTestId('failed');
  await expect(screen.getByRole('alert')).toContainText('It stopped by a fault of its own');
  // Longer than two of its snapshots are apart.
  await alice.page.waitForTimeout(600);
  await expect(screen).toBeVisible();
  await screen.getByRole('button').click();
  await untilReady(alice);
  expect(await heightOf(alice)).toBeGreaterThanOrEqual(1);
});

test('two tabs of one profile are two nodes with two databases', async ({ scene }) => {
  const code = makeSandbox(200);
  const alice = await scene.open(code);
  const bob = await scene.open(code, { besides: alice });
  const slots = [(await alice.call('getroom')).slot, (await bob.call('getroom')).slot];
  expect(new Set(slots).size).toBe(2);

  await untilPeers(alice, 1);
  await alice.call('setnetworkactive', false);
  await alice.call('generate', 7);
  await untilKept(alice);
  expect(await heightOf(bob)).toBe(0);
  const databases = await alice.page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    // Made and deleted at each start.
    return names.filter((name) => name !== 'tabchain/log');
  });
  expect(databases).toHaveLength(2);

  await alice.page.reload();
  await bob.page.reload();
  await Promise.all([untilReady(alice), untilReady(bob)]);
  expect((await alice.call('getroom')).slot).toBe(slots[0]);
  expect((await bob.call('getroom')).slot).toBe(slots[1]);
  await untilAgreed([alice, bob], 7);
});

test('a closed tab gives its slot to the next one, chain included', async ({ scene }) => {
  const code = makeSandbox(200);
  const first = await scene.open(code);
  await first.call('generate', 12);
  await untilKept(first);
  const { slot } = await first.call('getroom');
  await first.page.close();
  // The browser frees the lock of a closed tab a moment later.
  await expect(async () => {
    const next = await scene.open(code, { besides: first });
    const taken = { slot: (await next.call('getroom')).slot, height: await heightOf(next) };
    await next.page.close();
    expect(taken).toEqual({ slot, height: 12 });
  }).toPass({ timeout: 20_000 });
});

test('a reload in the middle of a sync goes on where it stopped', async ({ scene }) => {
  const blocks = 6_000;
  const code = makeSandbox(blocks);
  const alice = await scene.open(code);
  await alice.call('generate', blocks);
  const bob = await scene.open(code);
  const storedHeight = async () => (await bob.call('getblockchaininfo')).storedblocks;
  await expect.poll(storedHeight, { intervals: [20] }).toBeGreaterThan(0);
  const kept = await storedHeight();
  await bob.page.reload();
  await untilReady(bob);
  expect(kept).toBeLessThan(blocks);
  expect(await storedHeight()).toBeGreaterThanOrEqual(kept);
  await untilAgreed([alice, bob], blocks);
});

/** Blocks are written behind the tip: until the disk has said that it has them all. */
async function untilKept(tab: Tab): Promise<void> {
  const isKept = async () => {
    const { blocks, storedblocks } = await tab.call('getblockchaininfo');
    return storedblocks === blocks;
  };
  await expect.poll(isKept, { intervals: [20] }).toBe(true);
}
