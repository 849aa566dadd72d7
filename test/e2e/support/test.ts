/** The test of this folder: a server of its own, tabs by one call, and a page that stays quiet. */

import { test as base, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { type Complaints, watch } from './complaints.ts';
import { type PageServer, startServer } from './server.ts';
import { createTab, type Tab, untilReady } from './tab.ts';

export interface OpenOptions {
  /** Another tab whose profile is shared; without it the tab has a fresh one. */
  readonly besides?: Tab;
  readonly context?: BrowserContextOptions;
  /** False for links that lead to no room. */
  readonly ready?: boolean;
  /** Runs in the page before its own scripts. */
  readonly prepare?: () => void;
}

export interface Scene {
  readonly server: PageServer;
  linkOf(code: string): string;
  /** Opens the room of `code`; without one the page makes a room. */
  open(code?: string, options?: OpenOptions): Promise<Tab>;
  /** Takes part in the checks at the end, for contexts that a test launches by itself. */
  adopt(context: BrowserContext): void;
  tolerate(patterns: readonly RegExp[]): void;
}

export const test = base.extend<{ scene: Scene }>({
  scene: async ({ browser }, use) => {
    const server = await startServer();
    const watched: Complaints[] = [];
    const tolerated: RegExp[] = [];
    const adopt = (context: BrowserContext) => {
      const complaints = watch(context, server.origin);
      complaints.tolerate(tolerated);
      watched.push(complaints);
    };
    const makeContext = async (options: BrowserContextOptions | undefined) => {
      const context = await browser.newContext(options);
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
      open: async (code, { besides, context, ready = true, prepare } = {}) => {
        const home = besides?.page.context() ?? (await makeContext(context));
        const page = await home.newPage();
        if (prepare !== undefined) await page.addInitScript(prepare);
        const tab = createTab(page);
        await page.goto(code === undefined ? `${server.origin}/` : linkOf(code));
        if (ready) await untilReady(tab);
        return tab;
      },
    });

    for (const context of browser.contexts()) await context.close();
    await server.close();
    const complaints = watched.flatMap(({ found }) => found);
    if (complaints.length > 0) throw new Error(`The pages complained:\n${complaints.join('\n')}`);
  },
});
