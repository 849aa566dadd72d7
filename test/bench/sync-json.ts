/** The same number of blocks between two tabs the tutorial's way: one JSON, asked for and sent. */

import { rmSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { startServer } from '../e2e/support/server.ts';
import { buildPages } from '../e2e/support/site.ts';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.ts';
import type { JsonChainPage } from './pages/json-chain.ts';
import { peakMegabytes, rendererPids } from './renderer-memory.ts';
import type { SyncRun } from './sync-tabs.ts';

const PAGE = 'test/bench/pages/json-chain.html';

/** On the page of that name alone. */
declare const jsonChain: JsonChainPage;

export async function syncByJson(blocks: number): Promise<SyncRun> {
  const distDir = await buildPages([PAGE]);
  const server = await startServer(distDir);
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium here; CHROMIUM_PATH may name one');
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  const open = async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.origin}/${PAGE}`);
    await page.waitForFunction(() => 'jsonChain' in globalThis);
    return page;
  };
  try {
    const giver = await open();
    await giver.evaluate((count) => jsonChain.make(count), blocks);
    const before = await rendererPids(browser);
    const taker = await open();
    const startedMs = performance.now();
    const offer = await taker.evaluate(() => jsonChain.offer());
    const answer = await giver.evaluate((it) => jsonChain.answer(it), offer);
    const receivedBytes = await taker.evaluate((it) => jsonChain.fetch(it), answer);
    const seconds = (performance.now() - startedMs) / 1_000;
    return { seconds, receivedBytes, peakMegabytes: await peakMegabytes(browser, before) };
  } finally {
    await browser.close();
    await server.close();
    rmSync(distDir, { recursive: true });
  }
}
