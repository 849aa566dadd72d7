/** What every transport owes the node, on WebRTC between two ends in a real page. */

import { test } from '@playwright/test';
import { overtakingCheck, transportChecks } from '../contracts/transport-checks.ts';
import { buildPages, runCheck, type TestPages } from './support/pages.ts';

let pages: TestPages;

test.beforeAll(async () => {
  pages = await buildPages(['transport']);
});

test.afterAll(() => pages.close());

for (const { name } of [...transportChecks, overtakingCheck]) {
  test(`WebRTC: ${name}`, ({ browser }) => runCheck(browser, pages, ['transport', name]));
}
