/**
 * Hashes a second of one thread: our kernels beside each other and beside libraries, in Node, in
 * the browser, and of a real tab as the tab itself tells them.
 *
 * A miner uses the four-lane kernel with two versions (`rolling`), so that is what is compared with
 * others; `simd` is the same kernel with one version. Node tells hashes by processor time, the
 * browser by wall time.
 */

import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import type { KernelName } from '../../src/adapters/miner/kernel/kernel.ts';
import { makeHardRoom } from '../e2e/support/rooms.ts';
import { startServer } from '../e2e/support/server.ts';
import { buildPages } from '../e2e/support/site.ts';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.ts';
import { withBench } from './browser.ts';
import type { MiningPage } from './pages/mining.ts';
import { compare, median, quantile, type Row, row } from './report.ts';

const LIBRARIES = ['hash-wasm', 'noble', 'openssl'];
const CONTENDERS = ['plain', 'scalar', 'simd', 'rolling', ...LIBRARIES];
const WARM_UP_MS = 4_000;
const SAMPLES = 5;
const SAMPLE_MS = 1_500;
const RETARGETS = 300;
const PAGE = 'test/bench/pages/mining.html';

export async function measure(): Promise<Row[]> {
  const rates = measureInNode();
  const browser = await measureInBrowser();
  const tab = await measureTab();
  const rolling = rates['rolling']!;
  const against = (other: string) =>
    compare(`mining.simd.vs-${other}`, 'hashes/s', [rolling, rates[other]!]);
  return [
    row('mining.plain', rates['plain']!, 'hashes/s'),
    row('mining.scalar', rates['scalar']!, 'hashes/s'),
    row('mining.simd', rates['simd']!, 'hashes/s'),
    row('mining.rolling', rolling, 'hashes/s'),
    ...['plain', ...LIBRARIES].map(against),
    row('mining.chromium.plain', browser.plain, 'hashes/s'),
    row('mining.chromium.scalar', browser.scalar, 'hashes/s'),
    compare('mining.chromium-vs-node', 'hashes/s', [browser.simd, rolling]),
    row('mining.tab', tab, 'hashes/s'),
    row('mining.retarget.p99', quantile(browser.retargetsMs, 0.99), 'ms'),
  ];
}

/** The processor's time counts there, so that a neighbour on the machine does not. */
function measureInNode(): Record<string, number> {
  const script = fileURLToPath(new URL('mining-contender.ts', import.meta.url));
  const rate = (name: string) =>
    Number(execFileSync(process.execPath, ['--import', 'tsx', script, name]));
  return Object.fromEntries(CONTENDERS.map((name) => [name, rate(name)]));
}

type BrowserResult = Record<KernelName, number> & { readonly retargetsMs: readonly number[] };

async function measureInBrowser(): Promise<BrowserResult> {
  const distDir = await buildPages([PAGE]);
  const server = await startServer(distDir);
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium here; CHROMIUM_PATH may name one');
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/${PAGE}`);
    const rate = (name: KernelName) => page.evaluate((it) => miningPage.kernelRate(it), name);
    return {
      plain: await rate('plain'),
      scalar: await rate('scalar'),
      simd: await rate('simd'),
      retargetsMs: await page.evaluate((times) => miningPage.retarget(times), RETARGETS),
    };
  } finally {
    await browser.close();
    await server.close();
    rmSync(distDir, { recursive: true });
  }
}

/** On the page of that name alone. */
declare const miningPage: MiningPage;

/** A main room at its default difficulty, so that few blocks interrupt the search. */
async function measureTab(): Promise<number> {
  return withBench(async (bench) => {
    const tab = await bench.open(makeHardRoom());
    await tab.call('setmining', { threads: 1 });
    await tab.page.waitForTimeout(WARM_UP_MS);
    const rates: number[] = [];
    while (rates.length < SAMPLES) {
      await tab.page.waitForTimeout(SAMPLE_MS);
      rates.push((await tab.call('getmininginfo')).hashespersec);
    }
    return median(rates);
  });
}
