/** The test of this folder: a server of its own, tabs by one call, and pages that stay quiet. */

import { rmSync } from 'node:fs';
import {
  test as base,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import { type Complaints, watch } from './complaints.ts';
import { DIST_DIR, type PageServer, startServer } from './server.ts';
import { buildSite, pathOfPage } from './site.ts';
import { createTab, goTo, type Tab, untilReady } from './tab.ts';

export interface OpenOptions {
  /** Another tab whose profile is shared; without it the tab has a fresh one. */
  readonly besides?: Tab;
  readonly context?: BrowserContextOptions;
  /** False for links that lead to no room. */
  readonly ready?: boolean;
  /** The path below the room's code; without it what the file uses, else the chain. */
  readonly view?: string;
  /** Runs in the page before its own scripts. */
  readonly prepare?: () => void;
}

export interface Scene {
  readonly server: PageServer;
  linkOf(code: string): string;
  /** Opens the room of `code`; without one the page makes a room. */
  open(code?: string, options?: OpenOptions): Promise<Tab>;
  /** Opens a page of test/e2e/pages, named in `testPages`, in a fresh profile. */
  visit(name: string): Promise<Page>;
  /** Takes part in the checks at the end, for contexts that a test launches by itself. */
  adopt(context: BrowserContext): void;
  /** From now on such complaints are part of the test. */
  tolerate(patterns: readonly RegExp[]): void;
}

interface WorkerFixtures {
  /** Pages that are built beside the real one. */
  readonly testPages: readonly string[];
  readonly siteDir: string;
}

interface TestFixtures {
  /** The server's, as far as it is about STUN and TURN. */
  readonly environment: NodeJS.ProcessEnv;
  /** What a tab shows once it is open, as in `OpenOptions`. */
  readonly view: string;
  /** Whether pages may keep themselves for later; it costs each fresh profile half a second. */
  readonly isInstallable: boolean;
  readonly scene: Scene;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  testPages: [[], { option: true, scope: 'worker' }],
  siteDir: [
    async ({ testPages }, use) => {
      if (testPages.length === 0) return use(DIST_DIR);
      const siteDir = await buildSite(testPages);
      await use(siteDir);
      rmSync(siteDir, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  environment: [{}, { option: true }],
  view: ['', { option: true }],
  isInstallable: [false, { option: true }],
  scene: async ({ browser, siteDir, environment, view: usual, isInstallable }, use) => {
    const server = await startServer(siteDir, environment);
    const watched: Complaints[] = [];
    const tolerated: RegExp[] = [];
    const adopt = (context: BrowserContext) => {
      const complaints = watch(context, server.origin);
      complaints.tolerate(tolerated);
      watched.push(complaints);
    };
    const makeContext = async (options?: BrowserContextOptions) => {
      const context = await browser.newContext(options);
      if (!isInstallable) await context.addInitScript(hideServiceWorkers);
      adopt(context);
      return context;
    };
    const linkOf = (code: string) => `${server.origin}/#/r/${code}`;

    await use({
      server,
      linkOf,
      adopt,
      tolerate: (patterns) => {
        tolerated.push(...patterns);
        for (const complaints of watched) complaints.tolerate(patterns);
      },
      visit: async (name) => {
        const page = await (await makeContext()).newPage();
        await page.goto(`${server.origin}/${pathOfPage(name)}`);
        return page;
      },
      open: async (code, { besides, context, ready = true, prepare, view = usual } = {}) => {
        const home = besides?.page.context() ?? (await makeContext(context));
        const page = await home.newPage();
        if (prepare !== undefined) await page.addInitScript(prepare);
        const tab = createTab(page);
        await page.goto(code === undefined ? `${server.origin}/` : linkOf(code));
        if (ready) await untilReady(tab);
        if (view !== '') await goTo(page, view);
        return tab;
      },
    });

    for (const context of browser.contexts()) await context.close();
    await server.close();
    const complaints = watched.flatMap(({ found }) => found);
    if (complaints.length > 0) throw new Error(`The pages complained:\n${complaints.join('\n')}`);
  },
});

/** Runs within a page, which then is as in a browser that has none. */
function hideServiceWorkers(): void {
  Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });
}
