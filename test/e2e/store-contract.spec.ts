/** What every store owes the node, on Chromium’s IndexedDB, and what a browser can do to it. */

import { rmSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { storeChecks } from '../contracts/store-checks.ts';
import type { storeBench } from './pages/store.ts';
import { buildPages, pathOfPage } from './support/site.ts';
import { type Scene, test as base } from './support/test.ts';

/** A store needs no node, so its page is built alone. */
const test = base.extend<object, { siteDir: string }>({
  siteDir: [
    async ({ testPages }, use) => {
      const siteDir = await buildPages(testPages.map(pathOfPage));
      await use(siteDir);
      rmSync(siteDir, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});

test.use({ testPages: ['store'] });

type StorePage = typeof storeBench;

const QUOTA_BYTES = 2_000_000;

async function visit(scene: Scene): Promise<Page> {
  const page = await scene.visit('store');
  await page.waitForFunction(() => 'storeBench' in globalThis);
  return page;
}

async function limitQuota(page: Page, quotaSize: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
}

/** Calls one function of the page. */
function call<Name extends keyof StorePage>(
  page: Page,
  name: Name,
  ...parameters: Parameters<StorePage[Name]>
): Promise<Awaited<ReturnType<StorePage[Name]>>> {
  return page.evaluate(
    ([method, values]) => {
      const { storeBench } = globalThis as unknown as {
        storeBench: Record<string, (...values: readonly unknown[]) => unknown>;
      };
      return storeBench[method]!(...values) as never;
    },
    [name, parameters] as const,
  );
}

for (const { name } of storeChecks) {
  test(`IndexedDB: ${name}`, async ({ scene }) => {
    await call(await visit(scene), 'runCheck', name);
  });
}

test('IndexedDB: a batch that is too large for the disk leaves the last one whole', async ({
  scene,
}) => {
  const page = await visit(scene);
  // Before the database is opened: Chromium remembers for a while how much room there was.
  await limitQuota(page, QUOTA_BYTES);
  await call(page, 'open', 'quota');
  expect(await call(page, 'write', 0, 10)).toBe('none');
  expect(await call(page, 'write', 10, 21)).toBe('quota');
  expect(await call(page, 'keys')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await call(page, 'write', 10, 21)).toBe('quota');
  expect(await call(page, 'keys')).toHaveLength(10);
});

test('IndexedDB: site data cleared under a running store closes it for good', async ({ scene }) => {
  const page = await visit(scene);
  await call(page, 'open', 'cleared');
  await call(page, 'write', 0, 3);
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', {
    origin: scene.server.origin,
    storageTypes: 'indexeddb',
  });
  expect(await call(page, 'write', 3, 1)).toBe('closed');
  expect(await call(page, 'keys')).toBe('closed');
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

test('IndexedDB: a second page takes the database, and the first one is told', async ({
  scene,
}) => {
  const first = await visit(scene);
  const second = await first.context().newPage();
  await second.goto(first.url());
  await second.waitForFunction(() => 'storeBench' in globalThis);
  await call(first, 'open', 'shared');
  expect(await call(first, 'write', 0, 1)).toBe('none');
  await call(second, 'open', 'shared');
  expect(await call(first, 'write', 1, 1)).toBe('superseded');
  expect(await call(second, 'write', 2, 1)).toBe('none');
  expect(await call(first, 'keys')).toEqual([0, 2]);
});

test('Web Locks: two pages have two slots, and a crash frees one', async ({ scene }) => {
  const topic = 'ab'.repeat(16);
  const first = await visit(scene);
  const second = await first.context().newPage();
  await second.goto(first.url());
  await second.waitForFunction(() => 'storeBench' in globalThis);
  expect(await call(first, 'takeSlot', topic)).toBe(0);
  expect(await call(second, 'takeSlot', topic)).toBe(1);
  await first.close();
  // A page that ends lets go of its lock when its process gets to it.
  await expect.poll(() => call(second, 'takeSlot', topic, 0)).toBe(0);
});
