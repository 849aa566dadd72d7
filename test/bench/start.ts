/**
 * Milliseconds from opening the page to a node that answers with the chain it had stored. The
 * blocks come from a file, as others' blocks do: a wallet that had mined them all would be measured
 * instead.
 */

import { expect } from '@playwright/test';
import { makeSandbox } from '../e2e/support/rooms.ts';
import { goTo, heightOf, type Tab } from '../e2e/support/tab.ts';
import { makeChainFile } from '../support/chain-file-maker.ts';
import { type Bench, withBench } from './browser.ts';
import { median, type Row, row } from './report.ts';

const ROUNDS = 5;
const STORE_TIMEOUT_MS = 120_000;

export async function measure(): Promise<Row[]> {
  return withBench(async (bench) => [
    row('start.empty', await measureStart(bench, 0), 'ms'),
    row('start.1000', await measureStart(bench, 1_000), 'ms'),
    row('start.10000', await measureStart(bench, 10_000), 'ms'),
    row('start.100000', await measureStart(bench, 100_000), 'ms'),
  ]);
}

async function untilStored(tab: Tab, blocks: number): Promise<void> {
  const stored = async () => (await tab.call('getblockchaininfo')).storedblocks;
  await expect.poll(stored, { timeout: STORE_TIMEOUT_MS, intervals: [100] }).toBe(blocks);
}

async function measureStart(bench: Bench, blocks: number): Promise<number> {
  const code = makeSandbox(blocks);
  const tab = await bench.open(code);
  if (blocks > 0) {
    const buffer = Buffer.from(makeChainFile(code, blocks));
    const file = { name: 'chain.dat', mimeType: 'application/octet-stream', buffer };
    await goTo(tab.page, 'room');
    await tab.page.getByTestId('chain-file').setInputFiles(file);
    await untilStored(tab, blocks);
  }
  const context = tab.page.context();
  await tab.page.close();
  const timesMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedMs = performance.now();
    const again = await bench.open(code, context);
    timesMs.push(performance.now() - startedMs);
    const height = await heightOf(again);
    if (height !== blocks) throw new Error(`${height} of ${blocks} blocks were stored`);
    await again.page.close();
  }
  return median(timesMs);
}
