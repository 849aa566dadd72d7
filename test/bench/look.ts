/**
 * The page as its user meets it: how soon it is painted and can be used on a slow phone (a
 * processor four times slower, nothing cached), how long its own thread is ever busy while it
 * opens, mines and fetches 10,000 blocks, and what it keeps of 2,000 blocks that went over the
 * screen.
 */

import { expect, type Page } from '@playwright/test';
import { watchTasks, watchTasksOf } from '../e2e/support/page-tasks.ts';
import { makeSandbox } from '../e2e/support/rooms.ts';
import { goTo, heightOf, type Tab } from '../e2e/support/tab.ts';
import { makeChainFile } from '../support/chain-file-maker.ts';
import { type Bench, withBench } from './browser.ts';
import { measureHeap } from './page-heap.ts';
import { median, type Row, row } from './report.ts';

const SLOWDOWN = 4;
const ROUNDS = 5;
const SYNC_BLOCKS = 10_000;
const SHOWN_BLOCKS = 2_000;
/** After them the strip has all its columns, and what it runs is compiled for the most part. */
const FIRST_BLOCKS = 500;
/** All of them are on the strip in one drawing. */
const STEP_BLOCKS = 20;
const WATCH_MS = 8_000;
const SYNC_TIMEOUT_MS = 60_000;
const OPENED_MS = 2_000;
const DRAW_MS = 250;
const LOOK_MS = 100;

export async function measure(): Promise<Row[]> {
  return withBench(async (bench) => [
    ...(await measurePaint(bench)),
    ...(await measureOpening(bench)),
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
  await slowDown(page);
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

/** The longest task from the address to the first seconds of a node, on a slow phone. */
async function measureOpening(bench: Bench): Promise<Row[]> {
  const code = makeSandbox(10);
  const longest: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await bench.fresh();
    const page = await context.newPage();
    await slowDown(page);
    const { longestMs } = await watchTasksOf(page, async () => {
      await page.goto(`${bench.server.origin}/#/r/${code}`, { waitUntil: 'commit' });
      await page.getByTestId('height').waitFor();
      await page.waitForTimeout(OPENED_MS);
    });
    longest.push(longestMs);
    await context.close();
  }
  return [row('look.opening-task-4x', median(longest), 'ms')];
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
}

async function measureTasks(bench: Bench): Promise<Row[]> {
  const code = makeSandbox(SYNC_BLOCKS);
  const giver = await bench.open(code);
  await readFile(giver, code, SYNC_BLOCKS);
  const quick = await watchSync(await bench.open(code));
  const slow = await bench.open(code);
  await slowDown(slow.page);
  const { longestMs } = await watchSync(slow);
  return [
    row('look.longest-task', quick.longestMs, 'ms'),
    row('look.longest-task-4x', longestMs, 'ms'),
    row('look.busy', (100 * quick.totalMs) / WATCH_MS, '%'),
  ];
}

async function watchSync(tab: Tab) {
  await tab.call('setmining', { threads: 1 });
  const tasks = await watchTasks(tab.page, WATCH_MS);
  const isSynced = expect.poll(() => heightOf(tab), { timeout: SYNC_TIMEOUT_MS });
  await isSynced.toBeGreaterThanOrEqual(SYNC_BLOCKS);
  await tab.page.context().close();
  return tasks;
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
    row('look.heap-growth', (after.keptBytes - before.keptBytes) / 1024, 'kB'),
    row('look.code-growth', (after.codeBytes - before.codeBytes) / 1024, 'kB'),
    row('look.heap', (after.keptBytes + after.codeBytes) / 1024, 'kB'),
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

/** What the page's own heap and document hold. */
async function heldBy(page: Page) {
  const heap = await measureHeap(page);
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  return { ...heap, nodes };
}
