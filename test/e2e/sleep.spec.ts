/** A tab that sleeps is given up by the others, and is one of them again when it wakes. */

import { expect, type Page } from '@playwright/test';
import { createProfile, type Profile } from './support/profile.ts';
import { makeSandbox } from './support/rooms.ts';
import { createTab, type Tab, untilAgreed, untilPeers, untilReady } from './support/tab.ts';
import { type Scene, test } from './support/test.ts';

const BLOCKS = 60;
/** Longer than a silent peer is kept, and than a clock may stand still without being noticed. */
const SLEEP_MS = 35_000;

test('a frozen tab and a stopped browser catch up when they wake', async ({ scene }) => {
  test.setTimeout(240_000);
  const code = makeSandbox(BLOCKS);
  const alice = await scene.open(code);
  const profiles = [createProfile(), createProfile()] as const;
  try {
    const [frozen, stopped] = await Promise.all(profiles.map((each) => open(scene, each, code)));
    const sleepers = [frozen!, stopped!];
    for (const tab of [alice, ...sleepers]) await untilPeers(tab, 2);

    await setLifecycle(frozen!.page, 'frozen');
    profiles[1].stop();
    const asleepAt = Date.now();
    await untilPeers(alice, 0);
    await alice.call('generate', BLOCKS);
    await alice.page.waitForTimeout(Math.max(0, asleepAt + SLEEP_MS - Date.now()));

    await setLifecycle(frozen!.page, 'active');
    profiles[1].resume();
    await untilAgreed([alice, ...sleepers], BLOCKS);
    for (const tab of [alice, ...sleepers]) await untilPeers(tab, 2);
    for (const { page } of sleepers) {
      const notice = page.locator('[data-testid="notice"][data-kind="suspended"]');
      await expect(notice).toContainText('suspended this tab');
    }
  } finally {
    for (const profile of profiles) await profile.remove();
  }
});

async function open(scene: Scene, profile: Profile, code: string): Promise<Tab> {
  const tab = createTab(await profile.open(scene.linkOf(code)));
  scene.adopt(tab.page.context());
  await untilReady(tab);
  return tab;
}

/** What a browser does to tabs that nobody looks at: timers and workers stand still. */
async function setLifecycle(page: Page, state: 'frozen' | 'active'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state });
}
