/** The network as one tab sees it: on the map, peer by peer, and message by message. */

import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { untilAgreed, untilPeers } from './support/tab.ts';
import { test } from './support/test.ts';

const BLOCKS = 40;

test('peers meet on the map, and every message between them can be opened', async ({ scene }) => {
  const code = makeSandbox(BLOCKS + 10);
  const alice = await scene.open(code);
  const { page } = alice;
  await alice.call('generate', BLOCKS);
  await page.getByTestId('open-network').click();
  await expect(page.getByTestId('network-sentence')).toContainText('No links yet');

  const bob = await scene.open(code);
  const carol = await scene.open(code);
  await untilAgreed([alice, bob, carol], BLOCKS);
  await untilPeers(alice, 2);
  await expect(page.getByTestId('map-node')).toHaveCount(2);
  await expect(page.getByTestId('network-sentence')).toContainText('all in step');
  await expect(page.getByTestId('peer-line')).toHaveCount(2);

  // A link begins with its opening and with hello, and what was synced has gone out.
  const rows = page.getByTestId('wire-row');
  const named = (name: string) => page.locator(`[data-testid="wire-row"][data-name="${name}"]`);
  await page.getByTestId('wire-chip-greeting').click();
  await expect(named('hello').first()).toBeVisible();
  await expect(named('verack')).not.toHaveCount(0);
  await expect(named('block')).toHaveCount(0);
  await named('version').first().click();
  const detail = page.getByTestId('wire-detail');
  await expect(detail.locator('[data-testid="field"][data-kind="user-agent"]')).toBeVisible();
  await expect(detail.locator('[data-kind="unreadable"]')).toHaveCount(0);

  await page.getByTestId('wire-chip-greeting').click();
  await page.getByTestId('wire-chip-blocks').click();
  await alice.call('generate', 1);
  // One who heard of it from the other first may have sent it back.
  const sent = rows.and(page.locator('[data-kind="sent"]'));
  await sent
    .filter({ hasText: `block ${BLOCKS + 1}, mined by` })
    .first()
    .click();
  await detail.locator('[data-testid="field"][data-kind="previous-block"]').hover();
  await expect(detail.locator('.hex-run[data-lit]').first()).toBeVisible();

  // Held, the list stays as it is while the network goes on; live again, it catches up.
  await page.getByTestId('wire-live').click();
  const count = page.getByTestId('wire-count');
  const before = Number(await count.getAttribute('data-value'));
  await alice.call('generate', 1);
  await untilAgreed([alice, bob, carol], BLOCKS + 2);
  expect(Number(await count.getAttribute('data-value'))).toBe(before);
  const saving = page.waitForEvent('download');
  await page.getByTestId('wire-export').click();
  const lines = (await readFile(await (await saving).path(), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(before);
  const records = lines.map((line) => JSON.parse(line) as { message: string; hex: string });
  expect(records.every(({ message, hex }) => message === 'block' && hex.length > 200)).toBe(true);
  await page.getByTestId('wire-live').click();
  const caughtUp = async () => Number(await count.getAttribute('data-value'));
  await expect.poll(caughtUp).toBeGreaterThanOrEqual(before + 2);

  // Arrow keys walk through the list.
  const list = page.getByRole('listbox');
  await list.focus();
  await page.keyboard.press('ArrowDown');
  const second = await page.locator('.wire-row[aria-selected="true"]').getAttribute('id');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.wire-row[aria-selected="true"]')).not.toHaveAttribute('id', second!);
});

test('a peer has a page, and an address that opens it', async ({ scene }) => {
  const code = makeSandbox(BLOCKS);
  const alice = await scene.open(code);
  const bob = await scene.open(code);
  await untilPeers(alice, 1);
  const { page } = alice;
  await page.goto(scene.linkOf(`${code}/network`));
  await page.getByTestId('peer-line').getByRole('link').click();
  const view = page.getByTestId('peer-page');
  await expect(view).toBeVisible();
  await expect(page.getByTestId('budget')).toHaveCount(6);
  await bob.call('generate', 1);
  await expect(view.getByTestId('wire-row').filter({ hasText: 'block 1, mined' })).toBeVisible();
  await expect(view.getByRole('row', { name: /block/ })).toContainText('1 ·');

  await page.reload();
  await expect(view.or(page.getByTestId('peer-gone'))).toBeVisible();
  await expect(view).toBeVisible();
  await bob.call('setnetworkactive', false);
  await expect(page.getByTestId('peer-gone')).toContainText('Not linked');
  await page.getByRole('link', { name: 'See who is linked' }).click();
  await expect(page.getByTestId('network-sentence')).toContainText('No links yet');
});

test('a map on a phone has no sideways scroll, however much is open', async ({ scene }) => {
  const code = makeSandbox(BLOCKS);
  const { page, ...tab } = await scene.open(`${code}/network`, {
    context: { viewport: { width: 390, height: 844 } },
  });
  const other = await scene.open(code);
  await expect(page.getByTestId('map-node')).toHaveCount(1);
  await other.call('generate', 2);
  await untilAgreed([tab, other], 2);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await overflow()).toBe(0);
  await page.getByTestId('wire-chip-blocks').click();
  await page.getByTestId('wire-row').first().click();
  await expect(page.getByTestId('wire-detail')).toBeVisible();
  expect(await overflow()).toBe(0);
  await page.getByTestId('map-node').click();
  await expect(page.getByTestId('peer-page')).toBeVisible();
  await expect(page.getByTestId('budget').first()).toBeVisible();
  expect(await overflow()).toBe(0);
});
