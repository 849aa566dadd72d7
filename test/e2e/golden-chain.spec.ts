/** The same 300 blocks come to the same tip, work and coins in a browser as in Node. */

import { expect } from '@playwright/test';
import { GOLDEN_CHAIN } from '../support/golden-chain.ts';
import { test } from './support/test.ts';

test.use({ testPages: ['golden'] });

test('a browser’s worker comes to the same chain as Node', async ({ scene }) => {
  const page = await scene.visit('golden');
  await page.waitForFunction(() => 'golden' in globalThis);
  const golden = await page.evaluate(() => (globalThis as unknown as { golden: unknown }).golden);
  expect(golden).toEqual(GOLDEN_CHAIN);
});
