/** Blocks a second from one peer, headers first, from the page's opening to the common tip. */

import { expect } from '@playwright/test';
import { makeSandbox } from '../e2e/support/rooms.ts';
import { heightOf } from '../e2e/support/tab.ts';
import { withBench } from './browser.ts';
import { median, type Row, row } from './report.ts';

const BLOCKS = 3_000;
const ROUNDS = 3;
const TIMEOUT_MS = 180_000;

export async function measure(): Promise<Row[]> {
  return withBench(async (bench) => {
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const code = makeSandbox(BLOCKS);
      const giver = await bench.open(code);
      await giver.call('generate', BLOCKS);
      const taker = await bench.open(code);
      const startedMs = performance.now();
      const height = () => heightOf(taker);
      await expect.poll(height, { timeout: TIMEOUT_MS, intervals: [20] }).toBe(BLOCKS);
      rates.push((BLOCKS / (performance.now() - startedMs)) * 1_000);
      await taker.page.context().close();
      await giver.page.context().close();
    }
    return [row('sync.two-tabs', median(rates), 'blocks/s')];
  });
}
