/** Builds the pages of this folder like the real one, and serves them beside a meeting place. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Browser, type Page } from '@playwright/test';
import { build } from 'vite';
import { watch } from './complaints.ts';
import { type PageServer, startServer } from './server.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface TestPages {
  readonly server: PageServer;
  urlOf(name: string): string;
  close(): Promise<void>;
}

export async function buildPages(names: readonly string[]): Promise<TestPages> {
  const outDir = mkdtempSync(join(tmpdir(), 'tabchain-pages-'));
  const input = names.map((name) => join(ROOT, 'test/e2e/pages', `${name}.html`));
  await build({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true, rollupOptions: { input } },
  });
  const server = await startServer(outDir);
  return {
    server,
    urlOf: (name) => `${server.origin}/test/e2e/pages/${name}.html`,
    close: async () => {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

/** Runs one check of a page by its name, in a fresh profile that must not complain. */
export async function runCheck(browser: Browser, pages: TestPages, check: string[]): Promise<void> {
  const [pageName = '', name = ''] = check;
  const context = await browser.newContext();
  const complaints = watch(context, pages.server.origin);
  try {
    const page: Page = await context.newPage();
    await page.goto(pages.urlOf(pageName));
    await page.waitForFunction(() => 'runCheck' in globalThis);
    await page.evaluate((wanted) => {
      const { runCheck } = globalThis as unknown as { runCheck(name: string): Promise<void> };
      return runCheck(wanted);
    }, name);
  } finally {
    await context.close();
  }
  expect(complaints.found).toEqual([]);
}
