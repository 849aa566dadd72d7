/** More tabs than two, all in one browser: every one of them is a whole node. */

import { expect } from '@playwright/test';
import { makeMainRoom } from './support/rooms.ts';
import { expectShown, heightOf, mineTo, type Tab, untilAgreed, untilPeers } from './support/tab.ts';
import { type Scene, test } from './support/test.ts';

const OUTBOUND_WANTED = 8;
const INBOUND_MAX = 16;
const LINKS_MAX = 24;
const PATIENCE = { timeout: 60_000, intervals: [200] };

test('eight tabs form a full mesh and fourteen do not, and all follow one miner', async ({
  scene,
}) => {
  test.setTimeout(240_000);
  const code = makeMainRoom();
  const tabs = await openMany(scene, code, 8);
  for (const tab of tabs) await untilPeers(tab, 7);
  await mineTo(tabs[7]!, 2);
  const tip = await untilAgreed(tabs, 2);
  const height = await heightOf(tabs[0]!);
  for (const tab of tabs) {
    await expectShown(tab, height, tip);
    await expect(tab.page.getByTestId('peer-row')).toHaveCount(7);
  }

  tabs.push(...(await openMany(scene, code, 6)));
  const dialledByLast = async () => (await linksOf(tabs)).at(-1)!.outbound;
  await expect.poll(dialledByLast, PATIENCE).toBe(OUTBOUND_WANTED);
  await mineTo(tabs[0]!, height + 2);
  // Nobody is left out: what one mined has come to all.
  await untilAgreed(tabs, height + 2);
  const fewest = async () =>
    Math.min(...(await linksOf(tabs)).map(({ inbound, outbound }) => inbound + outbound));
  await expect.poll(fewest, PATIENCE).toBeGreaterThanOrEqual(OUTBOUND_WANTED);
  for (const { inbound, outbound } of await linksOf(tabs)) {
    expect(inbound).toBeLessThanOrEqual(INBOUND_MAX);
    expect(inbound + outbound).toBeLessThanOrEqual(LINKS_MAX);
  }
});

async function linksOf(tabs: readonly Tab[]) {
  const all = await Promise.all(tabs.map((tab) => tab.call('getpeerinfo')));
  return all.map((peers) => ({
    inbound: peers.filter(({ inbound }) => inbound).length,
    outbound: peers.filter(({ inbound }) => !inbound).length,
  }));
}

async function openMany(scene: Scene, code: string, count: number): Promise<Tab[]> {
  const tabs: Tab[] = [];
  while (tabs.length < count) tabs.push(await scene.open(code));
  return tabs;
}
