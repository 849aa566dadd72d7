/**
 * Every view with a room behind it, in both themes and two sizes: the rules of WCAG 2.2 AA that a
 * program can check (axe), nothing wider than the screen, no complaint of the browser, and text of
 * hostile people that stays text. With PICTURES_DIR each is also kept as a picture.
 */

import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { openClassroom } from './support/classroom.ts';
import { goTo } from './support/tab.ts';
import { test } from './support/test.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SIZES = {
  desk: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;
/** What opens each, and in which view. */
const DIALOGS = [
  ['wallet', 'wallet-send'],
  ['wallet', 'wallet-receive'],
  ['wallet', 'wallet-keys'],
  ['room', 'room-qr'],
  ['', 'invite'],
] as const;
/** Parts of the page arrive, answers of the node come, and nothing moves any more. */
const SETTLE_MS = 400;
/**
 * Of the layout shift score (wicg.github.io/layout-instability): what moved, by how far it moved,
 * as parts of the screen. Up to 0.1 counts as good; a list that a block leaves shorter makes 0.01.
 */
const SHIFT_MAX = 0.05;
const PICTURES_DIR = process.env['PICTURES_DIR'];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`every view can be used by everybody: ${colorScheme}, ${size}`, async ({ scene }) => {
      test.setTimeout(300_000);
      const context = { colorScheme, viewport, reducedMotion: 'reduce' } as const;
      const { tab, views } = await openClassroom(scene, { context });
      const { page } = tab;
      const faults: string[] = [];
      const look = async (name: string) => {
        await page.waitForTimeout(SETTLE_MS);
        faults.push(...(await faultsOf(page)).map((fault) => `${name}: ${fault}`));
        if (PICTURES_DIR === undefined) return;
        await page.screenshot({ path: join(PICTURES_DIR, `${name}-${size}-${colorScheme}.png`) });
      };
      for (const [name, [path, heading]] of Object.entries(views)) {
        await goTo(page, path);
        const own = page.getByRole('main').getByRole('heading', { name: heading });
        await expect(own.first(), name).toBeAttached();
        await look(name);
        // How far things move is a matter of sizes, not of colours.
        if (colorScheme === 'dark') continue;
        const shift = await shiftOf(page, () => tab.call('generate', 1));
        if (shift > SHIFT_MAX) faults.push(`${name}: a block moved it by ${shift}`);
      }
      for (const [path, testId] of DIALOGS) {
        await goTo(page, path);
        await page.getByTestId(testId).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        await look(testId);
        await page.keyboard.press('Escape');
      }
      expect(faults).toEqual([]);
    });
  }
}

/** The layout shift score of what `work` brings, but for rows of blocks that go on to the left. */
async function shiftOf(page: Page, work: () => Promise<unknown>): Promise<number> {
  const scores = await page.evaluateHandle(() => {
    const seen: number[] = [];
    const observer = new PerformanceObserver((list) => {
      const jumps = (list.getEntries() as unknown as readonly Shift[]).filter(({ sources }) =>
        sources.some(({ previousRect: was, currentRect: is }) => is.height > 0 && is.y !== was.y),
      );
      seen.push(...jumps.map(({ value }) => value));
    });
    observer.observe({ type: 'layout-shift' });
    return seen;
  });
  await work();
  await page.waitForTimeout(SETTLE_MS);
  const seen = await scores.jsonValue();
  return seen.reduce((sum, score) => sum + score, 0);
}

interface Shift {
  readonly value: number;
  readonly sources: ReadonlyArray<Record<'previousRect' | 'currentRect', DOMRectReadOnly>>;
}

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
  const broken = violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, failureSummary = '' }) => {
      const [, why = ''] = failureSummary.split('\n');
      return `${id} at ${target.join(' ')}: ${why.trim()}`;
    }),
  );
  const { overflow, ran } = await page.evaluate(() => ({
    overflow: document.documentElement.scrollWidth - innerWidth,
    ran: 'broken' in globalThis || document.querySelector('img[src="x"]') !== null,
  }));
  if (overflow > 0) broken.push(`${overflow} px wider than the screen`);
  if (ran) broken.push('hostile text became part of the page');
  return broken;
}
