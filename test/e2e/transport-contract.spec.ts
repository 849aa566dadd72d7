/** What every transport owes the node, on WebRTC between two ends in a real page. */

import { overtakingCheck, transportChecks } from '../contracts/transport-checks.ts';
import { test } from './support/test.ts';

test.use({ testPages: ['transport'] });

for (const { name } of [...transportChecks, overtakingCheck]) {
  test(`WebRTC: ${name}`, async ({ scene }) => {
    const page = await scene.visit('transport');
    await page.waitForFunction(() => 'runCheck' in globalThis);
    await page.evaluate((check) => {
      const { runCheck } = globalThis as unknown as { runCheck(name: string): Promise<void> };
      return runCheck(check);
    }, name);
  });
}
