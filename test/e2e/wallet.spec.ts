/** Money between real tabs: asked for, sent, waited for, confirmed, bumped, lost and restored. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { tmpdir } from 'node:os';
import { entropyFromWords } from '../../src/wallet/keys.ts';
import { CHROMIUM_FLAGS } from '../support/chromium.ts';
import { makeSandbox } from './support/rooms.ts';
import {
  createTab,
  heightOf,
  type Tab,
  untilAgreed,
  untilPeers,
  untilReady,
} from './support/tab.ts';
import { type Scene, test } from './support/test.ts';

test.use({ view: 'wallet' });

const MATURITY = 30;
const TICKS = 1e8;
const RICH_BLOCKS = MATURITY + 5;

interface Balances {
  readonly mine: { readonly trusted: number; readonly untrusted_pending: number };
}

interface Row {
  readonly txid: string;
  readonly stage: string;
  readonly amount: number;
}

/** Any command: the wallet's are not among those that every test knows. */
function call<Result>({ page }: Tab, method: string, ...parameters: unknown[]): Promise<Result> {
  return page.evaluate(
    ([name, values]) => {
      const { tabchain } = globalThis as unknown as {
        tabchain: Record<string, (...all: readonly unknown[]) => Promise<unknown>>;
      };
      return tabchain[name]!(...values) as Promise<never>;
    },
    [method, parameters] as const,
  );
}

async function openPair(scene: Scene): Promise<{ alice: Tab; bob: Tab; code: string }> {
  const code = makeSandbox(500);
  const alice = await scene.open(code);
  await alice.call('generate', RICH_BLOCKS);
  const bob = await scene.open(code);
  await untilAgreed([alice, bob], RICH_BLOCKS);
  await untilPeers(alice, 1);
  return { alice, bob, code };
}

const trusted = async (tab: Tab) => (await call<Balances>(tab, 'getbalances')).mine.trusted;
const pending = async (tab: Tab) =>
  (await call<Balances>(tab, 'getbalances')).mine.untrusted_pending;
const rowOf = (page: Page, txid: string) =>
  page.locator(`[data-testid="payment-row"][data-txid="${txid}"]`);

/** Through the page: paste the link, add a coin for another one, look the plan over, send. */
async function payByLink({ page }: Tab, link: string, other: string): Promise<string> {
  await page.getByTestId('wallet-send').click();
  await page.getByTestId('send-to').fill(link);
  await page.getByTestId('send-add').click();
  await page.getByTestId('send-to-2').fill(other);
  await page.getByTestId('send-amount-2').fill('1');
  await page.getByTestId('send-review').click();
  await expect(page.getByTestId('send-plan')).toBeVisible();
  await page.getByTestId('send-confirm').click();
  const done = page.getByTestId('send-done');
  await expect(done).toBeVisible();
  const txid = (await done.getAttribute('data-txid'))!;
  await page.keyboard.press('Escape');
  return txid;
}

/** The link that a request for this amount makes, as its QR code holds it. */
async function requestLink({ page }: Tab, amount: string): Promise<string> {
  await page.getByTestId('wallet-receive').click();
  await page.getByTestId('request-amount').fill(amount);
  const link = page.getByTestId('receive-link');
  await expect(link).toHaveValue(/^tabchain:tab1.*amount=/);
  const text = await link.inputValue();
  await page.keyboard.press('Escape');
  return text;
}

test('a payment by link is pending at both at once, and confirmed at both', async ({ scene }) => {
  const { alice, bob } = await openPair(scene);
  const link = await requestLink(bob, '12.5');
  const txid = await payByLink(alice, link, await call<string>(bob, 'getnewaddress'));
  await expect(rowOf(alice.page, txid)).toHaveAttribute('data-stage', 'pending');
  await expect(rowOf(bob.page, txid)).toHaveAttribute('data-stage', 'pending');
  expect(await pending(bob)).toBe(13.5);

  await bob.call('generate', 1);
  await untilAgreed([alice, bob], RICH_BLOCKS + 1);
  for (const { page } of [alice, bob]) {
    await expect(rowOf(page, txid)).toHaveAttribute('data-stage', 'confirming');
  }
  await bob.call('generate', 5);
  for (const { page } of [alice, bob]) {
    await expect(rowOf(page, txid)).toHaveAttribute('data-stage', 'confirmed');
  }
  await expect(bob.page.getByTestId('wallet-balance')).toHaveAttribute(
    'data-value',
    String(13.5 * TICKS),
  );
});

