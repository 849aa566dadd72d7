/** Ways through a page without a pointer. */

import { expect, type Page } from '@playwright/test';

/** Far more than any view has; the way must not be endless either. */
const STEPS_MAX = 120;

/** Steps on by the Tab key until it is the one in focus, which must then be seen to be. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  const wanted = page.locator(selector).first();
  await expect(wanted).toBeVisible();
  const isThere = () => wanted.evaluate((element) => element === document.activeElement);
  for (let steps = 0; !(await isThere()); steps += 1) {
    expect(steps, `steps to ${selector}`).toBeLessThan(STEPS_MAX);
    await page.keyboard.press('Tab');
  }
  const outline = await wanted.evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(outline, `the focus on ${selector} is seen`).not.toBe('none');
}

export function byTestId(testId: string): string {
  return `[data-testid="${testId}"]`;
}
