/**
 * Tabs of a real Firefox. Playwright drives only its own build of it and sends Debian's commands
 * that it does not know (emulation.setMediaFeaturesOverride, 153), so puppeteer does, by WebDriver
 * BiDi. What a page must never do is the same as for the others (complaints.ts).
 */

import { type Browser, launch, type Page } from 'puppeteer-core';
import { FIREFOX, findOptional } from '../../support/optional-programs.ts';
import { pathOfPage } from './site.ts';
import { createTabNode, runCommand, type TabNode } from './tab.ts';
import { test as base } from './test.ts';

export interface FirefoxScene {
  /** Opens the room of `code` in a fresh profile; `prepare` runs before the page's own scripts. */
  open(code: string, prepare?: () => void): Promise<FirefoxTab>;
  /** Opens a page of test/e2e/pages, named in `testPages`, in a fresh profile. */
  visit(name: string): Promise<Page>;
}

export interface FirefoxTab extends TabNode {
  readonly page: Page;
}

interface WorkerFixtures {
  readonly firefoxPath: string | undefined;
  readonly firefoxBrowser: Browser;
}

export const test = base.extend<{ firefox: FirefoxScene }, WorkerFixtures>({
  firefoxPath: [findOptional(FIREFOX), { option: true, scope: 'worker' }],
  firefoxBrowser: [
    async ({ firefoxPath: executablePath }, use) => {
      if (executablePath === undefined) throw new Error('No Firefox; FIREFOX_PATH may name one');
      const browser = await launch({ browser: 'firefox', executablePath, headless: true });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  firefox: async ({ firefoxBrowser, scene }, use) => {
    const { origin } = scene.server;
    const complaints: string[] = [];
    const openPage = async (url: string, prepare?: () => void) => {
      const page = await (await firefoxBrowser.createBrowserContext()).newPage();
      watch(page, origin, complaints);
      if (prepare !== undefined) await page.evaluateOnNewDocument(prepare);
      await page.goto(url);
      return page;
    };

    await use({
      open: async (code, prepare) => createFirefoxTab(await openPage(scene.linkOf(code), prepare)),
      visit: (name) => openPage(`${origin}/${pathOfPage(name)}`),
    });

    for (const context of firefoxBrowser.browserContexts()) {
      if (context !== firefoxBrowser.defaultBrowserContext()) await context.close();
    }
    if (complaints.length > 0) throw new Error(`Firefox complained:\n${complaints.join('\n')}`);
  },
});

async function createFirefoxTab(page: Page): Promise<FirefoxTab> {
  await page.waitForFunction(() => 'tabchain' in globalThis);
  const run = (method: string, parameters: readonly unknown[]) =>
    page.evaluate(runCommand, [method, parameters] as const);
  return { page, ...createTabNode(run) };
}

function watch(page: Page, origin: string, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`error in the page: ${String(error)}`));
  page.on('console', (message) => {
    const isLoud = ['error', 'warn', 'assert'].includes(message.type());
    if (isLoud) complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url().replace(/^ws/, 'http');
    const isOwn = /^(data|blob|about):/.test(url) || new URL(url).origin === origin;
    if (!isOwn) complaints.push(`request to ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`);
  });
}
