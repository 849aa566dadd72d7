/**
 * Hashes a second of one thread: our kernels beside each other and beside libraries, in Node, in
 * the browser, and of a real tab as the tab itself tells them.
 *
 * A miner uses the four-lane kernel with two versions (`rolling`), so that is what is compared with
 * others; `simd` is the same kernel with one version. In Node the processor's time counts, so that a
 * neighbour on the machine does not; in the browser, wall time.
 */

import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { sha256 } from '@noble/hashes/sha2.js';
import { chromium } from '@playwright/test';
import { createSHA256 } from 'hash-wasm';
import type { Kernel, KernelName } from '../../src/adapters/miner/kernel/kernel.ts';
import { createPlainKernel } from '../../src/adapters/miner/kernel/plain.ts';
import { createWasmKernel } from '../../src/adapters/miner/kernel/wasm-kernel.ts';
import { makeHardRoom } from '../e2e/support/rooms.ts';
import { startServer } from '../e2e/support/server.ts';
import { buildPages } from '../e2e/support/site.ts';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.ts';
import { withBench } from './browser.ts';
import type { MiningPage } from './pages/mining.ts';
import { compare, median, quantile, type Row, row } from './report.ts';

/** Does so many hashes, or a few more; returns how many. */
type Work = (hashes: number) => number;

const HEADER_BYTES = 80;
const FIRST_BLOCK_BYTES = 64;
const NODE_ROUNDS = 7;
const ROUND_SECONDS = 0.2;
const WARM_UP_ROUNDS = 4;
const WARM_UP_MS = 4_000;
const SAMPLES = 5;
const SAMPLE_MS = 1_500;
const RETARGETS = 300;
const PAGE = 'test/bench/pages/mining.html';

export async function measure(): Promise<Row[]> {
  const rates = measureInNode(await contenders());
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
    ...['plain', 'hash-wasm', 'noble', 'openssl'].map(against),
    row('mining.chromium.plain', browser.plain, 'hashes/s'),
    row('mining.chromium.scalar', browser.scalar, 'hashes/s'),
    compare('mining.chromium-vs-node', 'hashes/s', [browser.simd, rolling]),
    row('mining.tab', tab, 'hashes/s'),
    row('mining.retarget.p99', quantile(browser.retargetsMs, 0.99), 'ms'),
  ];
}

async function contenders(): Promise<Record<string, Work>> {
  return {
    plain: kernelWork(createPlainKernel()),
    scalar: kernelWork(createWasmKernel({ name: 'scalar', versions: 1, phases: 4 })),
    simd: kernelWork(createWasmKernel({ name: 'simd', versions: 1, phases: 32 })),
    rolling: kernelWork(createWasmKernel({ name: 'simd', versions: 2, phases: 32 })),
    'hash-wasm': await hashWasmWork(),
    noble: nobleWork(),
    openssl: opensslWork(),
  };
}

/** A target that no hash meets: only the search is measured. */
function kernelWork(kernel: Kernel): Work {
  kernel.load(new Uint8Array(HEADER_BYTES), new Uint8Array(32));
  let next = 0;
  return (hashes) => {
    const nonces = 4 * Math.ceil(hashes / kernel.versions / 4);
    kernel.scan(next, nonces);
    next = (next + nonces) >>> 0;
    return nonces * kernel.versions;
  };
}

/** As fast as it goes there: the state after the first 64 bytes is kept, not computed again. */
async function hashWasmWork(): Promise<Work> {
  const hasher = await createSHA256();
  const header = new Uint8Array(HEADER_BYTES);
  const tail = header.subarray(FIRST_BLOCK_BYTES);
  const middle = hasher.init().update(header.subarray(0, FIRST_BLOCK_BYTES)).save();
  return repeat((nonce) => {
    new DataView(tail.buffer, tail.byteOffset).setUint32(12, nonce, true);
    const once = hasher.load(middle).update(tail).digest('binary');
    hasher.init().update(once).digest('binary');
  });
}

function nobleWork(): Work {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  return repeat((nonce) => {
    view.setUint32(76, nonce, true);
    sha256(sha256(header));
  });
}

function opensslWork(): Work {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  return repeat((nonce) => {
    view.setUint32(76, nonce, true);
    createHash('sha256').update(createHash('sha256').update(header).digest()).digest();
  });
}

function repeat(hash: (nonce: number) => void): Work {
  return (hashes) => {
    for (let nonce = 0; nonce < hashes; nonce += 1) hash(nonce);
    return hashes;
  };
}

/** Round after round over all of them, so that a slow minute is everybody's. */
function measureInNode(works: Record<string, Work>): Record<string, number> {
  const sizes = new Map(Object.keys(works).map((name) => [name, 20_000]));
  const rates = new Map<string, number[]>(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round < WARM_UP_ROUNDS + NODE_ROUNDS; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      const rate = perProcessorSecond(work, sizes.get(name)!);
      sizes.set(name, Math.ceil(rate * ROUND_SECONDS));
      if (round >= WARM_UP_ROUNDS) rates.get(name)!.push(rate);
    }
  }
  return Object.fromEntries([...rates].map(([name, values]) => [name, median(values)]));
}

function perProcessorSecond(work: Work, hashes: number): number {
  const before = process.cpuUsage();
  const done = work(hashes);
  const { user, system } = process.cpuUsage(before);
  return (1e6 * done) / (user + system);
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
