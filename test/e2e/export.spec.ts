/** A chain that goes from tab to tab as a file, where no link can carry it. */

import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { cutOff, expectShown, goTo, heightOf, type Tab, tipOf } from './support/tab.ts';
import { test } from './support/test.ts';

test.use({ view: 'room' });

const BLOCKS = 5_000;
const MB = 1024 * 1024;

async function save({ page }: Tab): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await page.getByTestId('save-chain').click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

async function read({ page }: Tab, bytes: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByTestId('read-chain').click();
  const file = { name: 'chain.dat', mimeType: 'application/octet-stream', buffer: bytes };
  await (await chooser).setFiles(file);
}

const outcome = ({ page }: Tab) => page.getByTestId('chain-file-outcome');

test('a saved chain is read where there is no network, and ends in the same tip', async ({
  scene,
}) => {
  const code = makeSandbox(BLOCKS);
  const alice = await scene.open(code);
  await cutOff(alice);
  await goTo(alice.page, 'room');
  await alice.call('generate', BLOCKS);
  const { name, bytes } = await save(alice);
  expect(name).toMatch(/^tabchain-[a-z]+-[a-z]+-5000\.dat$/);
  expect(bytes.length, 'more than one part').toBeGreaterThan(MB);
  await expect(outcome(alice)).toContainText('Saved up to block');
  await expect(outcome(alice)).toBeFocused();

  const bob = await scene.open(code);
  await cutOff(bob);
  await goTo(bob.page, 'room');
  expect(await heightOf(bob)).toBe(0);
  await read(bob, bytes);
  await expect(outcome(bob)).toHaveAttribute('data-tone', 'good');
  await expect(outcome(bob)).toContainText('of them new');
  const tip = await tipOf(alice);
  expect(await tipOf(bob)).toBe(tip);
  await goTo(bob.page, '');
  await expectShown(bob, BLOCKS, tip);
  await goTo(bob.page, 'room');

  await read(bob, bytes.subarray(0, bytes.length / 2));
  await expect(outcome(bob)).toContainText('ends in the middle of block');
  expect(await tipOf(bob)).toBe(tip);
});

test('the chain of another room is refused in a sentence, and nothing changes', async ({
  scene,
}) => {
  const alice = await scene.open(makeSandbox(100));
  await alice.call('generate', 10);
  const { bytes } = await save(alice);
  const stranger = await scene.open(makeSandbox(100));
  const before = await tipOf(stranger);
  await read(stranger, bytes);
  await expect(outcome(stranger)).toHaveText(
    'This file holds the chain of another room. Nothing was changed.',
  );
  expect(await tipOf(stranger)).toBe(before);
});