test('a recipient can pay the fee, and is told so before', async ({ scene }) => {
  const { alice, bob } = await openPair(scene);
  const { page } = alice;
  await page.getByTestId('wallet-send').click();
  await page.getByTestId('send-to').fill(await call<string>(bob, 'getnewaddress'));
  await page.getByTestId('send-amount').fill('5');
  await page.getByTestId('send-subtract').check();
  await page.getByTestId('send-review').click();
  const plan = page.getByTestId('send-plan');
  const fee = Number(await plan.getAttribute('data-fee'));
  expect(fee).toBeGreaterThan(0);
  await expect(plan).toHaveAttribute('data-amount', String(5 * TICKS - fee));
  await page.getByTestId('send-confirm').click();
  await expect(page.getByTestId('send-done')).toBeVisible();
  await expect.poll(() => pending(bob)).toBe((5 * TICKS - fee) / TICKS);
});

test('a wallet is watched elsewhere by its public key, which cannot spend', async ({ scene }) => {
  const { alice, bob } = await openPair(scene);
  await openWatching(alice.page);
  await alice.page.getByTestId('show-xpub').click();
  const xpub = await alice.page.getByTestId('xpub').inputValue();
  expect(xpub).toMatch(/^xpub/);
  await alice.page.keyboard.press('Escape');

  await openWatching(bob.page);
  await bob.page.getByTestId('keys-watch-another').locator('summary').click();
  await bob.page.getByTestId('watch-xpub').fill(xpub);
  await bob.page.getByTestId('watch').click();
  await expect(bob.page.getByTestId('watch-done')).toBeVisible();
  await bob.page.keyboard.press('Escape');
  await expect(bob.page.getByTestId('wallet')).toHaveAttribute('data-state', 'watching');
  await expect(bob.page.getByTestId('wallet-send')).toHaveCount(0);
  const balance = alice.page.getByTestId('wallet-balance');
  const held = (await balance.getAttribute('data-value'))!;
  expect(Number(held)).toBeGreaterThan(0);
  await expect(bob.page.getByTestId('wallet-balance')).toHaveAttribute('data-value', held);

  // What its owner spends is seen here, and nothing can be spent.
  const own = await call<string>(alice, 'getnewaddress');
  const txid = await call<string>(alice, 'sendtoaddress', own, 1);
  await expect(rowOf(bob.page, txid)).toHaveAttribute('data-stage', 'pending');
  await expect(call(bob, 'sendtoaddress', own, 1)).rejects.toThrow(/watch/i);
});

async function openWatching(page: Page): Promise<void> {
  await page.getByTestId('wallet-keys').click();
  await page.getByTestId('keys-watch').locator('summary').first().click();
}

test('a long history is read page by page, by keyboard', async ({ scene }) => {
  const { call: command, page } = await scene.open(makeSandbox(500));
  await command('generate', 60);
  await page.getByTestId('rewards-chip').first().click();
  await page.getByTestId('rewards-each').click();
  const range = page.getByTestId('history-range');
  await expect(range).toContainText(/1.*50.*60/);
  await expect(range).toBeFocused();
  await expect(page.getByTestId('payment-row')).toHaveCount(50);
  await page.getByTestId('history-earlier').press('Enter');
  await expect(range).toContainText(/51.*60.*60/);
  await expect(range).toBeFocused();
  await expect(page.getByTestId('payment-row')).toHaveCount(10);
  // A block comes in above, and what is read stays.
  await command('generate', 1);
  await expect(range).toContainText(/52.*61.*61/);
  await page.getByTestId('history-more').press('Enter');
  await expect(range).toHaveCount(0);
  await expect(page.getByTestId('history-more')).toBeFocused();
});

/** Through the page, by whom it pays. Resolves to the fee that this adds, in ticks. */
async function hurry(page: Page, txid: string): Promise<number> {
  const row = rowOf(page, txid);
  await row.getByTestId('payment-chip').click();
  await row.getByTestId('payment-hurry').click();
  const fee = Number(await page.getByTestId('fee-plan').getAttribute('data-new'));
  await page.getByTestId('fee-confirm').click();
  await expect(page.getByTestId('fee-done')).toBeVisible();
  await expect(row.getByTestId('payment-hurry')).toHaveCount(0);
  await page.keyboard.press('Escape');
  // The button that opened the dialog is gone.
  await expect(page.locator('#wallet')).toBeFocused();
  return fee;
}

