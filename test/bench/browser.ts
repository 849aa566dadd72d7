/** A browser, a server and rooms for the measurements between real tabs. */

import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { build } from 'vite';
import { type PageServer, startServer } from '../e2e/support/server.ts';
import { createTab, type Tab, untilReady } from '../e2e/support/tab.ts';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.ts';

export interface Bench {
  readonly server: PageServer;
  /** A tab in a profile of its own, or in the given one. */
  open(code: string, context?: BrowserContext): Promise<Tab>;
  /** A profile in which nothing is cached or kept. */
  fresh(): Promise<BrowserContext>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function buildPage(): Promise<void> {
  await build({ root: ROOT, configFile: `${ROOT}/vite.config.ts`, logLevel: 'warn' });
}

/** Builds the page, runs `work` with a browser, and leaves nothing running. */
export async function withBench<Result>(work: (bench: Bench) => Promise<Result>): Promise<Result> {
  await buildPage();
  const server = await startServer();
  const browser = await launch();
  try {
    const open = async (code: string, home?: BrowserContext) => {
      const context = home ?? (await browser.newContext());
      const page = await context.newPage();
      await page.goto(`${server.origin}/#/r/${code}`);
      const tab = createTab(page);
      await untilReady(tab);
      return tab;
    };
    return await work({ server, open, fresh: () => browser.newContext() });
  } finally {
    await browser.close();
    await server.close();
  }
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium here; CHROMIUM_PATH may name one');
  return chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
}
