/** How much of the device mines, what that is worth, and what the page says of it. */

import { expect, type Page } from '@playwright/test';
import { watchTasks } from './support/page-tasks.ts';
import { makeHardRoom, makeMainRoom, makeSandbox } from './support/rooms.ts';
import { type Tab, untilAgreed, untilPeers } from './support/tab.ts';
import { test } from './support/test.ts';

test.use({ view: 'mine' });

const MEASURING_TIMEOUT_MS = 90_000;
const WATCH_MS = 10_000;
/** What browsers call a long task (W3C Long Tasks API). */
const LONG_TASK_MS = 50;

test('a preset is mined with at once, and again after a reload', async ({ scene }) => {
  const tab = await scene.open(makeHardRoom());
  const { page } = tab;
  await expect(page.getByTestId('mining-switch')).toHaveAttribute('aria-checked', 'false');
  await page.getByTestId('mining-quiet').check();
  await page.getByTestId('mining-switch').click();
  await untilMining(tab, { threads: 1, duty: 25, state: 'mining' });
  await expect.poll(() => shownRate(page)).toBeGreaterThan(1_000);
  await page.reload();
  await untilMining(tab, { threads: 1, duty: 25, state: 'mining' });
  await expect(page.getByTestId('mining-quiet')).toBeChecked();
});

test('sliders set what the presets do not, and the switch gives it back', async ({ scene }) => {
  const tab = await scene.open(makeHardRoom());
  const { page } = tab;
  await page.getByTestId('mining-duty').fill('60');
  await page.getByTestId('mining-threads').fill('1');
  await page.getByTestId('mining-switch').click();
  await untilMining(tab, { threads: 1, duty: 60, state: 'mining' });
  await page.getByTestId('mining-switch').click();
  await untilMining(tab, { threads: 0, state: 'off' });
  await expect(page.getByTestId('mining-switch')).toHaveAttribute('aria-checked', 'false');
  await expect.poll(() => shownRate(page)).toBe(0);
  await page.getByTestId('mining-switch').click();
  await untilMining(tab, { threads: 1, duty: 60, state: 'mining' });
});

test('a thread that works a tenth of the time hashes about that much less', async ({ scene }) => {
  const tab = await scene.open(makeHardRoom());
  const rateAt = async (duty: number) => {
    await tab.call('setmining', { threads: 1, duty });
    // The rate is that of the last three seconds.
    await tab.page.waitForTimeout(6_000);
    return shownRate(tab.page);
  };
  const whole = await rateAt(100);
  const tenth = await rateAt(10);
  expect(tenth / whole).toBeGreaterThan(0.03);
  expect(tenth / whole).toBeLessThan(0.3);
});

test('mining pauses on battery, and goes on by one click or by the mains', async ({ scene }) => {
  const tab = await scene.open(makeHardRoom(), { prepare: pretendBattery });
  const { page } = tab;
  await page.getByTestId('mining-switch').click();
  await untilMining(tab, { state: 'waiting', waitingfor: 'on-battery' });
  await expect(page.getByTestId('mining-sentence')).toContainText('Paused: on battery');
  await turnCharging(page, true);
  await untilMining(tab, { state: 'mining' });
  await turnCharging(page, false);
  await page.getByTestId('mining-go-on').click();
  await untilMining(tab, { state: 'mining' });
  await expect(page.getByTestId('mining-battery')).toHaveAttribute('aria-checked', 'false');
  await page.reload();
  await untilMining(tab, { state: 'mining' });
});

test('blocks of this tab are listed, with the race that one of them lost', async ({ scene }) => {
  const code = makeSandbox(200);
  const alice = await scene.open(code);
  const bob = await scene.open(code);
  await untilPeers(alice, 1);
  await alice.call('generate', 20);
  await untilAgreed([alice, bob], 20);
  for (const tab of [alice, bob]) await tab.call('setnetworkactive', false);
  await alice.call('generate', 1);
  await bob.call('generate', 2);
  const newest = alice.page.getByTestId('own-block').first();
  await expect(newest).toHaveAttribute('data-state', 'active');
  for (const tab of [alice, bob]) await tab.call('setnetworkactive', true);
  await untilAgreed([alice, bob], 22);
  await expect(newest).toHaveAttribute('data-state', 'stale');
  await expect(newest).toHaveAttribute('data-height', '21');
  const winner = await bob.page.locator('.mine-name .miner').textContent();
  await expect(newest).toContainText(`is now by ${winner}`);
  await alice.page.getByTestId('own-blocks-more').click();
  await expect(alice.page.getByTestId('own-block')).toHaveCount(21);
});

