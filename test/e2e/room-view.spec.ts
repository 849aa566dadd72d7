/** The room's view: a new room by its parameters, what this device keeps, a lesson's archive. */

import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { parseRoomCode } from '../../src/node/room.ts';
import { makeSandbox } from './support/rooms.ts';
import { createTab, cutOff, goTo, heightOf, type Tab, untilReady } from './support/tab.ts';
import { test } from './support/test.ts';

test.use({ view: 'room' });

test('a new room opens in a tab of its own, with the parameters that were chosen', async ({
  scene,
}) => {
  const { page } = await scene.open(makeSandbox(10));
  await page.getByTestId('new-room').click();
  await page.getByTestId('preset-patient').check();
  await page.getByTestId('wish-spacing').fill('1');
  await expect(page.getByTestId('found-room')).toHaveAttribute('aria-disabled', 'true');
  await page.getByTestId('wish-spacing').fill('30');
  await page.getByTestId('wish-halving').fill('1 000');
  await page.getByTestId('wish-start').fill('22');
  const opening = page.context().waitForEvent('page');
  await page.getByTestId('found-room').click();
  const founded = createTab(await opening);
  await untilReady(founded);
  const { code } = await founded.call('getroom');
  const parsed = parseRoomCode(code);
  expect(parsed.ok && parsed.room.params).toMatchObject({
    kind: 'main',
    targetSpacingSeconds: 30,
    halvingInterval: 1_000,
    genesisBits: 0x1e03ffff,
  });
  await expect(page.getByTestId('founded-link')).toHaveAttribute('href', scene.linkOf(code));
});

test('a node of this device is deleted for good, and not while a tab has it open', async ({
  scene,
}) => {
  const alice = await scene.open(makeSandbox(100));
  const { page } = alice;
  const bob = await scene.open(makeSandbox(100), { besides: alice });
  await bob.call('generate', 40);
  await untilKept(bob);
  const { topic } = roomOf(await bob.call('getroom'));
  await page.reload();
  await untilReady(alice);
  const slot = page.locator(`[data-topic="${topic}"]`).getByTestId('kept-slot');
  await expect(slot).toHaveAttribute('data-holder', 'another-tab');
  await expect
    .poll(async () => Number(await slot.getAttribute('data-size')))
    .toBeGreaterThan(9_000);
  await slot.getByTestId('kept-delete').click();
  await expect(page.getByTestId('kept-outcome')).toHaveText(/close that tab first/i);
  await expect(page.getByTestId('delete-dialog')).toHaveCount(0);
  expect(await heightOf(bob)).toBe(40);

  await bob.page.close();
  await lookAgainUntil(page, slot, 'nobody');
  await slot.getByTestId('kept-delete').click();
  await expect(page.getByTestId('delete-dialog')).toContainText('twelve words');
  await page.getByTestId('delete-confirm').click();
  await expect(page.getByTestId('kept-outcome')).toHaveText(/is deleted/);
  await expect(slot).toHaveCount(0);
  expect(await page.evaluate(leftovers, topic)).toEqual([]);
});

test('a node is opened again by its number, and the last room by the installed page', async ({
  scene,
}) => {
  const code = makeSandbox(100);
  const first = await scene.open(code);
  const second = await scene.open(code, { besides: first });
  await second.call('generate', 3);
  await untilKept(second);
  await second.page.close();
  const again = createTab(await first.page.context().newPage());
  await expect(async () => {
    // What differs behind the `#` alone would load nothing.
    await again.page.goto('about:blank');
    await again.page.goto(`${scene.linkOf(code)}?slot=1`);
    await untilReady(again);
    expect((await again.call('getroom')).slot).toBe(1);
  }).toPass();
  expect(await heightOf(again)).toBe(3);
  expect(again.page.url()).toBe(scene.linkOf(code));
  await again.page.goto(`${scene.server.origin}/?app#/last`);
  await untilReady(again);
  expect((await again.call('getroom')).code).toBe(code);
});

test('an archive is saved, opened, and read as a chain', async ({ scene }) => {
  const code = makeSandbox(100);
  const alice = await scene.open(code);
  await expect(alice.page.getByTestId('height')).toHaveAttribute('data-value', '0');
  await alice.call('generate', 12);
  await expect(alice.page.getByTestId('height')).toHaveAttribute('data-value', '12');
  const coming = alice.page.waitForEvent('download');
  await alice.page.getByTestId('save-lesson').click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^tabchain-lesson-[a-z-]+-12\.dat$/);
  const buffer = readFileSync(await download.path());
  const file = { name: 'lesson.dat', mimeType: 'application/octet-stream', buffer };

  const bob = await scene.open(makeSandbox(100));
  await bob.page.getByTestId('lesson-file').setInputFiles(file);
  await expect(bob.page.getByTestId('lesson-report')).toHaveAttribute('data-height', '12');
  await expect(bob.page.getByTestId('lesson-miner')).toHaveAttribute('data-blocks', '12');
  await expect(bob.page.locator('[data-testid="lesson-event"][data-kind="tip"]')).not.toHaveCount(
    0,
  );

  await cutOff(alice);
  const carol = await scene.open(code);
  await cutOff(carol);
  await goTo(carol.page, 'room');
  await carol.page.getByTestId('chain-file').setInputFiles(file);
  await expect(carol.page.getByTestId('chain-file-outcome')).toHaveAttribute('data-tone', 'good');
  expect(await heightOf(carol)).toBe(12);
});

test('a language is spoken at once, and after a reload', async ({ scene }) => {
  const tab = await scene.open(makeSandbox(10));
  const { page } = tab;
  const mark = await page.evaluate(() => Object.assign(globalThis, { mark: 1 }) && 1);
  await page.getByTestId('language').selectOption('it');
  await expect(page.locator('html')).toHaveAttribute('lang', 'it');
  await expect(page.getByTestId('language')).toHaveValue('it');
  expect(await page.evaluate(() => (globalThis as { mark?: number }).mark)).toBe(mark);
  await page.reload();
  await untilReady(tab);
  await expect(page.locator('html')).toHaveAttribute('lang', 'it');
});

function roomOf({ code }: { readonly code: string }) {
  const parsed = parseRoomCode(code);
  if (!parsed.ok) throw new Error(parsed.sentence);
  return parsed.room;
}

/** The browser frees the lock of a closed tab a moment later. */
async function lookAgainUntil(page: Page, slot: Locator, holder: string): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(slot).toHaveAttribute('data-holder', holder, { timeout: 3_000 });
  }).toPass();
}

async function untilKept(tab: Tab): Promise<void> {
  const isKept = async () => {
    const { blocks, storedblocks } = await tab.call('getblockchaininfo');
    return storedblocks === blocks;
  };
  await expect.poll(isKept, { intervals: [20] }).toBe(true);
}

/** Runs within the page: databases and files that name the topic. */
async function leftovers(topic: string): Promise<string[]> {
  const databases = await indexedDB.databases();
  const names = databases.map(({ name }) => name ?? '');
  const folder = await navigator.storage.getDirectory();
  for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) {
    names.push(name);
  }
  return names.filter((name) => name.includes(topic));
}
