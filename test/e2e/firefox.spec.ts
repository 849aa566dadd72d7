/** A Firefox tab and Chromium tabs in one room: each does for the others what its own kind does. */

import { expect } from '@playwright/test';
import { overtakingCheck, transportChecks } from '../contracts/transport-checks.ts';
import { test } from './support/firefox.ts';
import { earnCoins, payOneself, untilPooled } from './support/payments.ts';
import { makeMainRoom, makeSandbox } from './support/rooms.ts';
import { heightOf, mineTo, type TabNode, untilAgreed, untilPeers } from './support/tab.ts';

/** More than one message of 2,000 headers, which is 162 kB in ten fragments. */
const MANY_BLOCKS = 2_500;
const MATURITY = 30;
const LOW_WATER_BYTES = 128 * 1024;
const HIGH_WATER_BYTES = 512 * 1024;
const FRAGMENT_BYTES = 16 * 1024;

test.use({ testPages: ['transport'] });

test('Firefox fetches a chain from Chromium, and makes blocks for it', async ({
  scene,
  firefox,
}) => {
  const code = makeSandbox(2 * MANY_BLOCKS);
  const alice = await scene.open(code);
  await alice.call('generate', MANY_BLOCKS);
  const fox = await firefox.open(code);
  await untilAgreed([alice, fox], MANY_BLOCKS);
  await fox.call('generate', 500);
  await untilAgreed([alice, fox], MANY_BLOCKS + 500);
});

test('Chromium fetches a chain from Firefox, and makes blocks for it', async ({
  scene,
  firefox,
}) => {
  const code = makeSandbox(2 * MANY_BLOCKS);
  const fox = await firefox.open(code);
  await fox.call('generate', MANY_BLOCKS);
  const alice = await scene.open(code);
  await untilAgreed([alice, fox], MANY_BLOCKS);
  await alice.call('generate', 500);
  await untilAgreed([alice, fox], MANY_BLOCKS + 500);
});

test('Firefox and Chromium mine by turns on one chain', async ({ scene, firefox }) => {
  const code = makeMainRoom();
  const alice = await scene.open(code);
  const fox = await firefox.open(code);
  await untilPeers(fox, 1);
  for (const miner of [fox, alice, fox]) {
    const height = await heightOf(miner);
    await mineTo(miner, height + 1);
    await untilAgreed([alice, fox], height + 1);
  }
  const { blocksfound } = await fox.call('getmininginfo');
  expect(blocksfound).toBeGreaterThanOrEqual(2);
});

test('blocks and payments of one Chromium tab reach another through Firefox alone', async ({
  scene,
  firefox,
}) => {
  const code = makeSandbox(1_000);
  const [alice, fox] = [await scene.open(code), await firefox.open(code)];
  await relay(alice, fox, () => scene.open(code));
});

test('blocks and payments of one Firefox tab reach another through Chromium alone', async ({
  scene,
  firefox,
}) => {
  const code = makeSandbox(1_000);
  const [fox, alice] = [await firefox.open(code), await scene.open(code)];
  await relay(fox, alice, () => firefox.open(code));
});

test('full blocks fill the channel from Firefox to Chromium, and all arrive', async ({
  scene,
  firefox,
}) => {
  const code = makeSandbox(1_000);
  const fox = await firefox.open(code, recordBacklog);
  const height = await makeLargeBlocks(fox);
  const alice = await scene.open(code);
  await untilAgreed([alice, fox], height);
  expectBetweenMarks(await fox.page.evaluate(highestBacklog));
});

test('full blocks fill the channel from Chromium to Firefox, and all arrive', async ({
  scene,
  firefox,
}) => {
  const code = makeSandbox(1_000);
  const alice = await scene.open(code, { prepare: recordBacklog });
  const height = await makeLargeBlocks(alice);
  const fox = await firefox.open(code);
  await untilAgreed([alice, fox], height);
  expectBetweenMarks(await alice.page.evaluate(highestBacklog));
});

for (const { name } of [...transportChecks, overtakingCheck]) {
  test(`WebRTC in Firefox: ${name}`, async ({ firefox }) => {
    const page = await firefox.visit('transport');
    await page.waitForFunction(() => 'runCheck' in globalThis);
    await page.evaluate((check) => {
      const { runCheck } = globalThis as unknown as { runCheck(name: string): Promise<void> };
      return runCheck(check);
    }, name);
  });
}

/** The author leaves before the newcomer comes, so that only the one between can tell of it. */
async function relay(
  author: TabNode,
  between: TabNode,
  openNewcomer: () => Promise<TabNode>,
): Promise<void> {
  await untilPeers(author, 1);
  await earnCoins(author, 5);
  await payOneself(author, { payments: 5, outputs: 20 });
  await untilAgreed([author, between], 5 + MATURITY);
  await untilPooled([author, between], 5);
  await author.call('setnetworkactive', false);
  await untilPeers(between, 0);

  const newcomer = await openNewcomer();
  await untilAgreed([between, newcomer], 5 + MATURITY);
  await untilPooled([newcomer], 5);
  await newcomer.call('generate', 1);
  await untilAgreed([between, newcomer], 6 + MATURITY);
  await untilPooled([between, newcomer], 0);
}

/** Blocks near the largest there may be, 98 kB each: together more than a channel takes at once. */
async function makeLargeBlocks(tab: TabNode): Promise<number> {
  await earnCoins(tab, 120);
  for (let block = 0; block < 6; block += 1) {
    await payOneself(tab, { payments: 20, outputs: 100 });
    await tab.call('generate', 1);
  }
  return heightOf(tab);
}

interface Recorded {
  highestBacklogBytes: number;
}

/** In the page: what a channel had to hold at most. */
function recordBacklog(): void {
  const recorded = globalThis as unknown as Recorded;
  recorded.highestBacklogBytes = 0;
  const { prototype } = RTCDataChannel;
  const { send } = prototype;
  prototype.send = function (this: RTCDataChannel, ...parameters: unknown[]) {
    Reflect.apply(send, this, parameters);
    const highest = Math.max(recorded.highestBacklogBytes, this.bufferedAmount);
    recorded.highestBacklogBytes = highest;
  };
}

function highestBacklog(): number {
  return (globalThis as unknown as Recorded).highestBacklogBytes;
}

function expectBetweenMarks(sizeBytes: number): void {
  expect(sizeBytes).toBeGreaterThan(LOW_WATER_BYTES);
  expect(sizeBytes).toBeLessThanOrEqual(HIGH_WATER_BYTES + FRAGMENT_BYTES);
}
