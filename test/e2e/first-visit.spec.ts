/** The page as people meet it: a room from nothing, in both themes, on a desk and on a phone. */

import { expect, type Page } from '@playwright/test';
import { channelsOf, contrastOf } from '../support/contrast.ts';
import { goTo, heightOf, untilReady } from './support/tab.ts';
import { makeSandbox } from './support/rooms.ts';
import { test } from './support/test.ts';

test('opened without a link there is a room, its link, and soon a block', async ({ scene }) => {
  test.setTimeout(240_000);
  const tab = await scene.open();
  const { page } = tab;
  await expect(page).toHaveURL(/#\/r\/[0-9a-z]{40,}$/i);
  const { code, link } = await tab.call('getroom');
  expect(link).toBe(page.url());
  expect(link).toBe(scene.linkOf(code));
  await expect(page.getByTestId('health')).toHaveText(/alone in this room/i);
  // Nobody is asked anything: the first block is looked for at once, and one sentence says so.
  await expect(page.getByTestId('happening')).toContainText('Your tab is mining block', {
    timeout: 10_000,
  });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Open another tab' }).first()).toBeVisible();
  // 2^24 hashes: seconds on average, and chance asks for ten times as many now and then.
  await expect.poll(() => heightOf(tab), { timeout: 120_000 }).toBeGreaterThanOrEqual(1);
  await page.getByTestId('add-node').click();
  await expect(page.getByTestId('health')).toHaveAttribute('data-kind', 'in-step');
  // A reload is no reason to stop.
  await page.reload();
  await untilReady(tab);
  await expect.poll(async () => (await tab.call('getmininginfo')).threads).toBeGreaterThan(0);
});

for (const [device, width] of [
  ['a desk', 1280],
  ['a phone', 390],
] as const) {
  test(`nothing moves once it is known that nobody else is here, on ${device}`, async ({
    scene,
  }) => {
    const context = { viewport: { width, height: 844 } };
    const { page } = await scene.open(makeSandbox(10), { context, prepare: holdMeetingPlace });
    const places = () =>
      Promise.all(
        [page.locator('.readout'), page.getByTestId('network-switch')].map((it) =>
          it.boundingBox(),
        ),
      );
    const invitation = page.locator('.live').getByRole('link', { name: 'Open another tab' });
    await expect(page.getByTestId('happening')).toContainText('looking for other tabs');
    await expect(page.getByTestId('health')).toHaveText('Looking for other tabs');
    const before = await places();
    // An answer that does not come keeps nobody from inviting.
    await expect(invitation).toBeVisible();
    await page.evaluate(() => (globalThis as unknown as Held).askMeetingPlace());
    await expect(page.getByTestId('meeting-state')).toHaveAttribute('data-status', 'online');
    await expect(page.getByTestId('happening')).toContainText('Your tab is alone');
    await expect(invitation).toBeVisible();
    expect(await places()).toEqual(before);
  });
}

interface Held {
  askMeetingPlace(): void;
}

/** Runs within a page before its own scripts: what it asks waits for `askMeetingPlace`. */
function holdMeetingPlace(): void {
  const promise = new Promise<void>((resolve) => {
    (globalThis as unknown as Held).askMeetingPlace = resolve;
  });
  globalThis.WebSocket = class extends WebSocket {
    override send(data: string): void {
      void promise.then(() => super.send(data));
    }
  };
}

test('the mining switch starts and stops, and tells the truth about its rate', async ({
  scene,
}) => {
  const tab = await scene.open(undefined, { view: 'mine' });
  const { page } = tab;
  await tab.call('setmining', { threads: 0 });
  const miningSwitch = page.getByTestId('mining-switch');
  await expect(miningSwitch).toHaveAttribute('aria-checked', 'false');
  await miningSwitch.click();
  await expect(miningSwitch).toHaveAttribute('aria-checked', 'true');
  const rate = async () => Number(await page.getByTestId('hash-rate').getAttribute('data-value'));
  await expect.poll(rate).toBeGreaterThan(10_000);
  await miningSwitch.click();
  await expect(miningSwitch).toHaveAttribute('aria-checked', 'false');
  await expect.poll(rate).toBe(0);
  const height = await heightOf(tab);
  await page.waitForTimeout(2_000);
  expect(await heightOf(tab)).toBe(height);
});

test('the room link is copied by its button and drawn as a QR code', async ({ scene }) => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const code = makeSandbox(10);
  const { page } = await scene.open(code, { context: { permissions }, view: 'room' });
  await page.getByTestId('copy-link').first().click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toBe(scene.linkOf(code));
  await expect(page.getByTestId('room-link')).toHaveValue(scene.linkOf(code));
  await expect(page.getByTestId('room-qr').locator('svg.qr')).toBeVisible();
});

test('on a phone nothing is wider than the screen', async ({ scene }) => {
  const viewport = { width: 360, height: 740 };
  const context = { viewport, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
  const tab = await scene.open(makeSandbox(100), { context });
  await tab.call('generate', 30);
  await expect(tab.page.getByTestId('height')).toHaveAttribute('data-value', '30');
  const controls = { '': 'network-switch', mine: 'mining-switch', room: 'room-link' };
  for (const [view, testId] of Object.entries(controls)) {
    await goTo(tab.page, view);
    await expect(tab.page.getByTestId(testId)).toBeVisible();
    await expect(tab.page.getByTestId('health')).toBeVisible();
    const width = await tab.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(viewport.width);
  }
});

test('light and dark both have ink that can be read on their paper', async ({ scene }) => {
  const papers: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await scene.open(makeSandbox(10), { context: { colorScheme } });
    await expect(page.getByTestId('health')).toBeVisible();
    const { ink, paper } = await page.evaluate(readColours);
    expect(contrastOf(channelsOf(ink), channelsOf(paper))).toBeGreaterThan(4.5);
    papers.push(paper);
    await expectLegible(page);
  }
  expect(papers[0]).not.toBe(papers[1]);
});

test('text that is too wide for its box wraps or is cut, with no overlap', async ({ scene }) => {
  const { page } = await scene.open(makeSandbox(10), {
    context: { viewport: { width: 320, height: 640 } },
  });
  await expect(page.getByTestId('health')).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);
});

function readColours(): { ink: string; paper: string } {
  const { color, backgroundColor } = getComputedStyle(document.body);
  const root = getComputedStyle(document.documentElement).backgroundColor;
  const isClear = /rgba\(.*, 0\)|transparent/.test(backgroundColor);
  return { ink: color, paper: isClear ? root : backgroundColor };
}

async function expectLegible(page: Page): Promise<void> {
  const health = page.getByTestId('health');
  const size = await health.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  expect(size).toBeGreaterThanOrEqual(12);
}

/** WCAG 2.2, contrast ratio of two colours written as rgb(). */
