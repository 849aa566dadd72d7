/**
 * A browser killed in the middle of its work loses nothing that its disk had acknowledged, and
 * comes back whole: its coins are those of a replay of its blocks by fresh rules.
 */

import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { Chain } from '../../src/chain/chain.ts';
import { decodeBlock } from '../../src/consensus/encoding.ts';
import { parseRoomCode } from '../../src/node/room.ts';
import { fromHex } from '../../src/util/bytes.ts';
import { Random } from '../../src/util/random.ts';
import { createProfile, type Profile } from './support/profile.ts';
import { makeSandbox } from './support/rooms.ts';
import { createTab, goTo, type Tab, untilReady } from './support/tab.ts';
import { test } from './support/test.ts';

const SEED = Number(process.env['SEED'] ?? 20_261_125);
const KILLS = 10;
const BLOCKS = 12_000;
const MARGIN_BLOCKS = 5_000;
const WORK_MAX_MS = 400;
const PATIENCE_MS = 5_000;
const TORN_BYTES = 3;

interface Coins {
  readonly height: number;
  readonly bestblock: string;
  readonly txouts: number;
  readonly sha256sum: string;
}

interface Survivor {
  readonly profile: Profile;
  readonly link: string;
  readonly code: string;
  readonly random: Random;
}

test('killed ten times while it fetches a chain, a tab keeps what it had', async ({ scene }) => {
  test.setTimeout(300_000);
  const code = makeSandbox(BLOCKS + MARGIN_BLOCKS);
  const giver = await scene.open(code);
  await giver.call('generate', BLOCKS);
  await survive({ code, link: scene.linkOf(code) }, async () => {
    // Else the giver may hold the link of the tab that was killed for some seconds.
    await giver.call('setnetworkactive', false);
    await giver.call('setnetworkactive', true);
  });
});

test('killed ten times while it makes blocks and mines, a tab keeps what it had', async ({
  scene,
}) => {
  test.setTimeout(300_000);
  const code = makeSandbox(BLOCKS + MARGIN_BLOCKS);
  // Mined blocks are of now: those made after them would soon be of a future that is refused.
  await survive({ code, link: scene.linkOf(code) }, async ({ page, call }, kill) => {
    if (kill > KILLS / 2) await call('setmining', { threads: 1 });
    else void page.evaluate(makeBlocks).catch(() => {});
  });
});

function makeBlocks(): void {
  const { tabchain } = globalThis as unknown as {
    tabchain: { generate(count: number): Promise<unknown> };
  };
  void tabchain.generate(1_000);
}

test('a record that a kill tore costs what was in it, and nothing at the starts after', async ({
  scene,
}) => {
  const profile = createProfile();
  const code = makeSandbox(200);
  const survivor: Survivor = { link: scene.linkOf(code), code, profile, random: new Random(SEED) };
  try {
    const first = await start(survivor, 0, 1);
    // In two batches, each with the wallet's record behind it: a kill between the last two tears
    // the blocks of one batch.
    await first.call('generate', 49);
    await expectStored(first, 49);
    await first.call('generate', 1);
    await expectStored(first, 50);
    await profile.kill();
    tearLog(profile);
    const second = await start(survivor, 49, 2);
    const { blocks } = await second.call('getblockchaininfo');
    await second.call('generate', 20);
    await expectStored(second, blocks + 20);
    await profile.kill();
    const third = await start(survivor, blocks + 20, 3);
    await expectWhole(third, code);
  } finally {
    await profile.remove();
  }
});

test('databases that the browser dropped are told of in every view', async ({ scene }) => {
  const profile = createProfile();
  const link = scene.linkOf(makeSandbox(200));
  try {
    const first = createTab(await profile.open(link));
    await untilReady(first);
    await first.call('generate', 5);
    await expectStored(first, 5);
    await profile.kill();
    rmSync(profile.databases, { recursive: true });
    const second = createTab(await profile.open(link));
    await untilReady(second);
    const bar = second.page.getByTestId('health-detail');
    await expect(bar).toContainText('This browser lost what it kept of this room');
    await goTo(second.page, 'wallet');
    await expect(bar).toContainText('Your old wallet comes back by its words');
    await second.page.reload();
    await untilReady(second);
    await expect(bar.filter({ hasText: 'lost' })).toHaveCount(0);
  } finally {
    await profile.remove();
  }
});

