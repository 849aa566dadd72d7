/** A wallet that pays itself again and again, so that there is something to relay. */

import { expect } from '@playwright/test';
import type { TabNode } from './tab.ts';

/** Blocks until a reward may be spent, in rooms of ten seconds. */
const MATURITY = 30;
const AMOUNT = 0.001;

/** Makes blocks until the wallet has so many coins of its own to spend. */
export async function earnCoins(tab: TabNode, count: number): Promise<void> {
  await tab.call('generate', count + MATURITY);
}

/** Each payment spends a coin of its own and makes so many new ones, about 43 bytes each. */
export async function payOneself(
  tab: TabNode,
  { payments, outputs }: { readonly payments: number; readonly outputs: number },
): Promise<void> {
  const address = await tab.call('getnewaddress');
  const recipients = Array.from({ length: outputs }, () => ({ address, amount: AMOUNT }));
  for (let payment = 0; payment < payments; payment += 1) await tab.call('send', recipients);
}

/** Waits until so many transactions wait for a block in every tab. */
export async function untilPooled(tabs: readonly TabNode[], count: number): Promise<void> {
  const pooled = () => Promise.all(tabs.map((tab) => tab.call('getrawmempool')));
  const sizes = async () => (await pooled()).map(({ length }) => length);
  await expect.poll(sizes, { timeout: 60_000, intervals: [200] }).toEqual(tabs.map(() => count));
}
