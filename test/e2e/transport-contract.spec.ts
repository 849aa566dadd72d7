/** What every transport owes the node, on WebRTC between two ends in a real page, and more. */

import type { Page } from '@playwright/test';
import { overtakingCheck, transportChecks } from '../contracts/transport-checks.ts';
import { webRtcChecks } from './pages/webrtc-checks.ts';
import { SERVER_GONE } from './support/complaints.ts';
import { test } from './support/test.ts';

test.use({ testPages: ['transport'] });

for (const { name } of [...transportChecks, overtakingCheck]) {
  test(`WebRTC: ${name}`, async ({ scene }) => {
    await runCheck(await scene.visit('transport'), name);
  });
}

for (const { name } of webRtcChecks) {
  test(`WebRTC without a server: ${name}`, async ({ scene }) => {
    scene.tolerate(SERVER_GONE);
    await scene.server.stopMeeting();
    await runCheck(await scene.visit('transport'), name);
  });
}

async function runCheck(page: Page, name: string): Promise<void> {
  await page.waitForFunction(() => 'runCheck' in globalThis);
  await page.evaluate((check) => {
    const { runCheck } = globalThis as unknown as { runCheck(name: string): Promise<void> };
    return runCheck(check);
  }, name);
}