/** Starts, works, is killed at some moment, and is looked at; again and again on one profile. */
async function survive(
  room: Pick<Survivor, 'code' | 'link'>,
  work: (tab: Tab, kill: number) => Promise<void>,
): Promise<void> {
  const profile = createProfile();
  const survivor: Survivor = { ...room, profile, random: new Random(SEED) };
  try {
    let acknowledged = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const tab = await start(survivor, acknowledged, kill);
      await work(tab, kill);
      const workMs = survivor.random.below(WORK_MAX_MS);
      acknowledged = await watchStored(tab.page, workMs);
      await profile.kill();
    }
    const tab = await start(survivor, acknowledged, KILLS + 1);
    expect(acknowledged, `seed ${SEED}: something was stored between the kills`).toBeGreaterThan(0);
    await expectWhole(tab, room.code);
  } finally {
    await profile.remove();
  }
}

async function start(survivor: Survivor, acknowledged: number, run: number): Promise<Tab> {
  const tab = createTab(await survivor.profile.open(survivor.link));
  await untilReady(tab);
  const { storedblocks } = await tab.call('getblockchaininfo');
  expect(storedblocks, `seed ${SEED}, run ${run}`).toBeGreaterThanOrEqual(acknowledged);
  await goTo(tab.page, 'room');
  await expect(tab.page.getByTestId('storage-state')).toHaveAttribute('data-state', 'disk');
  await expect(tab.page.getByTestId('storage-state')).not.toHaveText(/repaired/);
  return tab;
}

/**
 * The last height that the disk acknowledged: watched until it has moved, however slow the machine
 * is, and for some random time after that, so that the kill comes in the middle of something.
 */
async function watchStored(page: Page, durationMs: number): Promise<number> {
  return page.evaluate(
    async ([workMs, patienceMs]) => {
      const { tabchain } = globalThis as unknown as {
        tabchain: { getblockchaininfo(): Promise<{ storedblocks: number }> };
      };
      const stored = async () => (await tabchain.getblockchaininfo()).storedblocks;
      const first = await stored();
      let last = first;
      for (const end = performance.now() + patienceMs!; performance.now() < end;) {
        last = await stored();
        if (last > first) break;
      }
      for (const end = performance.now() + workMs!; performance.now() < end; last = await stored());
      return last;
    },
    [durationMs, PATIENCE_MS],
  );
}

async function expectStored(tab: Tab, height: number): Promise<void> {
  await expect.poll(async () => (await tab.call('getblockchaininfo')).storedblocks).toBe(height);
}

/** As a kill between two writes of the browser leaves its last log: without the end. */
function tearLog({ databases }: Profile): void {
  const [newest] = readdirSync(databases, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(\.log|-wal)$/.test(name))
    .map((name) => join(databases, name))
    .sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs);
  truncateSync(newest!, statSync(newest!).size - TORN_BYTES);
}

/** Replays every block of the tab in Node, and compares the coins. */
async function expectWhole(tab: Tab, code: string): Promise<void> {
  await tab.call('setnetworkactive', false);
  const { coins, blocks } = await tab.page.evaluate(async () => {
    const { tabchain } = globalThis as unknown as {
      tabchain: Record<string, (...parameters: unknown[]) => Promise<unknown>>;
    };
    const info = (await tabchain['gettxoutsetinfo']!()) as Coins;
    const hexes: string[] = [];
    for (let height = 1; height <= info.height; height += 1) {
      const hash = await tabchain['getblockhash']!(height);
      hexes.push((await tabchain['getblock']!(hash, 0)) as string);
    }
    return { coins: info, blocks: hexes };
  });
  const parsed = parseRoomCode(code);
  if (!parsed.ok) throw new Error(parsed.sentence);
  const chain = new Chain(parsed.room.params, parsed.room.genesis);
  const nowSeconds = Math.floor(Date.now() / 1_000);
  for (const hex of blocks) {
    const bytes = fromHex(hex);
    const block = decodeBlock(bytes);
    chain.acceptBody(chain.acceptHeader(block.header, nowSeconds), { block, bytes });
    while (chain.advance().kind !== 'idle');
  }
  expect(coins.bestblock).toBe(chain.index.hash(chain.tip));
  expect(coins.txouts).toBe(chain.coins.size);
  expect(coins.sha256sum).toBe(chain.coins.checksum);
}
