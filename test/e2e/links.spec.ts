/** A link is a room's whole secret: exactly right, or it leads nowhere and says why. */

import { expect } from '@playwright/test';
import { makeMainRoom, makeSandbox } from './support/rooms.ts';
import { heightOf, untilPeers } from './support/tab.ts';
import { test } from './support/test.ts';

const damages: ReadonlyArray<readonly [string, (code: string) => string]> = [
  ['cut', (code) => code.slice(0, -4)],
  ['cut to nothing', () => ''],
  ['mistyped', (code) => code.slice(0, 8) + (code[8] === '7' ? '8' : '7') + code.slice(9)],
  ['lengthened', (code) => `${code}0`],
  ['ended by a messenger', (code) => `${code.slice(0, 20)}…`],
  ['made of other words', () => 'not-a-room'],
];

for (const [name, damage] of damages) {
  test(`a link that was ${name} says so, and opens no room`, async ({ scene }) => {
    const link = damage(makeMainRoom());
    const { page } = await scene.open(link, { ready: false });
    const notice = page.getByTestId('bad-link');
    await expect(notice).toBeVisible();
    await expect(notice).toContainText(/\w+ \w+ \w+/);
    expect(await page.evaluate(() => 'tabchain' in globalThis)).toBe(false);
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    expect(page.url()).toBe(encodeURI(scene.linkOf(link)));
    await expect(page.getByTestId('new-room')).toBeVisible();
  });
}

test('from a damaged link one button leads to a new room', async ({ scene }) => {
  const { page } = await scene.open(makeMainRoom().slice(0, -1), { ready: false });
  await page.getByTestId('new-room').click();
  await expect(page).toHaveURL(/#\/r\/[0-9a-z]{40,}$/i);
  await expect(page.getByTestId('health')).toBeVisible();
});

test('tabs of two rooms never meet', async ({ scene }) => {
  const alice = await scene.open(makeSandbox(50));
  const bob = await scene.open(makeSandbox(50));
  await alice.call('generate', 5);
  const [left, right] = [await alice.call('getroom'), await bob.call('getroom')];
  expect(left.genesishash).not.toBe(right.genesishash);
  await expect(bob.page.getByTestId('health')).toHaveAttribute('data-kind', 'alone');
  // Longer than a tab of the same room ever needs to be found and linked.
  await bob.page.waitForTimeout(3_000);
  expect(await bob.call('getpeerinfo')).toEqual([]);
  expect(await alice.call('getpeerinfo')).toEqual([]);
  expect(await heightOf(bob)).toBe(0);
});

test('another room’s link pasted over the first one leaves the first room', async ({ scene }) => {
  const [home, away] = [makeSandbox(50), makeSandbox(50)];
  const alice = await scene.open(home);
  const bob = await scene.open(away);
  await bob.page.evaluate((link) => (location.href = link), scene.linkOf(home));
  await expect
    .poll(() => bob.call('getroom').then(({ code }) => code, String), { timeout: 15_000 })
    .toBe((await alice.call('getroom')).code);
  await untilPeers(alice, 1);
});
