/**
 * The store and the schema in a page of their own, without a node: from opening a database to a
 * chain that can be asked, and the one transaction that a new block costs.
 */

import { rmSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import type { storeBench } from '../e2e/pages/store.ts';
import { startServer } from '../e2e/support/server.ts';
import { buildPages, pathOfPage } from '../e2e/support/site.ts';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.ts';
import { median, type Row, row } from './report.ts';

const ROUNDS = 3;
const BATCHES = 500;

export async function measure(): Promise<Row[]> {
  return withPage(async (page) => [
    ...(await measureStart(page, 10_000)),
    ...(await measureStart(page, 100_000)),
    row('storage.block', await measureWrite(page), 'ms'),
  ]);
}

async function measureStart(page: Page, blocks: number): Promise<Row[]> {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(
      await page.evaluate((count) => {
        const { storeBench: bench } = globalThis as unknown as { storeBench: typeof storeBench };
        return bench.measureStart(count);
      }, blocks),
    );
  }
  const id = `storage.start.${blocks}`;
  return [
    row(`${id}.records`, rounds[0]!.records, 'records'),
    row(`${id}.open`, median(rounds.map(({ openMs }) => openMs)), 'ms'),
    row(`${id}.read`, median(rounds.map(({ readMs }) => readMs)), 'ms'),
    row(`${id}.restore`, median(rounds.map(({ restoreMs }) => restoreMs)), 'ms'),
    row(`${id}.chain`, median(rounds.map(({ chainMs }) => chainMs)), 'ms'),
  ];
}

function measureWrite(page: Page): Promise<number> {
  return page.evaluate((batches) => {
    const { storeBench: bench } = globalThis as unknown as { storeBench: typeof storeBench };
    return bench.measureWrite(batches);
  }, BATCHES);
}

async function withPage<Result>(work: (page: Page) => Promise<Result>): Promise<Result> {
  const path = pathOfPage('store');
  const siteDir = await buildPages([path]);
  const server = await startServer(siteDir);
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium here; CHROMIUM_PATH may name one');
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/${path}`);
    await page.waitForFunction(() => 'storeBench' in globalThis);
    return await work(page);
  } finally {
    await browser.close();
    await server.close();
    rmSync(siteDir, { recursive: true, force: true });
  }
}
