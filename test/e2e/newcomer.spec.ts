/** A room outlives its server, and grows without it: one hand-carried link is enough to get in. */

import { expect, type Page } from '@playwright/test';
import { SERVER_GONE } from './support/complaints.ts';
import { makeSandbox } from './support/rooms.ts';
import { type Tab, untilAgreed, untilPeers } from './support/tab.ts';
import { test } from './support/test.ts';

const BLOCKS = 300;
const SETTLED_MS = 10_000;

test('when the server is dead, who is let in by one tab is linked with all by their help', async ({
  scene,
}) => {
  scene.tolerate(SERVER_GONE);
  const code = makeSandbox(2 * BLOCKS);
  const room: Tab[] = [];
  while (room.length < 4) room.push(await scene.open(code));
  for (const tab of room) await untilPeers(tab, 3);
  await scene.server.stopMeeting();
  await room[3]!.call('generate', BLOCKS);
  // Neighbours tell of links that have lasted; a room that is older tells of all at once.
  await room[0]!.page.waitForTimeout(SETTLED_MS);

  const host = room[0]!;
  const link = await invite(host.page);
  const newcomer = await scene.open(link.split('#/r/')[1]!);
  const answer = await newcomer.page.getByTestId('answer-text').inputValue();
  await host.page.getByTestId('invite-reply').fill(answer);
  await host.page.getByTestId('invite-accept').click();
  await expect(newcomer.page.getByTestId('invite-outcome')).toHaveText(/^Linked with .+\.$/);

  for (const tab of [...room, newcomer]) await untilPeers(tab, 4);
  await untilAgreed([...room, newcomer], BLOCKS);
  // The one who let it in is not needed any more.
  await host.page.goto('about:blank');
  for (const tab of [...room.slice(1), newcomer]) await untilPeers(tab, 3);
  await newcomer.call('generate', 1);
  await untilAgreed([...room.slice(1), newcomer], BLOCKS + 1);
});

/** As most people will: opens the dialog, and copies the link that it shows. */
async function invite(page: Page): Promise<string> {
  await page.getByTestId('invite').click();
  await page.getByTestId('invite-make').click();
  await expect(page.getByTestId('invitation-code').locator('svg.qr')).toBeVisible();
  return page.getByTestId('invitation-text').inputValue();
}