test('a stuck payment is bumped, and hurried by whom it pays', async ({ scene }) => {
  const { alice, bob } = await openPair(scene);
  const address = await call<string>(bob, 'getnewaddress');
  const first = await call<string>(alice, 'sendtoaddress', address, 3);
  await expect(rowOf(bob.page, first)).toHaveAttribute('data-stage', 'pending');
  const { txid } = await call<{ txid: string }>(alice, 'bumpfee', first, {});
  expect(txid).not.toBe(first);
  await expect(rowOf(alice.page, first)).toHaveAttribute('data-stage', 'replaced');
  await expect(rowOf(bob.page, txid)).toHaveAttribute('data-stage', 'pending');
  const fee = await hurry(bob.page, txid);
  await bob.call('generate', 1);
  await expect(rowOf(alice.page, txid)).toHaveAttribute('data-stage', 'confirming');
  await expect(rowOf(bob.page, txid)).toHaveAttribute('data-stage', 'confirming');
  expect(await trusted(bob)).toBe(3 - fee / TICKS);
});

test('words restore balance and history in a fresh profile', async ({ scene }) => {
  const { alice, bob, code } = await openPair(scene);
  const address = await call<string>(bob, 'getnewaddress');
  await call(alice, 'sendtoaddress', address, 7, { memo: 'for the lamp' });
  await expect.poll(() => pending(bob)).toBe(7);
  await alice.call('generate', 2);
  await untilAgreed([alice, bob], RICH_BLOCKS + 2);
  const { words } = await call<{ words: string[] }>(bob, 'dumpmnemonic');
  const before = await call<Row[]>(bob, 'listtransactions', 20);
  await bob.page.goto('about:blank');

  const carol = await scene.open(code);
  await untilAgreed([alice, carol], RICH_BLOCKS + 2);
  await call(carol, 'importmnemonic', words.join(' '), { replace: true });
  await expect.poll(() => trusted(carol)).toBe(7);
  const after = await call<Row[]>(carol, 'listtransactions', 20);
  const essence = ({ txid, amount }: Row) => `${txid} ${amount}`;
  expect(after.map(essence)).toEqual(before.map(essence));
});

test('one coin spent in two tabs of the same words: one payment wins, both say so', async ({
  scene,
}) => {
  const { alice, bob, code } = await openPair(scene);
  const { words } = await call<{ words: string[] }>(alice, 'dumpmnemonic');
  const twin = await scene.open(code);
  await untilAgreed([alice, bob, twin], RICH_BLOCKS);
  await call(twin, 'importmnemonic', words.join(' '), { replace: true });
  await expect.poll(() => trusted(twin)).toBe(await trusted(alice));
  const address = await call<string>(bob, 'getnewaddress');
  for (const tab of [alice, twin, bob]) await tab.call('setnetworkactive', false);
  // Each takes all it has, so the two payments spend the same coins.
  const everything = [{ address, amount: 'all' }];
  const { txid: left } = await call<{ txid: string }>(alice, 'send', everything);
  const { txid: right } = await call<{ txid: string }>(twin, 'send', everything, {
    memo: 'the other one',
  });
  expect(left).not.toBe(right);
  await twin.call('generate', 2);
  for (const tab of [alice, twin, bob]) await tab.call('setnetworkactive', true);
  await untilAgreed([alice, bob, twin], RICH_BLOCKS + 2);
  await expect(rowOf(twin.page, right)).toHaveAttribute('data-stage', 'confirming');
  await expect(rowOf(alice.page, right)).toHaveAttribute('data-stage', 'confirming');
  await expect(rowOf(alice.page, left)).toHaveAttribute('data-stage', /replaced|dropped/);
  await rowOf(alice.page, left).getByTestId('payment-chip').click();
  await expect(alice.page.getByTestId('payment-why').first()).toContainText(/\w+ \w+ \w+/);
});

