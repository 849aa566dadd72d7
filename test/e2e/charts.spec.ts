/** The charts on a real chain: what is drawn, read out and listed is what the node tells. */

import { expect } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { test } from './support/test.ts';

const BLOCKS = 130;

test('a chart is read by keys and as a table, and follows the chain', async ({ scene }) => {
  const tab = await scene.open(makeSandbox(BLOCKS + 20), { view: 'charts' });
  const { page } = tab;
  await expect(page.getByTestId('chart-rate-sentence')).toContainText('from block 5 on');
  await tab.call('generate', BLOCKS);
  const chart = page.getByTestId('chart-difficulty');
  await expect(chart).toHaveAttribute('data-rows', '100');

  const plot = page.getByTestId('chart-difficulty-plot');
  await expect(plot.locator('canvas')).toBeVisible();
  // 100 rows may be those of an older tip, and the cursor stays at its block as the chart grows.
  await expect(plot).toHaveAttribute('aria-valuetext', new RegExp(`^Block ${BLOCKS},`));
  await plot.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(plot).toHaveAttribute('aria-valuetext', /^Block 129, Hashes a block takes 2.H, /);
  await page.keyboard.press('Home');
  await expect(page.getByTestId('chart-difficulty-readout')).toContainText('Block31');

  await page.getByTestId('chart-difficulty-range-all').click();
  await expect(chart).toHaveAttribute('data-rows', String(BLOCKS + 1));
  await page.getByTestId('chart-difficulty-switch').click();
  const rows = page.getByTestId('chart-difficulty-table').locator('tbody tr');
  await expect(rows).toHaveCount(BLOCKS + 1);
  await expect(rows.first().getByRole('link')).toHaveText(String(BLOCKS));
  await tab.call('generate', 1);
  await expect(rows.first().getByRole('link')).toHaveText(String(BLOCKS + 1));

  await expect(page.getByTestId('chart-intervals-sentence')).toContainText('The mean was 10');
  await expect(page.getByTestId('chart-fees-sentence')).toContainText('held no payment');
});
