/**
 * Milliseconds from a block made in one tab to the same block accepted in the other. Both tabs read
 * one machine's clock, and each asks its own node in a tight loop, so what the asking costs is on
 * both sides and cancels out.
 */

import { makeSandbox } from '../e2e/support/rooms.ts';
import { type Tab, untilPeers } from '../e2e/support/tab.ts';
import { withBench } from './browser.ts';
import { median, quantile, type Row, row } from './report.ts';

const BLOCKS = 50;
/** Both loops run before there is anything to see. */
const LISTEN_MS = 30;

export async function measure(): Promise<Row[]> {
  return withBench(async (bench) => {
    const code = makeSandbox(BLOCKS);
    const sender = await bench.open(code);
    const receiver = await bench.open(code);
    await untilPeers(receiver, 1);
    const delaysMs: number[] = [];
    for (let height = 1; height <= BLOCKS; height += 1) {
      const times = Promise.all([timeOfHeight(sender, height), timeOfHeight(receiver, height)]);
      await sender.page.waitForTimeout(LISTEN_MS);
      await sender.call('generate', 1);
      const [made, accepted] = await times;
      delaysMs.push(accepted - made);
    }
    return [
      row('propagation.2-tabs', median(delaysMs), 'ms'),
      row('propagation.2-tabs.p95', quantile(delaysMs, 0.95), 'ms'),
    ];
  });
}

type Commands = Record<string, (...parameters: readonly unknown[]) => Promise<unknown>>;

/** When the tab's own node first answered with this height, in milliseconds since 1970. */
async function timeOfHeight({ page }: Tab, wanted: number): Promise<number> {
  return page.evaluate(async (height) => {
    const { tabchain } = globalThis as unknown as { tabchain: Commands };
    for (;;) {
      const { blocks } = (await tabchain['getblockchaininfo']!()) as { blocks: number };
      if (blocks >= height) return performance.timeOrigin + performance.now();
    }
  }, wanted);
}
