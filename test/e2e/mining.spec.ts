/** The kernels as the browser compiles them, with the graphics card that Chromium can play. */

import { expect, type Page } from '@playwright/test';
import type { KernelHit } from '../../src/adapters/miner/kernel/kernel.ts';
import { fromHex, toHex } from '../../src/util/bytes.ts';
import { Random } from '../../src/util/random.ts';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.ts';
import { hashAll } from '../support/kernel-hits.ts';
import type { MiningPage, Range, TestedKernel } from './pages/mining.ts';
import { makeMainRoom } from './support/rooms.ts';
import { heightOf } from './support/tab.ts';
import { test } from './support/test.ts';

/** On the page of that name alone. */
declare const mining: MiningPage;

const executablePath = process.env.CHROMIUM_PATH ?? findChromium();

test.use({
  testPages: ['mining'],
  launchOptions: {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...CHROMIUM_FLAGS, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  },
});

const GENESIS =
  '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c' +
  '3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c';
const GENESIS_NONCE = 2_083_236_893;
const GENESIS_TARGET = `00000000ffff${'00'.repeat(26)}`;
const GENESIS_HIT = { nonce: GENESIS_NONCE, version: 1 };
/** One hash in 64. */
const EASY = `03${'ff'.repeat(31)}`;
const HOPELESS = `${'00'.repeat(31)}01`;
const SEED = 20_260_101;

interface Tested {
  readonly name: TestedKernel;
  readonly versions: number;
  /** Nonces of a range; in the card's case what one dispatch tries at least. */
  readonly count: number;
  /** Where the known block lies in a range, so that it meets each lane, row and batch. */
  readonly places: readonly number[];
}

const ALL_PLACES = Array.from({ length: 271 }, (_, at) => at);
const GPU_PLACES = [0, 1, 63, 64, 65, 2_048, 4_095, 4_096, 8_191];
const TESTED: readonly Tested[] = [
  { name: 'plain', versions: 1, count: 512, places: [0, 1, 511] },
  { name: 'scalar', versions: 1, count: 512, places: ALL_PLACES },
  { name: 'simd', versions: 4, count: 512, places: ALL_PLACES },
  { name: 'gpu', versions: 1, count: 8_192, places: GPU_PLACES },
  // Two headers for each of these nonces give as many hits as the card can note.
  { name: 'gpu-rolling', versions: 2, count: 4_096, places: [0, 1, 4_095] },
];

for (const { name, versions, count, places } of TESTED) {
  test(`the ${name} kernel finds exactly what is there`, async ({ scene }) => {
    const page = await visit(await scene.visit('mining'));
    const random = new Random(SEED);
    const starts = [...Array.from({ length: 8 }, () => random.u32()), 2 ** 32 - 256];
    const ranges = starts.map((first) => {
      return { header: toHex(random.bytes(80)), target: EASY, first, count };
    });
    const found = await scan(page, name, ranges);
    for (const [at, range] of ranges.entries()) {
      const header = fromHex(range.header);
      const expected = hashAll({ ...range, header, target: fromHex(EASY), versions });
      expect(found[at]!, `seed ${SEED}, range ${at}`).toEqual(expected);
    }
    const known = places.map((place) => GENESIS_NONCE - place);
    const around = known.map((first) => rangeOfGenesis(first, count));
    expect(await scan(page, name, around)).toEqual(known.map(() => [GENESIS_HIT]));
  });
}

test('the card notes no more hits than it has room for', async ({ scene }) => {
  const page = await visit(await scene.visit('mining'));
  const everything = { header: GENESIS, target: 'ff'.repeat(32), first: 0, count: 4_096 };
  const [hits] = await scan(page, 'gpu', [everything]);
  expect(new Set(hits!.map(({ nonce }) => nonce)).size).toBe(255);
});

