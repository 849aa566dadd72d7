/**
 * BIP340 signatures a second: what the node uses beside noble, beside libsecp256k1 compiled for
 * this machine, in a batch, and on a pool of workers with all cores of a real browser.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { createVerifier } from '../../src/adapters/verifier/create-verifier.ts';
import { startServer } from '../e2e/support/server.ts';
import { buildPages, pathOfPage } from '../e2e/support/site.ts';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.ts';
import type { VerifierPage } from '../e2e/pages/verifier.ts';
import { compare, type Row } from './report.ts';
import { measureRates, type VerifyRates } from './verify-rates.ts';

const PAGE = 'verifier';
const POOL_CHECKS = 6_000;

export async function measure(): Promise<Row[]> {
  const node = measureRates(await createVerifier(readFile));
  const native = measureNative();
  const browser = await measureBrowser(cpus().length);
  const perThread = browser.pool.one * cpus().length;
  return [
    ...rowsOf('verify.schnorr', 'verify.batch', node),
    ...(native === undefined ? [] : [beside('verify.schnorr.vs-native', node.installed, native)]),
    ...rowsOf('verify.schnorr.chromium', 'verify.batch.chromium', browser.rates),
    beside('verify.pool', browser.pool.all, perThread),
    beside('verify.pool.vs-thread', browser.pool.all, browser.rates.installed),
  ];
}

/** The batch stands beside what it would replace. */
function rowsOf(single: string, batch: string, rates: VerifyRates): Row[] {
  console.log(`  ${single}: ${rates.verifier}`);
  return [
    beside(single, rates.installed, rates.noble),
    beside(batch, rates.batch, rates.installed),
    beside(`${batch}.vs-noble`, rates.batch, rates.noble),
  ];
}

function beside(id: string, value: number, baseline: number): Row {
  return compare(id, 'sigs/s', [Math.round(value), Math.round(baseline)]);
}

/** Needs a C compiler and the library's headers (Debian: libsecp256k1-dev). */
function measureNative(): number | undefined {
  const source = fileURLToPath(new URL('native-verify.c', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'tabchain-native-'));
  const program = join(folder, 'verify');
  try {
    execFileSync('cc', ['-O2', source, '-lsecp256k1', '-o', program], { stdio: 'ignore' });
    return Number(execFileSync(program, { encoding: 'utf8' }));
  } catch {
    console.log('  no native libsecp256k1 here to compare with');
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface BrowserRates {
  /** Of one thread, measured inside a worker. */
  readonly rates: VerifyRates;
  readonly pool: { readonly one: number; readonly all: number };
}

async function measureBrowser(threads: number): Promise<BrowserRates> {
  const distDir = await buildPages([pathOfPage(PAGE)]);
  const server = await startServer(distDir);
  const browser = await chromium.launch({
    executablePath: findChromium() ?? chromium.executablePath(),
    args: [...CHROMIUM_FLAGS],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/${pathOfPage(PAGE)}`);
    await page.waitForFunction(() => 'verifier' in globalThis);
    const rates = await page.evaluate(() => {
      const { verifier } = globalThis as unknown as { verifier: VerifierPage };
      return verifier.measureWorker();
    });
    const measurePool = (count: number) =>
      page.evaluate(
        ([workers, checks]) => {
          const { verifier } = globalThis as unknown as { verifier: VerifierPage };
          return verifier.measurePool(workers, checks);
        },
        [count, POOL_CHECKS] as const,
      );
    const one = await measurePool(1);
    const all = await measurePool(threads);
    return { rates, pool: { one, all } };
  } finally {
    await browser.close();
    await server.close();
    rmSync(distDir, { recursive: true });
  }
}
