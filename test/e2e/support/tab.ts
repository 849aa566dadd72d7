/** A tab as the tests drive it: through its page for what people do, and by its RPC for facts. */

import { expect, type Page } from '@playwright/test';

/** The part of each answer that the tests read, under Bitcoin's names. */
export interface ChainInfo {
  readonly chain: string;
  readonly blocks: number;
  readonly headers: number;
  readonly bestblockhash: string;
  readonly chainwork: string;
  readonly initialblockdownload: boolean;
  readonly storedblocks: number;
}

export interface PeerInfo {
  readonly id: number;
  readonly inbound: boolean;
  readonly synced_headers: number;
  readonly synced_blocks: number;
  readonly bytesrecv: number;
  readonly subver: string;
}

export interface RoomInfo {
  readonly code: string;
  readonly link: string;
  readonly kind: string;
  readonly genesishash: string;
  readonly slot: number;
}

export interface Answers {
  readonly getblockchaininfo: ChainInfo;
  readonly getblockhash: string;
  readonly getpeerinfo: readonly PeerInfo[];
  readonly getmininginfo: {
    readonly hashespersec: number;
    readonly threads: number;
    readonly blocksfound: number;
  };
  readonly getroom: RoomInfo;
  readonly getblock: unknown;
  readonly setmining: unknown;
  readonly setnetworkactive: unknown;
  readonly generate: readonly string[];
  readonly getnewaddress: string;
  readonly send: { readonly txid: string };
  readonly getrawmempool: readonly string[];
}

/** The node behind a page of any browser. */
export interface TabNode {
  call<Method extends keyof Answers>(
    method: Method,
    ...parameters: readonly unknown[]
  ): Promise<Answers[Method]>;
  /** A refused command's message, or undefined when it was obeyed. */
  refusal(method: string, ...parameters: readonly unknown[]): Promise<string | undefined>;
}

export interface Tab extends TabNode {
  readonly page: Page;
}

export type Commands = Record<string, (...parameters: readonly unknown[]) => Promise<unknown>>;

const SYNC_TIMEOUT_MS = 60_000;
const MINING_TIMEOUT_MS = 90_000;

export function createTab(page: Page): Tab {
  const run = (method: string, parameters: readonly unknown[]) =>
    page.evaluate(runCommand, [method, parameters] as const);
  return { page, ...createTabNode(run) };
}

/** `run` obeys a command in the page. */
export function createTabNode(
  run: (method: string, parameters: readonly unknown[]) => Promise<unknown>,
): TabNode {
  return {
    call: async <Method extends keyof Answers>(method: Method, ...parameters: readonly unknown[]) =>
      (await run(method, parameters)) as Answers[Method],
    refusal: (method, ...parameters) =>
      run(method, parameters).then(
        () => undefined,
        (error: Error) => error.message,
      ),
  };
}

/** Opens a view of the room: a path below its code, empty for the chain. */
export async function goTo(page: Page, view: string): Promise<void> {
  await page.evaluate((path) => {
    const room = location.hash.split('/').slice(0, 3).join('/');
    location.hash = path === '' ? room : `${room}/${path}`;
  }, view);
}

/** Once it has met others: a socket that is closed while it opens makes the browser complain. */
export async function cutOff(tab: Tab): Promise<void> {
  await goTo(tab.page, '');
  await expect(tab.page.getByTestId('meeting-state')).toHaveAttribute('data-status', 'online');
  await tab.call('setnetworkactive', false);
}

/** Runs within a page. */
export function runCommand([name, parameters]: readonly [string, readonly unknown[]]) {
  const { tabchain } = globalThis as unknown as { tabchain: Commands };
  return tabchain[name]!(...parameters);
}

/** Resolves when the node behind the page answers. */
export async function untilReady({ page }: Tab): Promise<void> {
  await page.waitForFunction(() => 'tabchain' in globalThis);
  await page.evaluate(() =>
    (globalThis as unknown as { tabchain: Commands }).tabchain['getblockchaininfo']!(),
  );
}

export async function heightOf(tab: TabNode): Promise<number> {
  return (await tab.call('getblockchaininfo')).blocks;
}

export async function tipOf(tab: TabNode): Promise<string> {
  return (await tab.call('getblockchaininfo')).bestblockhash;
}

/** Mines on one thread until the tab's height is at least `height`; the tab's own or others'. */
export async function mineTo(tab: TabNode, height: number): Promise<void> {
  await tab.call('setmining', { threads: 1 });
  await expect
    .poll(() => heightOf(tab), { timeout: MINING_TIMEOUT_MS, intervals: [100] })
    .toBeGreaterThanOrEqual(height);
  await tab.call('setmining', { threads: 0 });
}

/** Until a reload of the page would not mine: it goes on with what its page heard of last. */
export async function untilResting({ page }: Tab): Promise<void> {
  const choices = () => page.evaluate(() => Object.values(sessionStorage).join());
  await expect.poll(choices, { intervals: [20] }).not.toContain('"isOn":true');
}

/** Waits until all tabs have one tip, at `height` or above, and returns its hash. */
export async function untilAgreed(tabs: readonly TabNode[], height = 0): Promise<string> {
  const disagreement = async () => {
    const infos = await Promise.all(tabs.map((tab) => tab.call('getblockchaininfo')));
    const tips = new Set(infos.map(({ bestblockhash }) => bestblockhash));
    const lowest = Math.min(...infos.map(({ blocks }) => blocks));
    return tips.size === 1 && lowest >= height ? 'none' : JSON.stringify([...tips, lowest]);
  };
  await expect.poll(disagreement, { timeout: SYNC_TIMEOUT_MS, intervals: [100] }).toBe('none');
  return tipOf(tabs[0]!);
}

export async function untilPeers(tab: TabNode, count: number): Promise<void> {
  const peers = async () => (await tab.call('getpeerinfo')).length;
  await expect.poll(peers, { timeout: SYNC_TIMEOUT_MS, intervals: [100] }).toBe(count);
}

/** The page itself says so, not only its RPC. */
export async function expectShown({ page }: Tab, height: number, tip: string): Promise<void> {
  await expect(page.getByTestId('height')).toHaveAttribute('data-value', String(height));
  await expect(page.getByTestId('tip')).toHaveAttribute('data-hash', tip);
  await expect(cardOf(page, tip)).toHaveAttribute('data-state', 'active');
}

export function cardOf(page: Page, hash: string) {
  return page.locator(`[data-testid="block-card"][data-hash="${hash}"]`);
}
