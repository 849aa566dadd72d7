/** The signaling server introduces, and no more: without it links live, with it new ones come. */

import { expect } from '@playwright/test';
import { SERVER_GONE } from './support/complaints.ts';
import { makeMainRoom } from './support/rooms.ts';
import { heightOf, mineTo, untilAgreed, untilPeers } from './support/tab.ts';
import { test } from './support/test.ts';

test('links outlive the server, and a new tab joins when it is back', async ({ scene }) => {
  scene.tolerate(SERVER_GONE);
  const code = makeMainRoom();
  const alice = await scene.open(code);
  const bob = await scene.open(code);
  const carol = await scene.open(code);
  for (const tab of [alice, bob, carol]) await untilPeers(tab, 2);

  await scene.server.stopMeeting();
  for (const { page } of [alice, bob, carol]) {
    await expect(page.getByTestId('meeting-state')).toHaveAttribute('data-status', 'offline');
  }
  await mineTo(bob, 2);
  await untilAgreed([alice, bob, carol], 2);
  for (const tab of [alice, bob, carol]) await untilPeers(tab, 2);

  await scene.server.startMeeting();
  const dave = await scene.open(code);
  // Those who were there come back by their own schedule, at most half a minute apart.
  await untilPeers(dave, 3);
  await untilAgreed([alice, bob, carol, dave], 2);
  await mineTo(dave, (await heightOf(dave)) + 1);
  await untilAgreed([alice, bob, carol, dave], 3);
});

test('a tab that is closed is gone at once for the others', async ({ scene }) => {
  const code = makeMainRoom();
  const alice = await scene.open(code);
  const bob = await scene.open(code);
  await untilPeers(alice, 1);
  await bob.page.goto('about:blank');
  const peers = async () => (await alice.call('getpeerinfo')).length;
  // By its silence it would be known after 15 s.
  await expect.poll(peers, { timeout: 10_000, intervals: [50] }).toBe(0);
  await expect(alice.page.getByTestId('health')).toHaveAttribute('data-kind', 'alone');
});
