/**
 * Hashes a second of one thread: our kernels beside each other, beside libraries and beside native
 * programs, in Node, in the browser, and of a real tab as the tab itself tells them.
 *
 * A miner uses the four-lane kernel with four versions (`rolling`), so that is what is compared
 * with others; `simd` is the same kernel with one version. All but the tab are measured in turns,
 * by the processor's time.
 */

import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { type Browser, chromium, type Page } from '@playwright/test';
import type { KernelName } from '../../src/adapters/miner/kernel/kernel.ts';
import { makeHardRoom } from '../e2e/support/rooms.ts';
import { startServer } from '../e2e/support/server.ts';
import { buildPages } from '../e2e/support/site.ts';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.ts';
import { withBench } from './browser.ts';
import { type Contender, contest, startProgram, startScript } from './contest.ts';
import { buildNativeMiners } from './native-miners.ts';
import type { MiningPage } from './pages/mining.ts';
import { compare, median, quantile, type Row, row } from './report.ts';

const KERNELS = ['plain', 'scalar', 'simd', 'rolling'];
const LIBRARIES = ['hash-wasm', 'noble', 'openssl'];
const ROUNDS = 11;
const PAGE_ROUNDS = 9;
/** Chromium tells its processor time in hundredths of a second. */
const PAGE_ROUND_MS = 1_000;
const WARM_UP_MS = 4_000;
const SAMPLES = 5;
const SAMPLE_MS = 1_500;
const RETARGETS = 200;
const RETARGET_ATTEMPTS = 3;
const STRESS_WARM_UP_ROUNDS = 3;
const PAGE = 'test/bench/pages/mining.html';
/** Not the first, where systems like to do their own work. */
const PROCESSOR = cpus().length - 1;

export async function measure(): Promise<Row[]> {
  const rates = await measureInNode();
  const pair = await measurePair();
  const browser = await measureInBrowser();
  const tab = await measureTab();
  const rolling = rates.get('rolling')!;
  const others = [...rates.keys()].filter((name) => name === 'plain' || !KERNELS.includes(name));
  return [
    ...KERNELS.map((name) => row(`mining.${name}`, rates.get(name)!, 'hashes/s')),
    ...others.map((name) =>
      compare(`mining.simd.vs-${name}`, 'hashes/s', [rolling, rates.get(name)!]),
    ),
    ...pair,
    row('mining.chromium.plain', browser.plain, 'hashes/s'),
    row('mining.chromium.scalar', browser.scalar, 'hashes/s'),
    compare('mining.chromium-vs-node', 'hashes/s', [browser.simd, browser.node]),
    row('mining.tab', tab, 'hashes/s'),
    row('mining.retarget.p99', browser.retargetMs, 'ms'),
    compare('mining.after-stress', 'hashes/s', browser.stressed),
  ];
}

async function measureInNode(): Promise<Map<string, number>> {
  const { folder, miners } = buildNativeMiners();
  const contenders = new Map<string, Contender>();
  try {
    for (const { name, path } of miners) {
      const started = await startProgram(path, PROCESSOR);
      if (started) contenders.set(name, started);
      else console.log(`  ${name}: this processor lacks the instructions`);
    }
    for (const name of [...KERNELS, ...LIBRARIES]) {
      contenders.set(name, await startScript(name, PROCESSOR));
    }
    return await contest(turnsOf(contenders), ROUNDS);
  } finally {
    for (const contender of contenders.values()) contender.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Two at a time, each bound to a processor of its own, beside one alone. */
async function measurePair(): Promise<Row[]> {
  if (cpus().length < 2) return [];
  const [one, other] = [await startScript('rolling', 0), await startScript('rolling', 1)];
  const both = async () => {
    const rates = await Promise.all([one.measure(), other.measure()]);
    return rates[0] + rates[1];
  };
  const alone = async () => ((await one.measure()) + (await other.measure())) / 2;
  const rates = await contest(
    new Map([
      ['both', both],
      ['alone', alone],
    ]),
    ROUNDS,
  );
  one.stop();
  other.stop();
  return [compare('mining.two-workers', 'hashes/s', [rates.get('both')!, rates.get('alone')!])];
}

function turnsOf(contenders: ReadonlyMap<string, Contender>) {
  return new Map(Array.from(contenders, ([name, { measure }]) => [name, measure]));
}

type BrowserResult = Readonly<Record<KernelName | 'node' | 'retargetMs', number>> & {
  /** Behind all that may befall a pool, and of a fresh one. */
  readonly stressed: readonly [number, number];
};

async function measureInBrowser(): Promise<BrowserResult> {
  const distDir = await buildPages([PAGE]);
  const server = await startServer(distDir);
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium here; CHROMIUM_PATH may name one');
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  const node = await startScript('rolling', PROCESSOR);
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/${PAGE}`);
    const rounds = await kernelRounds(browser, page);
    const rates = await contest(new Map([...rounds, ['node', node.measure]]), PAGE_ROUNDS);
    const stressed = await measureStressed(browser, page);
    return {
      plain: rates.get('plain')!,
      scalar: rates.get('scalar')!,
      simd: rates.get('simd')!,
      node: rates.get('node')!,
      stressed,
      retargetMs: await bestRetarget(page),
    };
  } finally {
    node.stop();
    await browser.close();
    await server.close();
    rmSync(distDir, { recursive: true });
  }
}

/** On the page of that name alone. */
declare const miningPage: MiningPage;

async function kernelRounds(browser: Browser, page: Page) {
  const processorSeconds = await openProcessorTime(browser);
  const names: readonly KernelName[] = ['plain', 'scalar', 'simd'];
  const work = (name: KernelName, durationMs: number) =>
    page.evaluate(([one, ms]) => miningPage.work(one, ms), [name, durationMs] as const);
  for (const name of names) await work(name, WARM_UP_MS);
  return names.map((name) => {
    const measureRound = async () => {
      const before = await processorSeconds();
      const hashes = await work(name, PAGE_ROUND_MS);
      return hashes / ((await processorSeconds()) - before);
    };
    return [name, measureRound] as const;
  });
}

/** By the time that the processes of pages have had, since others may run beside them. */
async function openProcessorTime(browser: Browser): Promise<() => Promise<number>> {
  const devTools = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await devTools.send('SystemInfo.getProcessInfo');
    const pages = processInfo.filter(({ type }) => type === 'renderer');
    return pages.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
}

/** A search that was left over shows: it takes time, and its hashes count for nothing. */
async function measureStressed(browser: Browser, page: Page): Promise<[number, number]> {
  const processorSeconds = await openProcessorTime(browser);
  await page.evaluate(() => miningPage.stress());
  const turnOf = (which: 'tried' | 'fresh') => async () => {
    const before = await processorSeconds();
    const { hashes } = await page.evaluate((one) => miningPage.measureStressed(one), which);
    return hashes / ((await processorSeconds()) - before);
  };
  const turns = new Map([
    ['tried', turnOf('tried')],
    ['fresh', turnOf('fresh')],
  ] as const);
  await contest(turns, STRESS_WARM_UP_ROUNDS);
  const rates = await contest(turns, PAGE_ROUNDS);
  return [rates.get('tried')!, rates.get('fresh')!];
}

/** The best of the attempts: what the worker does, not what else the machine has to do. */
async function bestRetarget(page: Page): Promise<number> {
  const attempts: number[] = [];
  while (attempts.length < RETARGET_ATTEMPTS) {
    const waitsMs = await page.evaluate((times) => miningPage.retarget(times), RETARGETS);
    attempts.push(quantile(waitsMs, 0.99));
  }
  return Math.min(...attempts);
}

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
