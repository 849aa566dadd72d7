/** The node's commands, typed by somebody who knows bitcoin-cli. */

import { expect } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { test } from './support/test.ts';

test('commands are completed, run, explained, refused and brought back', async ({ scene }) => {
  const { page } = await scene.open(makeSandbox(10));
  await page.getByRole('link', { name: 'Console' }).click();
  const input = page.getByTestId('console-input');
  const answer = page.getByTestId('console-entry').last();
  await expect(input).toBeFocused();

  await input.pressSequentially('gener');
  // The list of commands comes a moment after the field.
  const hints = page.getByRole('list', { name: 'Commands that begin so' });
  await expect(hints).toContainText('generate');
  await input.press('Tab');
  await expect(input).toHaveValue('generate ');
  await input.pressSequentially('3');
  await input.press('Enter');
  await expect(answer).toContainText(/\[\s+"[0-9a-f]{64}"/);

  await input.fill('getblockcount');
  await input.press('Enter');
  await expect(answer.locator('pre')).toHaveText('3');

  await input.fill('getblockhash 99');
  await input.press('Enter');
  await expect(answer.locator('pre')).toHaveText('Block height out of range (-8)');
  await expect(answer.locator('pre')).toHaveAttribute('data-refusal', 'true');

  await input.fill('help getblock');
  await input.press('Enter');
  await expect(answer.locator('pre')).toContainText('verbosity');

  await input.press('ArrowUp');
  await input.press('ArrowUp');
  await expect(input).toHaveValue('getblockhash 99');
  await input.press('ArrowDown');
  await expect(input).toHaveValue('help getblock');

  await page.getByRole('navigation', { name: 'Views' }).getByText('Live').click();
  await expect(page.getByTestId('chain-strip')).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId('console-entry')).toHaveCount(4);
});