test('a reload in the middle of everything keeps coins, history and what waits', async ({
  scene,
}) => {
  const { alice, bob } = await openPair(scene);
  const address = await call<string>(bob, 'getnewaddress');
  const txid = await call<string>(alice, 'sendtoaddress', address, 4);
  await expect.poll(() => pending(bob)).toBe(4);
  const before = await trusted(alice);
  await alice.page.waitForTimeout(1_500);
  await alice.page.reload();
  await untilReady(alice);
  await expect(rowOf(alice.page, txid)).toHaveAttribute('data-stage', 'pending');
  expect(await trusted(alice)).toBe(before);
  await expect.poll(() => call<string[]>(alice, 'getrawmempool')).toEqual([txid]);
  await alice.call('generate', 1);
  await expect(rowOf(bob.page, txid)).toHaveAttribute('data-stage', 'confirming');
});

test('a lost branch gives the payment back, and says what became of the reward', async ({
  scene,
}) => {
  const { alice, bob } = await openPair(scene);
  for (const tab of [alice, bob]) await tab.call('setnetworkactive', false);
  const address = await call<string>(bob, 'getnewaddress');
  const txid = await call<string>(alice, 'sendtoaddress', address, 2);
  await alice.call('generate', 1);
  await expect(rowOf(alice.page, txid)).toHaveAttribute('data-stage', 'confirming');
  await bob.call('generate', 3);
  for (const tab of [alice, bob]) await tab.call('setnetworkactive', true);
  await untilAgreed([alice, bob], RICH_BLOCKS + 3);
  await expect(rowOf(alice.page, txid)).toHaveAttribute('data-stage', 'pending');
  const orphaned = alice.page.locator('[data-testid="payment-row"][data-stage="orphaned"]');
  await expect(orphaned).toHaveCount(1);
  await expect.poll(() => pending(bob)).toBe(2);
  await bob.call('generate', 1);
  await expect(rowOf(alice.page, txid)).toHaveAttribute('data-stage', 'confirming');
  expect(await heightOf(alice)).toBe(RICH_BLOCKS + 4);
});

test('with a passphrase no secret lies in the files of the profile', async ({ scene }, info) => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'tabchain-vault-'));
  const { executablePath } = info.project.use.launchOptions ?? {};
  const options = {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...CHROMIUM_FLAGS],
  };
  try {
    const code = makeSandbox(200);
    const words = await useWallet(scene, { folder, code, options });
    const files = listFiles(folder).map((path) => readFileSync(path));
    const found = secretForms(words).filter((form) => files.some((file) => file.includes(form)));
    expect(found.map((form) => form.toString('latin1'))).toEqual([]);
  } finally {
    // Helpers of the browser may outlive it by a moment, and write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
});

/** A fresh profile whose wallet gets its passphrase first of all, then new words and some use. */
async function useWallet(
  scene: Scene,
  { folder, code, options }: { folder: string; code: string; options: object },
): Promise<string[]> {
  const context = await chromium.launchPersistentContext(folder, options);
  scene.adopt(context);
  const page = await context.newPage();
  await page.goto(scene.linkOf(code));
  const tab = createTab(page);
  await untilReady(tab);
  await call(tab, 'encryptwallet', 'correct horse battery');
  await expect(call(tab, 'dumpmnemonic')).rejects.toThrow(/passphrase/i);
  await expect(call(tab, 'walletpassphrase', 'wrong', 60)).rejects.toThrow(/passphrase/i);
  await call(tab, 'walletpassphrase', 'correct horse battery', 60);
  const { words } = await call<{ words: string[] }>(tab, 'dumpmnemonic');
  await tab.call('generate', RICH_BLOCKS);
  await expect.poll(() => trusted(tab)).toBeGreaterThan(0);
  await call(tab, 'sendtoaddress', await call<string>(tab, 'getnewaddress'), 1);
  await call(tab, 'walletlock');
  await page.waitForTimeout(2_000);
  await context.close();
  return words;
}

/** The words, and the entropy behind them as bytes, hex and base64. */
function secretForms(words: readonly string[]): Buffer[] {
  const entropy = entropyOf(words);
  const texts = [words.join(' '), entropy.toString('hex'), entropy.toString('base64').slice(0, 20)];
  return [entropy, ...texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')])];
}

function entropyOf(words: readonly string[]): Buffer {
  return Buffer.from(entropyFromWords(words.join(' ')));
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}