test('a room that mines tells its hash rate, this tab’s share and its luck', async ({ scene }) => {
  const tab = await scene.open(makeMainRoom());
  const { page } = tab;
  await tab.call('setmining', { threads: 1 });
  await expect(page.getByTestId('mining-template')).toHaveAttribute('data-transactions', '0');
  const found = async () => Number(await attributeOf(page, 'mining-luck', 'data-found'));
  await expect.poll(found, { timeout: MEASURING_TIMEOUT_MS }).toBeGreaterThanOrEqual(3);
  const expected = Number(await attributeOf(page, 'mining-luck', 'data-expected'));
  expect(expected).toBeGreaterThan(0.05);
  await expect(page.getByTestId('own-block')).not.toHaveCount(0);
});

test('the device is measured while mining waits, and mining goes on after it', async ({
  scene,
}) => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const tab = await scene.open(makeHardRoom(), { context: { permissions } });
  // A browser without a graphics card may say so on its console.
  scene.tolerate([/adapter|WebGPU/i]);
  const { page } = tab;
  await tab.call('setmining', { threads: 1 });
  await page.getByTestId('benchmark-open').click();
  await page.getByTestId('benchmark-start').click();
  await untilMining(tab, { state: 'waiting', waitingfor: 'measuring' });
  await expect(page.getByTestId('benchmark-meaning')).toBeVisible({
    timeout: MEASURING_TIMEOUT_MS,
  });
  await untilMining(tab, { state: 'mining', threads: 1 });
  for (const kernel of ['plain', 'scalar', 'simd']) {
    const figure = page
      .locator(`[data-testid="benchmark-row"][data-kernel="${kernel}"] td`)
      .first();
    expect(Number(await figure.getAttribute('data-value'))).toBeGreaterThan(1_000);
  }
  await page.getByTestId('benchmark-copy').click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toMatch(/^SIMD +\d/m);
  expect(await copied()).toContain('blocks/hour');
});

test('a measurement that is stopped lets mining go on', async ({ scene }) => {
  const tab = await scene.open(makeHardRoom());
  const { page } = tab;
  await tab.call('setmining', { threads: 1 });
  await page.getByTestId('benchmark-open').click();
  await page.getByTestId('benchmark-start').click();
  await page.getByTestId('benchmark-cancel').click();
  await untilMining(tab, { state: 'mining', threads: 1 });
  await expect(page.getByTestId('benchmark-start')).toBeVisible();
});

test('the page is never held up for long while it mines', async ({ scene }) => {
  const tab = await scene.open(makeMainRoom());
  const { page } = tab;
  await expect(page.getByTestId('mining-quiet')).toBeVisible();
  await tab.call('setmining', { threads: 1 });
  await page.waitForTimeout(3_000);
  const { count, longestMs, totalMs } = await watchTasks(page, WATCH_MS);
  expect(count).toBeGreaterThan(10);
  expect(longestMs).toBeLessThanOrEqual(LONG_TASK_MS);
  // A new room finds several blocks a second at first, and every one of them slides in.
  expect(totalMs).toBeLessThan(WATCH_MS / 3);
});

async function untilMining(tab: Tab, wanted: Record<string, unknown>): Promise<void> {
  await tab.page.waitForFunction(() => 'tabchain' in globalThis);
  await expect(async () => {
    expect(await tab.call('getmininginfo')).toMatchObject(wanted);
  }).toPass();
}

async function shownRate(page: Page): Promise<number> {
  return Number(await attributeOf(page, 'hash-rate', 'data-value'));
}

function attributeOf(page: Page, testId: string, name: string): Promise<string | null> {
  return page.getByTestId(testId).getAttribute(name);
}

/** In the page, before its scripts: a device on its battery until it is told otherwise. */
function pretendBattery(): void {
  const battery = Object.assign(new EventTarget(), { charging: false });
  Object.assign(globalThis, { pretendedBattery: battery });
  Object.defineProperty(navigator, 'getBattery', { value: () => Promise.resolve(battery) });
}

async function turnCharging(page: Page, charging: boolean): Promise<void> {
  await page.evaluate((isCharging) => {
    const { pretendedBattery } = globalThis as unknown as {
      pretendedBattery: EventTarget & { charging: boolean };
    };
    pretendedBattery.charging = isCharging;
    pretendedBattery.dispatchEvent(new Event('chargingchange'));
  }, charging);
}
