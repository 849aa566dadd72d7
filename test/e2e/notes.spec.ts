/** A note and a file's hash, written on the chain, found by another tab, and proved offline. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { type Tab, untilAgreed, untilPeers } from './support/tab.ts';
import { test } from './support/test.ts';

test.use({ view: 'wallet' });

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RICH_BLOCKS = 35;
/** Larger than the pieces in which a browser reads a file. */
const FILE = Buffer.alloc(3 * 1024 * 1024, 'the same page again and again. ');
const HASH = createHash('sha256').update(FILE).digest('hex');

async function open({ page }: Tab): Promise<void> {
  await page.getByTestId('notes-open').click();
  await expect(page.getByTestId('notes')).toBeVisible();
}

async function choose(page: Page, buffer: Buffer): Promise<void> {
  const file = { name: 'contract.pdf', mimeType: 'application/pdf', buffer };
  await page.getByTestId('stamp-file').setInputFiles(file);
}

const outcome = ({ page }: Tab) => page.getByTestId('stamp-outcome');

function verify(proof: Buffer, file: Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'tabchain-notes-'));
  try {
    const paths = [proof, file].map((bytes, at) => {
      const path = join(folder, String(at));
      writeFileSync(path, bytes);
      return path;
    });
    const program = ['--import', 'tsx', 'src/verify/main.ts', ...paths];
    return spawnSync(process.execPath, program, { cwd: ROOT, encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Saves the proof that the page offers. */
async function saveProof({ page }: Tab): Promise<Buffer> {
  const coming = page.waitForEvent('download');
  await page.getByTestId('save-proof').click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('contract.pdf.tabproof');
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

test('a file is stamped in one tab, found by another, and proved without any', async ({
  scene,
}) => {
  const code = makeSandbox(500);
  const alice = await scene.open(code);
  await alice.call('generate', RICH_BLOCKS);
  const bob = await scene.open(code);
  await untilAgreed([alice, bob], RICH_BLOCKS);
  await untilPeers(alice, 1);

  await open(alice);
  await alice.page.getByTestId('note-text').fill('Grüße an alle');
  await alice.page.getByTestId('writenote').click();
  await expect(alice.page.getByTestId('writenote-cost')).toContainText('for the miner');
  await alice.page.getByTestId('writenote').click();
  await expect(alice.page.getByTestId('note-written')).toBeVisible();

  await choose(alice.page, FILE);
  await expect(outcome(alice)).toHaveAttribute('data-found', 'false');
  await expect(outcome(alice)).toHaveAttribute('data-hash', HASH);
  await alice.page.getByTestId('writehash').click();
  await expect(alice.page.getByTestId('writehash-cost')).toBeVisible();
  await alice.page.getByTestId('writehash').click();
  await expect(alice.page.getByTestId('writehash')).toBeHidden();

  await alice.call('generate', 3);
  await untilAgreed([alice, bob], RICH_BLOCKS + 3);
  await alice.page.getByTestId('stamp-again').click();
  await expect(outcome(alice)).toHaveAttribute('data-found', 'true');

  await open(bob);
  await choose(bob.page, FILE);
  await expect(outcome(bob)).toHaveAttribute('data-found', 'true');
  await expect(outcome(bob)).toContainText('2 blocks stand on top of it');
  const proof = await saveProof(bob);
  const { status, stdout } = verify(proof, FILE);
  expect(status).toBe(0);
  expect(stdout).toContain(HASH);
  expect(stdout).toMatch(/^height +36$/m);
  const other = Buffer.from(FILE);
  other.writeUInt8(0, 5);
  expect(verify(proof, other)).toMatchObject({ status: 1, stdout: '' });
  await choose(bob.page, other);
  await expect(outcome(bob)).toHaveAttribute('data-found', 'false');
});
