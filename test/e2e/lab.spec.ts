/** The laboratory: one page is a network, and its experiments come out as the rules have it. */

import { expect, type Page } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { heightOf, tipOf } from './support/tab.ts';
import { test } from './support/test.ts';

const BLOCKS = 3;
/** Story 10: with this tab they are six. */
const NODES = 5;

test('five virtual nodes split three from three, both sides mine, and all agree again', async ({
  scene,
}) => {
  const code = makeSandbox(BLOCKS + 20);
  const tab = await scene.open(code);
  const { page } = tab;
  await tab.call('generate', BLOCKS);
  await page.goto(scene.linkOf(`${code}/lab`));
  await expect(page.getByTestId('lab-empty')).toContainText('No virtual node runs here yet');
  await page.getByTestId('lab-add-5').click();
  await expect(nodesAt(page, BLOCKS)).toHaveCount(NODES);
  await expect(page.getByTestId('lab-add-5')).toBeFocused();
  await expect(page.getByTestId('lab-node')).toHaveCount(NODES + 1);

  await page.getByTestId('lab-partition').click();
  await expect(page.locator('[data-testid="lab-link"][data-state="cut"]')).toHaveCount(9);
  await expect(page.locator('.lab-split')).toContainText('9 links are cut.');
  const [lost] = await tab.call('generate', 1);
  const other = page.getByTestId('lab-node-line').last();
  await other.getByTestId('lab-make').click();
  await other.getByTestId('lab-make').click();
  const branches = page.getByTestId('lab-branch');
  await expect(branches).toHaveCount(2);
  const blockOf = (hash: string) => page.locator(`[data-testid="lab-block"][data-hash="${hash}"]`);
  await expect(blockOf(lost!)).toBeVisible();
  await expect(other).toHaveAttribute('data-height', String(BLOCKS + 2));
  const seen = page.getByTestId('lab-event');
  // Said once it was seen twice in a row; else nothing would be said when they agree again.
  await expect(seen.and(page.locator('[data-kind="disagreed"]'))).toBeVisible();

  await page.getByTestId('lab-heal').click();
  await expect(branches).toHaveCount(1);
  await expect(branches).toHaveAttribute('data-nodes', String(NODES + 1));
  await expect(blockOf(lost!)).toHaveAttribute('data-state', 'stale');
  await expect(branches).toHaveAttribute('data-tip', await tipOf(tab));
  const kinds = ['cut', 'healed', 'reorganisation', 'agreed'];
  for (const kind of kinds) {
    await expect(seen.and(page.locator(`[data-kind="${kind}"]`)).last()).toBeVisible();
  }
  await expect(seen.last()).toContainText('All nodes agree on one chain');

  // What it tells of can be opened; and what was done here stays while one looks elsewhere.
  await seen.last().getByRole('link').click();
  await expect(page.getByTestId('block-view')).toHaveAttribute('data-hash', await tipOf(tab));
  await page.goBack();
  await expect(page.getByTestId('lab-node')).toHaveCount(NODES + 1);
  const remove = page.getByTestId('lab-remove');
  await remove.nth(1).press('Enter');
  await expect(remove).toHaveCount(NODES - 1);
  await expect(remove.nth(1)).toBeFocused();
  await remove.last().press('Enter');
  await expect(remove).toHaveCount(NODES - 2);
  await expect(remove.last()).toBeFocused();
  await page.getByTestId('lab-close').press('Enter');
  await expect(page.getByTestId('lab-empty')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Laboratory' })).toBeFocused();
});

test('a payment is taken back by a branch that was mined in secret', async ({ scene }) => {
  const code = makeSandbox(100);
  const tab = await scene.open(code);
  const { page } = tab;
  await page.goto(scene.linkOf(`${code}/lab/double-spend`));
  const experiment = page.getByTestId('lab-experiment');
  const steps = page.getByTestId('lab-step');
  await page.getByTestId('lab-next').click();
  await expect(experiment).toHaveAttribute('data-status', 'paused');
  await expect(steps.first()).toHaveAttribute('data-state', 'done');
  await page.getByTestId('lab-start').click();
  await expect(experiment).toHaveAttribute('data-status', 'done', { timeout: 40_000 });
  const findings = page.getByTestId('lab-finding');
  await expect(findings.filter({ hasText: 'the merchant handed the goods over' })).toHaveCount(1);
  await expect(findings.filter({ hasText: 'The merchant’s payment is Replaced' })).toHaveCount(1);
  await expect(page.locator('[data-testid="lab-link"][data-state="cut"]')).toHaveCount(0);
  expect(await heightOf(tab)).toBeGreaterThan(30);
});

test('an experiment that is stopped heals what it cut, from the keyboard', async ({ scene }) => {
  const code = makeSandbox(50);
  const { page } = await scene.open(code);
  await page.goto(scene.linkOf(`${code}/lab/split`));
  const experiment = page.getByTestId('lab-experiment');
  await press(page, 'lab-next');
  await expect(experiment).toHaveAttribute('data-status', /running|paused/);
  await expect(page.getByTestId('lab-stop')).toBeFocused();
  await expect(experiment).toHaveAttribute('data-status', 'paused');
  // A step that ends meanwhile makes no other button of it.
  await expect(page.getByTestId('lab-stop')).toBeFocused();
  await press(page, 'lab-next');
  const cuts = page.locator('[data-testid="lab-link"][data-state="cut"]');
  await expect(cuts).toHaveCount(9);
  await press(page, 'lab-stop');
  await expect(experiment).toHaveAttribute('data-status', 'stopped');
  await expect(page.getByTestId('lab-next')).toBeFocused();
  await expect(cuts).toHaveCount(0);

  // A link has a switch beside its line.
  await page.locator('details.lab-hand > summary').press('Enter');
  await press(page, 'lab-links');
  await press(page, 'lab-link-switch');
  await expect(cuts).toHaveCount(1);
  await press(page, 'lab-link-switch');
  await expect(cuts).toHaveCount(0);
});

/** Virtual nodes that run and stand there. */
function nodesAt(page: Page, height: number) {
  return page.locator(
    `[data-testid="lab-node-line"][data-state="running"][data-height="${height}"]`,
  );
}

async function press(page: Page, testId: string): Promise<void> {
  await page.getByTestId(testId).first().press('Enter');
}
