/** Without a pointer: the room is shared, a payment is sent, and mining is stopped. */

import { expect, type Page } from '@playwright/test';
import { byTestId, tabTo } from './support/keyboard.ts';
import { makeSandbox } from './support/rooms.ts';
import { heightOf, type Tab } from './support/tab.ts';
import { test } from './support/test.ts';

const MATURITY = 30;
const PERMISSIONS = ['clipboard-read', 'clipboard-write'];

test('the room is shared by keyboard alone', async ({ scene }) => {
  const code = makeSandbox(10);
  const { page } = await scene.open(code, { context: { permissions: PERMISSIONS } });
  await follow(page, 'Room');
  await tabTo(page, byTestId('copy-link'));
  await page.keyboard.press('Enter');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toBe(scene.linkOf(code));
});

test('a payment is sent by keyboard alone', async ({ scene }) => {
  const tab = await scene.open(makeSandbox(100));
  const { page } = tab;
  await tab.call('generate', MATURITY + 2);
  const address = await tab.call('getnewaddress');
  await follow(page, 'Wallet');
  await tabTo(page, byTestId('wallet-send'));
  await page.keyboard.press('Enter');
  // Each step begins at its heading.
  const heading = page.getByTestId('send-dialog').locator('.sheet-title');
  await expect(heading).toBeFocused();
  await tabTo(page, byTestId('send-to'));
  await page.keyboard.type(address);
  await tabTo(page, byTestId('send-amount'));
  await page.keyboard.type('12.5');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('send-plan')).toBeVisible();
  await expect(heading).toBeFocused();
  await tabTo(page, byTestId('send-confirm'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('send-done')).toBeVisible();
  await page.keyboard.press('Escape');
  // Where the dialog was opened from.
  await expect(page.getByTestId('wallet-send')).toBeFocused();
  expect(await tab.call('getrawmempool')).toHaveLength(1);
});

test('a dialog’s heading takes the focus from nobody who types already', async ({ scene }) => {
  const { page } = await scene.open(makeSandbox(10), { view: 'wallet' });
  await page.getByTestId('wallet-send').waitFor();
  expect(await page.evaluate(typeAtOnce)).toBe('send-to');
});

/** Runs within a page: focuses a field once it is drawn, and tells what has the focus later. */
function typeAtOnce(): Promise<string | undefined> {
  const find = (testId: string) => document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  return new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      const field = find('send-to');
      if (field === null) return;
      observer.disconnect();
      field.focus();
      const focused = () => (document.activeElement as HTMLElement | null)?.dataset['testid'];
      setTimeout(() => resolve(focused()), 300);
    }).observe(document, { childList: true, subtree: true });
    find('wallet-send')?.click();
  });
}

test('mining is stopped by keyboard alone', async ({ scene }) => {
  const tab = await scene.open();
  const { page } = tab;
  await expect.poll(() => rateOf(tab)).toBeGreaterThan(0);
  await follow(page, 'Mine');
  await tabTo(page, byTestId('mining-switch'));
  await page.keyboard.press('Space');
  await expect(page.getByTestId('mining-switch')).toHaveAttribute('aria-checked', 'false');
  await expect.poll(() => rateOf(tab)).toBe(0);
  const height = await heightOf(tab);
  await page.waitForTimeout(1_000);
  expect(await heightOf(tab)).toBe(height);
});

const rateOf = async (tab: Tab) => (await tab.call('getmininginfo')).hashespersec;

/** Along the rail to a view. */
async function follow(page: Page, title: string): Promise<void> {
  await tabTo(page, `.rail a:has-text("${title}")`);
  await page.keyboard.press('Enter');
}
