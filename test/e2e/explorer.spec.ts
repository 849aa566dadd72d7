/** Looking inside: from a card to its bytes, along links, and by searching. */

import { expect } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { untilAgreed } from './support/tab.ts';
import { test } from './support/test.ts';

const BLOCKS = 40;
const NOWHERE = 'ff'.repeat(32);

test('a block is looked into from its card, field by field', async ({ scene }) => {
  const { page, ...tab } = await scene.open(makeSandbox(BLOCKS));
  await tab.call('generate', 3);
  await expect(page.getByTestId('height')).toHaveAttribute('data-value', '3');
  await page.getByTestId('look-inside').click();
  const view = page.getByTestId('block-view');
  await expect(view.getByRole('heading', { level: 2 })).toHaveText('Block 3');
  await expect(view.getByTestId('standing')).toHaveAttribute('data-standing', 'young');

  const field = view.locator('[data-testid="field"][data-kind="nonce"]');
  await field.hover();
  await expect(view.locator('.hex-run[data-lit]')).toHaveCount(1);
  await field.click();
  await expect(view.getByTestId('explanation')).toContainText('until the hash is low enough');
  // Four bytes at the end of the header light up, and the other way round.
  await page.mouse.move(0, 0);
  await expect(view.locator('.hex-run[data-lit]')).toHaveText(/^(..[ ]?){4}$/);
  await view.locator('.hex-run').first().hover();
  await expect(view.locator('.field-row[data-lit]')).toContainText('nVersion');

  await view.getByRole('link', { name: '← 2' }).click();
  await expect(view.getByRole('heading', { level: 2 })).toHaveText('Block 2');
  await page.goBack();
  await expect(view.getByRole('heading', { level: 2 })).toHaveText('Block 3');
  await page.getByRole('link', { name: '← Live' }).click();
  await expect(page.getByTestId('chain-strip')).toBeVisible();
});

test('a payment is followed from block to coins to address, in another tab too', async ({
  scene,
}) => {
  const code = makeSandbox(BLOCKS + 20);
  const alice = await scene.open(code);
  await alice.call('generate', BLOCKS);
  const address = await alice.page.evaluate(() =>
    (
      globalThis as unknown as { tabchain: { getnewaddress(): Promise<string> } }
    ).tabchain.getnewaddress(),
  );
  const txid = await alice.page.evaluate(async (to) => {
    const { tabchain } = globalThis as unknown as {
      tabchain: {
        sendtoaddress(to: string, amount: number): Promise<string | { txid: string }>;
        writenote(text: string): Promise<unknown>;
      };
    };
    const sent = await tabchain.sendtoaddress(to, 12.5);
    await tabchain.writenote('The quick fox was here');
    return typeof sent === 'string' ? sent : sent.txid;
  }, address);
  const waiting = scene.linkOf(`${code}/tx/${txid}`);
  await alice.page.goto(waiting);
  await expect(alice.page.getByTestId('standing')).toHaveText('Waits for a block');
  await alice.call('generate', 1);
  // It has left the mempool, so the chain is searched for it.
  await expect(alice.page.getByTestId('standing')).toContainText('Confirmed, 1 block deep');

  const bob = await scene.open(code);
  await untilAgreed([alice, bob], BLOCKS + 1);
  await bob.page.goto(alice.page.url());
  const view = bob.page.getByTestId('tx-view');
  await expect(view).toHaveAttribute('data-txid', txid);
  await view.locator(`a[title="${address}"]`).first().click();
  await expect(bob.page.getByTestId('address-unspent')).toContainText('12.5');
  await bob.page.getByTestId('paid-row').getByRole('link').first().click();
  await expect(view).toHaveAttribute('data-txid', txid);

  const search = bob.page.getByTestId('search');
  const look = async (text: string) => {
    await search.fill(text);
    await search.press('Enter');
  };
  await look('QUICK fox');
  await expect(bob.page.getByTestId('search-found')).toContainText('The quick fox was here');
  await look('7');
  await expect(bob.page.getByRole('heading', { level: 2, name: 'Block 7' })).toBeVisible();
  await look(txid);
  await expect(bob.page.getByTestId('search-found')).toContainText(`block ${BLOCKS + 1}`);
  await look(NOWHERE);
  await expect(bob.page.getByTestId('search-nowhere')).toBeVisible();
  await look('no such words');
  await expect(bob.page.getByTestId('search-nowhere')).toBeVisible();
});

test('an explorer on a phone has no sideways scroll, and its bar leads back', async ({ scene }) => {
  const code = makeSandbox(BLOCKS);
  const { page, ...tab } = await scene.open(code, {
    context: { viewport: { width: 390, height: 844 } },
  });
  await tab.call('generate', 2);
  await page.goto(scene.linkOf(`${code}/block/2`));
  await expect(page.getByTestId('block-view')).toBeVisible();
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await overflow()).toBe(0);
  await page.getByTestId('tx-row').getByRole('link').click();
  await expect(page.getByTestId('tx-view')).toBeVisible();
  expect(await overflow()).toBe(0);
  // What is said of a field stays in sight, and moves nothing: a click waits for a place at rest.
  await page.getByTestId('field').last().click();
  await expect(page.getByTestId('explanation')).toBeInViewport();
  await expect(page.locator('.hex-run[data-lit]').first()).toBeInViewport();
  await page.getByRole('navigation', { name: 'Views' }).getByText('Mine').click();
  await expect(page.locator('#mine')).toBeInViewport();
});

test('what is not there is said, with what may help', async ({ scene }) => {
  const code = makeSandbox(BLOCKS);
  const { page } = await scene.open(code);
  await page.goto(scene.linkOf(`${code}/block/${NOWHERE}`));
  await expect(page.getByTestId('explorer-refused')).toContainText('Block not found');
  await page.goto(scene.linkOf(`${code}/address/tab1nonsense`));
  await expect(page.getByTestId('explorer-refused')).toContainText('Invalid address');
});
