/**
 * Members that are no help cost a newcomer some time and never the chain: it gives each of them up
 * within its time, and has all from the one that is honest.
 */

import { expect, type Page } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { cutOff, type Tab, untilAgreed } from './support/tab.ts';
import { type Scene, test } from './support/test.ts';
import type { Badness, Career } from './pages/bad-peer.ts';

const BLOCKS = 1_500;
/** A block may take 20 s, and 5 s more for each other peer that brings some. */
const BLOCK_TIMEOUT_MS = 35_000;

test.use({ testPages: ['bad-peer'] });

test('those who serve nothing or garbage, or flood, are given up while a chain is fetched', async ({
  scene,
}) => {
  test.setTimeout(180_000);
  const code = makeSandbox(BLOCKS + 10);
  const giver = await scene.open(code);
  const hashes = await giver.call('generate', BLOCKS);
  const blocks = await readBlocks(giver, hashes);
  const silent = await openFoe(scene, 'serves nothing', code, blocks);
  const liar = await openFoe(scene, 'serves garbage', code, blocks);
  const flooder = await openFoe(scene, 'floods', code, blocks);

  // The honest one comes last: it could bring all before the newcomer asks anybody else.
  await cutOff(giver);
  const newcomer = await scene.open(code);
  const asked = async () => (await careerOf(silent)).asked;
  await expect.poll(asked, { timeout: BLOCK_TIMEOUT_MS }).toBeGreaterThan(0);
  await expectRefused(newcomer, 'bad-txnmrklroot');
  await giver.call('setnetworkactive', true);
  await untilAgreed([giver, newcomer], BLOCKS);
  await expectRefused(newcomer, 'flood');
  for (const foe of [silent, liar, flooder]) {
    const downs = async () => (await careerOf(foe)).downs;
    await expect.poll(downs, { timeout: BLOCK_TIMEOUT_MS }).toBeGreaterThan(0);
  }
  await giver.call('generate', 1);
  await untilAgreed([giver, newcomer], BLOCKS + 1);
});

interface BadPage {
  readonly career: Career;
  misbehave(badness: Badness, code: string, blockHexes: readonly string[]): void;
}

async function openFoe(
  scene: Scene,
  badness: Badness,
  code: string,
  blocks: readonly string[],
): Promise<Page> {
  const page = await scene.visit('bad-peer');
  await page.waitForFunction(() => 'misbehave' in globalThis);
  const parameters = [badness, code, blocks] as const;
  await page.evaluate(([...all]) => {
    (globalThis as unknown as BadPage).misbehave(...all);
  }, parameters);
  return page;
}

function careerOf(page: Page): Promise<Career> {
  return page.evaluate(() => (globalThis as unknown as BadPage).career);
}

async function readBlocks({ page }: Tab, hashes: readonly string[]): Promise<string[]> {
  return page.evaluate(async (wanted) => {
    const { tabchain } = globalThis as unknown as {
      tabchain: { getblock(hash: string, verbosity: number): Promise<string> };
    };
    const blocks: string[] = [];
    for (const hash of wanted) blocks.push(await tabchain.getblock(hash, 0));
    return blocks;
  }, hashes);
}

async function expectRefused({ page }: Tab, code: string): Promise<void> {
  const notices = page.locator('[data-testid="notice"][data-kind="peer-refused"]');
  await expect(notices.filter({ hasText: code }).first()).toBeVisible();
}
