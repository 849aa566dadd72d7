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
    for (const [name, path] of Object.entries(views)) {
      await fox.page.evaluate((hash) => void (location.hash = hash), `#/r/${code}/${path}`);
      const heading = await fox.page
        .waitForSelector('main h2', { timeout: DRAWN_TIMEOUT_MS })
        .catch(() => null);
      if (heading === null) faults.push(`${name} has no heading: ${await textOfMain(fox.page)}`);
      const overflow = await fox.page.evaluate(
        () => document.documentElement.scrollWidth - innerWidth,
      );
      if (overflow > 0) faults.push(`${name}: ${overflow} px wider than ${viewport.width}`);
    }
  }
  expect(faults).toEqual([]);
});

function textOfMain(page: FirefoxTab['page']): Promise<string | undefined> {
  return page.evaluate(() => document.querySelector('main')?.innerText);
}
