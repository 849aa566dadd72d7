/**
 * Milliseconds from a block made in one tab to the same block accepted by others. All tabs read one
 * machine's clock and ask their own nodes, so what the asking costs is on both sides.
 *
 * The blocks are made by command in a sandbox room, not mined: a miner would take one of this
 * machine's cores from the tabs that are measured. Made they are like any other, with a template,
 * real proof of work, and a body that is checked whole by everybody.
 *
 * Eight tabs are those of one window: one is seen and seven are hidden, as on any screen. Were all
 * of them drawn, without a graphics card, drawing would be what is measured.
 */

import { earnCoins, payOneself, untilPooled } from '../e2e/support/payments.ts';
import { createProfile, type Profile } from '../e2e/support/profile.ts';
import { makeSandbox } from '../e2e/support/rooms.ts';
import {
  type Commands,
  createTab,
  heightOf,
  type Tab,
  untilAgreed,
  untilPeers,
  untilReady,
} from '../e2e/support/tab.ts';
import { type Bench, withBench } from './browser.ts';
import { median, quantile, type Row, row } from './report.ts';

const EMPTY_BLOCKS = 50;
/** All loops run before there is anything to see. */
const LISTEN_MS = 30;
const TABS = 8;
/** Beside a first one, by which all code is warm. */
const FULL_BLOCKS = 30;
const TRANSACTIONS = 100;
/** Eight tight loops would be measured themselves; so each delay is told too long by up to it. */
const PAUSE_MS = 10;
/** A hidden page's timers run once a second; its node's do not, but it is the page that asks. */
const HIDDEN_PAGES_MAY_ASK = ['--disable-background-timer-throttling'];

export async function measure(): Promise<Row[]> {
  return withBench(async (bench) => [...(await measurePair(bench)), ...(await measureMesh(bench))]);
}

/** Empty blocks, between two. */
async function measurePair(bench: Bench): Promise<Row[]> {
  const code = makeSandbox(EMPTY_BLOCKS);
  const tabs = [await bench.open(code), await bench.open(code)];
  await untilPeers(tabs[1]!, 1);
  const delaysMs: number[] = [];
  for (let count = 0; count < EMPTY_BLOCKS; count += 1) delaysMs.push(await spread(tabs, 0));
  for (const { page } of tabs) await page.context().close();
  return [
    row('propagation.2-tabs', median(delaysMs), 'ms'),
    row('propagation.2-tabs.p95', quantile(delaysMs, 0.95), 'ms'),
  ];
}

/** Blocks with a hundred transactions that wait everywhere, until the last of eight has each. */
async function measureMesh({ server }: Bench): Promise<Row[]> {
  const profile = createProfile(HIDDEN_PAGES_MAY_ASK);
  const delaysMs: number[] = [];
  try {
    const link = `${server.origin}/#/r/${makeSandbox(4 * TRANSACTIONS)}`;
    const tabs = await openWindow(profile, link, TABS);
    await earnCoins(tabs[0]!, 2 * TRANSACTIONS);
    await untilAgreed(tabs);
    await spreadFull(tabs);
    for (let count = 0; count < FULL_BLOCKS; count += 1) delaysMs.push(await spreadFull(tabs));
  } finally {
    await profile.remove();
  }
  return [
    row('propagation.8-tabs.p50', median(delaysMs), 'ms'),
    row('propagation.8-tabs.p95', quantile(delaysMs, 0.95), 'ms'),
  ];
}

async function openWindow(profile: Profile, link: string, count: number): Promise<Tab[]> {
  const tabs = [createTab(await profile.open(link))];
  const window = tabs[0]!.page.context();
  while (tabs.length < count) {
    const page = await window.newPage();
    await page.goto(link);
    tabs.push(createTab(page));
  }
  for (const tab of tabs) await untilReady(tab);
  for (const tab of tabs) await untilPeers(tab, count - 1);
  return tabs;
}

async function spreadFull(tabs: readonly Tab[]): Promise<number> {
  await payOneself(tabs[0]!, { payments: TRANSACTIONS, outputs: 1 });
  await untilPooled(tabs, TRANSACTIONS);
  return spread(tabs, PAUSE_MS);
}

/** From a block of the first tab to its acceptance by the last of the others. */
async function spread([maker, ...others]: readonly Tab[], pauseMs: number): Promise<number> {
  const height = (await heightOf(maker!)) + 1;
  const made = timeOfHeight(maker!, height, 0);
  const accepted = Promise.all(others.map((tab) => timeOfHeight(tab, height, pauseMs)));
  await maker!.page.waitForTimeout(LISTEN_MS);
  await maker!.call('generate', 1);
  return Math.max(...(await accepted)) - (await made);
}

/** When the tab's own node first answered with this height, in milliseconds since 1970. */
async function timeOfHeight({ page }: Tab, height: number, pauseMs: number): Promise<number> {
  return page.evaluate(
    async ([wanted, pause]) => {
      const { tabchain } = globalThis as unknown as { tabchain: Commands };
      for (;;) {
        const height = (await tabchain['getblockcount']!()) as number;
        if (height >= wanted!) return performance.timeOrigin + performance.now();
        if (pause! > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      }
    },
    [height, pauseMs],
  );
}