test('a scan fails when its device is destroyed, and so do those behind it', async ({ scene }) => {
  const page = await visit(await scene.visit('mining'));
  const range = rangeOfGenesis(0, 65_536);
  const ends = await page.evaluate((one) => mining.scanWithoutDevice(one), range);
  expect(ends).toEqual(['failed', 'failed', 'destroyed']);
});

test('a card that is lost is taken up again, and its hits go on', async ({ scene }) => {
  const page = await visit(await scene.visit('mining'));
  const rate = () => page.evaluate(() => mining.rate);
  await page.evaluate((target) => {
    mining.openPool();
    mining.work(target, { gpu: 50 });
  }, HOPELESS);
  await expect.poll(async () => (await rate()).gpu?.hashesPerSecond).toBeGreaterThan(0);
  expect(await rate()).toMatchObject({ perWorker: [], gpu: { state: 'ready' } });
  await page.evaluate(() => mining.destroyDevices());
  await expect.poll(async () => (await rate()).gpu?.state, { intervals: [20] }).toBe('lost');
  await expect.poll(async () => (await rate()).gpu?.state).toBe('ready');
  await page.evaluate((target) => mining.work(target, { gpu: 50 }), EASY);
  await expect.poll(() => page.evaluate(() => mining.found)).toBe(1);
  await page.evaluate((target) => mining.work(target, { gpu: 0 }), EASY);
  expect((await rate()).gpu).toEqual({ state: 'off', hashesPerSecond: 0 });
});

test('a tab mines with the card alone', async ({ scene }) => {
  const tab = await scene.open(makeMainRoom());
  await tab.call('setmining', { threads: 0, gpu: 'high' });
  // Twenty bits of work, at a third of a million hashes a second where a processor plays the card.
  await expect.poll(() => heightOf(tab), { timeout: 90_000 }).toBeGreaterThan(0);
  const info = await tab.call('getmininginfo');
  expect(info).toMatchObject({
    threads: 0,
    state: 'mining',
    gpu: { intensity: 100, state: 'ready' },
  });
  await tab.call('setmining', { gpu: 'off' });
  await expect
    .poll(() => tab.call('getmininginfo'))
    .toMatchObject({ state: 'off', gpu: { intensity: 0, state: 'off' } });
});

test('killed workers, new tips and restarts cost no rate and bring no stale block', async ({
  scene,
}) => {
  const page = await visit(await scene.visit('mining'));
  const { found, stale } = await page.evaluate(() => mining.stress());
  expect(stale).toBe(0);
  expect(found).toBeGreaterThan(10);
  const turn = (which: 'tried' | 'fresh') =>
    page.evaluate((one) => mining.measureStressed(one), which);
  // First both have to start their workers, and the watchdog has to miss the one that was killed.
  for (const which of ['tried', 'fresh'] as const) {
    await expect.poll(async () => (await turn(which)).working, { timeout: 60_000 }).toBe(2);
  }
  const shares: number[] = [];
  while (shares.length < 5) {
    const [tried, fresh] = [await turn('tried'), await turn('fresh')];
    shares.push(tried.hashes / tried.elapsedMs / (fresh.hashes / fresh.elapsedMs));
  }
  // By the processor's time `mining.after-stress` tells one from 0.95; here other programs are
  // part of it, and a search that was left over would show as a half.
  const middle = shares.toSorted((left, right) => left - right)[Math.floor(shares.length / 2)]!;
  expect(middle, shares.join(' ')).toBeGreaterThan(0.7);
});

function rangeOfGenesis(first: number, count: number): Range {
  return { header: GENESIS, target: GENESIS_TARGET, first, count };
}

async function visit(page: Page): Promise<Page> {
  await page.waitForFunction(() => 'mining' in globalThis);
  return page;
}

function scan(page: Page, name: TestedKernel, ranges: readonly Range[]): Promise<KernelHit[][]> {
  return page.evaluate(([kernel, all]) => mining.scan(kernel, all), [name, ranges] as const);
}
