/**
 * The page as its user meets it: how soon it is painted and can be used on a slow phone (a
 * processor four times slower, nothing cached), how long its own thread is ever busy while it mines
 * and fetches 10,000 blocks, and what it keeps of 2,000 blocks that went over the screen.
 */

import { expect, type Page } from '@playwright/test';
import { watchTasks } from '../e2e/support/page-tasks.ts';
import { makeSandbox } from '../e2e/support/rooms.ts';
import { goTo, heightOf, type Tab } from '../e2e/support/tab.ts';
import { makeChainFile } from '../support/chain-file-maker.ts';
import { type Bench, withBench } from './browser.ts';
import { median, type Row, row } from './report.ts';

const SLOWDOWN = 4;
const ROUNDS = 5;
const SYNC_BLOCKS = 10_000;
const SHOWN_BLOCKS = 2_000;
/** After it the strip has all the columns that it ever draws. */
const FIRST_BLOCKS = 100;
const STEP_BLOCKS = 50;
const WATCH_MS = 8_000;
const DRAW_MS = 250;
const LOOK_MS = 100;

export async function measure(): Promise<Row[]> {
  return withBench(async (bench) => [
    ...(await measurePaint(bench)),
    ...(await measureTasks(bench)),
    ...(await measureMemory(bench)),
  ]);
}

interface Paint {
  readonly paintedMs: number;
  readonly usableMs: number;
}

async function measurePaint(bench: Bench): Promise<Row[]> {
  const code = makeSandbox(10);
  const paints: Paint[] = [];
  for (let round = 0; round < ROUNDS; round += 1) paints.push(await paint(bench, code));
  return [
    row('look.first-paint', median(paints.map(({ paintedMs }) => paintedMs)), 'ms'),
    row('look.usable', median(paints.map(({ usableMs }) => usableMs)), 'ms'),
  ];
}

/** A fresh profile each time, so that nothing is cached. */
async function paint(bench: Bench, code: string): Promise<Paint> {
  const context = await bench.fresh();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.goto(`${bench.server.origin}/#/r/${code}`, { waitUntil: 'commit' });
  // Usable: the node answers, and what it says is on the screen.
  await page.waitForFunction(() => 'tabchain' in globalThis, undefined, { polling: 'raf' });
  await page.getByTestId('height').waitFor();
  const times = await page.evaluate(() => ({
    paintedMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    usableMs: performance.now(),
  }));
  await context.close();
  return times;
}

async function measureTasks(bench: Bench): Promise<Row[]> {
  const code = makeSandbox(SYNC_BLOCKS);
  const giver = await bench.open(code);
  await readFile(giver, code, SYNC_BLOCKS);
  const tab = await bench.open(code);
  await tab.call('setmining', { threads: 1 });
  const { longestMs, totalMs } = await watchTasks(tab.page, WATCH_MS);
  await expect.poll(() => heightOf(tab)).toBeGreaterThanOrEqual(SYNC_BLOCKS);
  await tab.call('setmining', { threads: 0 });
  return [
    row('look.longest-task', longestMs, 'ms'),
    row('look.busy', (100 * totalMs) / WATCH_MS, '%'),
  ];
}

async function readFile(tab: Tab, code: string, blocks: number): Promise<void> {
  await goTo(tab.page, 'room');
  const buffer = Buffer.from(makeChainFile(code, blocks));
  const file = { name: 'chain.dat', mimeType: 'application/octet-stream', buffer };
  await tab.page.getByTestId('chain-file').setInputFiles(file);
  await expect.poll(() => heightOf(tab), { timeout: 60_000, intervals: [LOOK_MS] }).toBe(blocks);
}

async function measureMemory(bench: Bench): Promise<Row[]> {
  const tab = await bench.open(makeSandbox(SHOWN_BLOCKS + FIRST_BLOCKS));
  await show(tab, FIRST_BLOCKS);
  const before = await heldBy(tab.page);
  await show(tab, FIRST_BLOCKS + SHOWN_BLOCKS);
  const after = await heldBy(tab.page);
  return [
    row('look.heap-growth', (after.heapBytes - before.heapBytes) / 1024, 'kB'),
    row('look.heap', after.heapBytes / 1024, 'kB'),
    row('look.dom-nodes-growth', after.nodes - before.nodes, 'nodes'),
    row('look.dom-nodes', after.nodes, 'nodes'),
  ];
}

/** Makes blocks a few at a time, so that each passes over the screen. */
async function show(tab: Tab, height: number): Promise<void> {
  for (let at = await heightOf(tab); at < height; at += STEP_BLOCKS) {
    await tab.call('generate', Math.min(STEP_BLOCKS, height - at));
    await tab.page.waitForTimeout(DRAW_MS);
  }
  await expect(tab.page.getByTestId('height')).toHaveAttribute('data-value', String(height));
}

/** What the page's own heap and document hold once all that is loose is collected. */
async function heldBy(page: Page): Promise<{ heapBytes: number; nodes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  await session.detach();
  return { heapBytes: usedSize, nodes };
}
