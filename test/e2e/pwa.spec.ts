/** The installed page: what browsers ask of it, a start without a network, and a new version. */

import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import sirv from 'sirv';
import { SERVER_GONE, watch } from './support/complaints.ts';
import { makeMainRoom, makeSandbox } from './support/rooms.ts';
import { DIST_DIR } from './support/server.ts';
import {
  createTab,
  goTo,
  heightOf,
  mineTo,
  type Tab,
  tipOf,
  untilReady,
  untilResting,
} from './support/tab.ts';
import { test as base } from './support/test.ts';

/** A copy of the build, so that a test can put a new version in its place. */
const test = base.extend<object, { readonly siteDir: string }>({
  siteDir: [
    async ({ testPages }, use) => {
      // The page alone: the copy below has no pages of tests.
      expect(testPages).toEqual([]);
      const siteDir = mkdtempSync(join(tmpdir(), 'tabchain-pwa-'));
      cpSync(DIST_DIR, siteDir, { recursive: true });
      await use(siteDir);
      rmSync(siteDir, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});

test.use({ isInstallable: true });

interface Manifest {
  readonly name: string;
  readonly start_url: string;
  readonly icons: readonly { readonly src: string; readonly sizes: string }[];
}

test('a browser finds nothing that keeps it from installing the page', async ({ scene }) => {
  const { page } = await scene.open(makeSandbox(10));
  await untilInstalled(page);
  const session = await page.context().newCDPSession(page);
  const { errors } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  const reasons = installabilityErrors.map(({ errorId }) => errorId);
  // The tests' browser keeps no profile, which alone stands in the way.
  expect(reasons.filter((reason) => reason !== 'in-incognito')).toEqual([]);

  const address = await page.locator('link[rel="manifest"]').getAttribute('href');
  const manifest = await page.evaluate(
    async (href) => (await (await fetch(href!)).json()) as Manifest,
    address,
  );
  expect(manifest).toMatchObject({ name: 'Tabchain', start_url: './#/last' });
  const sizes = await page.evaluate(
    (sources) =>
      Promise.all(
        sources.map(async (source) => {
          const image = await createImageBitmap(await (await fetch(source)).blob());
          return `${image.width}x${image.height}`;
        }),
      ),
    manifest.icons.map(({ src }) => src),
  );
  expect(sizes).toEqual(manifest.icons.map((icon) => icon.sizes));
});

test('below a path, on a host that only serves files, the page opens without it', async ({
  browser,
  siteDir,
}) => {
  const host = await serveBelow('/lessons/coins/', siteDir);
  const context = await browser.newContext();
  const complaints = watch(context, host.origin);
  complaints.tolerate(SERVER_GONE);
  const tab = createTab(await context.newPage());
  await tab.page.goto(`${host.origin}/lessons/coins/#/r/${makeMainRoom()}`);
  await untilReady(tab);
  await mineTo(tab, 2);
  await untilResting(tab);
  await untilKept(tab);
  await untilInstalled(tab.page);
  const [height, tip] = [await heightOf(tab), await tipOf(tab)];
  await host.close();

  await tab.page.reload();
  await untilReady(tab);
  expect(await tipOf(tab)).toBe(tip);
  await expect(tab.page.getByTestId('height')).toHaveAttribute('data-value', String(height));
  await expect(tab.page.getByTestId('health-detail')).toHaveText(/meeting place/i);
  await mineTo(tab, height + 1);
  // Parts of the page that were never looked at are there, too.
  await goTo(tab.page, 'about');
  await expect(tab.page.getByTestId('licences')).toBeVisible();
  await context.close();
  expect(complaints.found).toEqual([]);
});

test('a new version waits for its user, in every tab', async ({ scene, siteDir }) => {
  const alice = await scene.open(makeSandbox(10));
  await untilInstalled(alice.page);
  await alice.page.reload();
  await untilReady(alice);
  const bob = await scene.open(makeSandbox(10), { besides: alice });
  release(siteDir, 'two');
  await alice.page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())!.update();
  });
  for (const { page } of [alice, bob]) {
    await expect(page.getByTestId('update')).toBeVisible();
    expect(await releaseOf(page)).toBeUndefined();
  }
  const room = await alice.call('getroom');
  await alice.page.getByTestId('update-reload').click();
  await expect.poll(() => releaseOf(alice.page).catch(() => undefined)).toBe('two');
  await untilReady(alice);
  expect(await alice.call('getroom')).toEqual(room);

  // The other tab goes on with what it has, and can still fetch the rest of it.
  expect(await releaseOf(bob.page)).toBeUndefined();
  await goTo(bob.page, 'about');
  await expect(bob.page.getByTestId('licences')).toBeVisible();
  expect(await cachesOf(bob.page)).toHaveLength(2);
  await alice.page.close();
  await bob.page.getByTestId('update-reload').click();
  await expect.poll(() => releaseOf(bob.page).catch(() => undefined)).toBe('two');
  await untilReady(bob);
  await expect.poll(() => cachesOf(bob.page)).toHaveLength(1);
});

async function untilInstalled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

async function untilKept(tab: Tab): Promise<void> {
  const isKept = async () => {
    const { blocks, storedblocks } = await tab.call('getblockchaininfo');
    return storedblocks === blocks;
  };
  await expect.poll(isKept, { intervals: [20] }).toBe(true);
}

/** A host as there are many: files, and nothing of ours, not even our headers. */
async function serveBelow(path: string, folder: string) {
  const files = sirv(folder, { dev: true });
  const server = createServer((request, response) => {
    const isBelow = request.url!.startsWith(path);
    request.url = request.url!.slice(path.length - 1);
    if (isBelow) files(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin, close };
}

/** Another page and a service worker that lists it: what a new build comes to. */
function release(folder: string, name: string): void {
  const page = join(folder, 'index.html');
  const worker = join(folder, 'sw.js');
  const before = readFileSync(page);
  const after = Buffer.from(
    before.toString().replace('<head>', `<head><meta name="release" content="${name}" />`),
  );
  writeFileSync(page, after);
  const code = readFileSync(worker, 'utf8');
  const listed = code.replace(integrityOf(before), integrityOf(after));
  expect(listed).not.toBe(code);
  writeFileSync(worker, listed.replace(/"version":"\w+"/, `"version":"${name}"`));
}

function integrityOf(bytes: Uint8Array): string {
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
}

function releaseOf(page: Page): Promise<string | undefined> {
  return page.evaluate(
    () => document.querySelector<HTMLMetaElement>('meta[name="release"]')?.content,
  );
}

function cachesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => caches.keys());
}
