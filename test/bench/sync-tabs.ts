/** Two real tabs: one has a chain, the other opens, fetches, checks and stores it. */

import type { Browser, BrowserContext } from '@playwright/test';
import { makeSandbox } from '../e2e/support/rooms.ts';
import { goTo, type Tab } from '../e2e/support/tab.ts';
import { makeChainFile } from '../support/chain-file-maker.ts';
import type { Bench } from './browser.ts';
import { peakMegabytes, rendererPids } from './renderer-memory.ts';

export interface SyncRun {
  /** From the page's answering to the last block's being stored: linking is in it. */
  readonly seconds: number;
  readonly receivedBytes: number;
  /** Of the fetching tab's process. */
  readonly peakMegabytes: number | undefined;
}

type Commands = Record<string, (...parameters: readonly unknown[]) => Promise<unknown>>;

export async function syncTwoTabs(bench: Bench, blocks: number): Promise<SyncRun> {
  const code = makeSandbox(blocks);
  const giver = await bench.open(code);
  const buffer = Buffer.from(makeChainFile(code, blocks));
  const file = { name: 'chain.dat', mimeType: 'application/octet-stream', buffer };
  await goTo(giver.page, 'room');
  await giver.page.getByTestId('chain-file').setInputFiles(file);
  await untilStored(giver, blocks);
  const browser = browserOf(giver.page.context());
  const before = await rendererPids(browser);
  const taker = await bench.open(code);
  const startedMs = performance.now();
  await untilStored(taker, blocks);
  const seconds = (performance.now() - startedMs) / 1_000;
  const receivedBytes = (await taker.call('getpeerinfo'))[0]!.bytesrecv;
  const peak = await peakMegabytes(browser, before);
  await taker.page.context().close();
  await giver.page.context().close();
  return { seconds, receivedBytes, peakMegabytes: peak };
}

/** The tab asks its own node, so that no driver's pauses are measured. */
function untilStored({ page }: Tab, blocks: number): Promise<void> {
  return page.evaluate(async (wanted) => {
    const { tabchain } = globalThis as unknown as { tabchain: Commands };
    for (;;) {
      const info = (await tabchain['getblockchaininfo']!()) as { storedblocks: number };
      if (info.storedblocks === wanted) return;
      await new Promise((done) => setTimeout(done, 10));
    }
  }, blocks);
}

function browserOf(context: BrowserContext): Browser {
  const browser = context.browser();
  if (browser === null) throw new Error('a context has its browser');
  return browser;
}
