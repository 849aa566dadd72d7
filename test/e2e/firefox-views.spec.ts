/** Every view in Firefox: it draws, is no wider than the screen, and nothing is complained of. */

import { expect } from '@playwright/test';
import { openClassroom } from './support/classroom.ts';
import { type FirefoxTab, test } from './support/firefox.ts';
import { heightOf, untilAgreed } from './support/tab.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;
const DRAWN_TIMEOUT_MS = 30_000;

test('every view is drawn by Firefox, on a desk and on a phone', async ({ scene, firefox }) => {
  test.setTimeout(240_000);
  const { tab, code, views } = await openClassroom(scene);
  const fox = await firefox.open(code);
  await untilAgreed([tab, fox], await heightOf(tab));
  const faults: string[] = [];
  for (const viewport of SIZES) {
    await fox.page.setViewport(viewport);
    for (const [name, [path, heading]] of Object.entries(views)) {
      await fox.page.evaluate((hash) => void (location.hash = hash), `#/r/${code}/${path}`);
      const isDrawn = await fox.page
        .waitForFunction(hasHeading, { timeout: DRAWN_TIMEOUT_MS }, heading)
        .catch(() => undefined);
      if (!isDrawn) faults.push(`${name} lacks its heading: ${await textOfMain(fox.page)}`);
      const overflow = await fox.page.evaluate(
        () => document.documentElement.scrollWidth - innerWidth,
      );
      if (overflow > 0) faults.push(`${name}: ${overflow} px wider than ${viewport.width}`);
    }
  }
  expect(faults).toEqual([]);
});

/** Runs within a page. */
function hasHeading(text: string): boolean {
  const headings = [...document.querySelectorAll('main :is(h2, h3)')];
  return headings.some(({ textContent }) => textContent?.includes(text));
}

function textOfMain(page: FirefoxTab['page']): Promise<string | undefined> {
  return page.evaluate(() => document.querySelector('main')?.innerText);
}
