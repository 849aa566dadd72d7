/** A disk that refuses: the page says so in words, and the node goes on in memory. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect } from '@playwright/test';
import { CHROMIUM_FLAGS } from '../support/chromium.ts';
import { makeSandbox } from './support/rooms.ts';
import { createTab, goTo, heightOf, untilAgreed, untilReady } from './support/tab.ts';
import { test } from './support/test.ts';

const QUOTA_BYTES = 1_000_000;

test('a database that cannot be opened is said, and the node works', async ({ scene }, info) => {
  const profile = mkdtempSync(join(tmpdir(), 'tabchain-profile-'));
  // A file where Chromium wants its folder: every open fails for real.
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'IndexedDB'), 'in the way');
  const { executablePath } = info.project.use.launchOptions ?? {};
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...CHROMIUM_FLAGS],
  });
  try {
    scene.adopt(context);
    const code = makeSandbox(100);
    const page = await context.newPage();
    await page.goto(scene.linkOf(code));
    const tab = createTab(page);
    await untilReady(tab);
    await goTo(page, 'room');
    await expect(page.getByTestId('storage-state')).toHaveAttribute('data-state', 'memory');
    await expect(page.getByTestId('storage-state')).toHaveText(/nothing is kept/i);
    await tab.call('generate', 20);
    expect(await heightOf(tab)).toBe(20);
    const neighbour = await scene.open(code);
    await untilAgreed([tab, neighbour], 20);
  } finally {
    await context.close();
    // Helpers of the browser may outlive it by a moment, and write.
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
});

test('a full disk is said, and blocks are still checked and shared', async ({ scene }) => {
  const code = makeSandbox(5_000);
  // Chromium remembers for a while how much room there was, so the limit comes before the room.
  const tab = await scene.open(code.slice(1), { ready: false });
  const session = await tab.page.context().newCDPSession(tab.page);
  await session.send('Storage.overrideQuotaForOrigin', {
    origin: scene.server.origin,
    quotaSize: QUOTA_BYTES,
  });
  await tab.page.evaluate((link) => (location.href = link), scene.linkOf(code));
  await untilReady(tab);
  await tab.call('generate', 50);
  await tab.call('generate', 4_000);
  expect(await heightOf(tab)).toBe(4_050);
  await goTo(tab.page, 'room');
  const storage = tab.page.getByTestId('storage-state');
  await expect(storage).toHaveAttribute('data-state', 'full');
  await expect(storage).toHaveText(/storage is full/i);
  const neighbour = await scene.open(code);
  await untilAgreed([tab, neighbour], 4_050);

  // What had been written before stays sound.
  await tab.page.reload();
  await untilReady(tab);
  await untilAgreed([tab, neighbour], 4_050);
});
