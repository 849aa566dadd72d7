/** Somebody lies: every node refuses it, says the rule, and tells nobody else of it. */

import { expect, type Locator, type Page } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { goTo, type Tab, untilAgreed, untilPeers } from './support/tab.ts';
import { test } from './support/test.ts';

/** Deep enough for the first rewards to be spendable. */
const BLOCKS = 36;
/** What a payment travels in, by its number on the wire. */
const PAYMENT_TYPES: ReadonlySet<number> = new Set([8, 12]);
const TYPE_AT = 4;

test('a forged signature is refused by all nodes, under the rule that the inspector shows', async ({
  scene,
}) => {
  const code = makeSandbox(BLOCKS + 10);
  const alice = await scene.open(code);
  const { page } = alice;
  await alice.call('generate', BLOCKS);
  const bob = await scene.open(code);
  await untilAgreed([alice, bob], BLOCKS);
  await goTo(page, 'lab/forge');
  await addNodes(page, 2);
  await untilPeers(alice, 3);
  // Whoever has not fetched the chain cannot judge what spends its coins.
  const heights = async () => (await alice.call('getpeerinfo')).map((peer) => peer.synced_blocks);
  await expect.poll(heights).toEqual([BLOCKS, BLOCKS, BLOCKS]);
  await startListening(bob);

  await page.getByTestId('forge-start-signature').click();
  const card = page.getByTestId('forge-signature');
  expect(await verdicts(card)).toEqual([
    'self refused bad-txns-signature',
    'lab-1 refused bad-txns-signature',
    'lab-2 refused bad-txns-signature',
  ]);
  await expect(card.locator('.forge-outcome')).toBeFocused();
  await expect(card.getByTestId('forge-verdict').first()).toContainText('BIP340');
  await card.getByTestId('forge-messages').first().click();
  const closed = card.locator('[data-testid="wire-row"][data-kind="closed"]');
  await expect(closed).toContainText('bad-txns-signature');
  await expect(card.locator('[data-testid="wire-row"][data-name="tx"]')).toHaveCount(1);

  // The other tab has listened all along: it was told of blocks, and of no payment.
  await alice.call('generate', 1);
  await untilAgreed([alice, bob], BLOCKS + 1);
  const heard = await typesHeard(bob);
  expect(heard.length).toBeGreaterThan(0);
  expect(heard.filter((type) => PAYMENT_TYPES.has(type))).toEqual([]);
  expect(await bob.call('getrawmempool')).toEqual([]);
  await untilPeers(alice, 3);
});

test('one changed byte breaks every hash above it, and no node takes the block', async ({
  scene,
}) => {
  const alice = await scene.open(makeSandbox(BLOCKS + 10));
  const { page } = alice;
  await alice.call('generate', BLOCKS);
  // The view offers a block some way below the tip that the page knows of when it is opened.
  await expect(page.getByTestId('height')).toHaveAttribute('data-value', String(BLOCKS));
  await goTo(page, 'lab/forge');
  const card = page.getByTestId('forge-tampered');
  const blocks = card.getByTestId('forge-block');
  await expect(blocks).toHaveCount(6);
  await expect(card.locator('[data-testid="forge-block"][data-broken]')).toHaveCount(0);

  // The true bytes first: nobody objects.
  await page.getByTestId('forge-show').click();
  expect(await verdicts(card)).toEqual(['self kept unchanged']);

  // The lowest byte of the reward, which is 00; the keyboard leads away from it and back.
  await card.getByRole('gridcell', { name: 'Amount' }).first().click();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  const before = await blocks.last().innerText();
  await page.keyboard.type('e7');
  await expect(card.locator('[data-testid="forge-block"][data-broken]')).toHaveCount(6);
  await expect(card.locator('[data-edited]')).toHaveCount(1);
  expect(await blocks.last().innerText()).not.toBe(before);

  // Without a new root in the header the hashes stand, and the block does not fit its header.
  await page.getByTestId('forge-mend').uncheck();
  await expect(card.locator('[data-testid="forge-block"][data-broken]')).toHaveCount(0);
  await page.getByTestId('forge-show').click();
  expect(await verdicts(card)).toEqual(['self refused bad-txnmrklroot']);

  await page.getByTestId('forge-start-overpay').click();
  expect(await verdicts(page.getByTestId('forge-overpay'))).toEqual(['self refused bad-cb-amount']);
  expect((await alice.call('getblockchaininfo')).blocks).toBe(BLOCKS);
});

async function addNodes(page: Page, count: number): Promise<void> {
  const audience = page.getByTestId('forge-audience');
  for (let nodes = 2; nodes <= count + 1; nodes += 1) {
    await page.getByTestId('forge-add').click();
    await expect(audience).toHaveAttribute('data-nodes', String(nodes));
  }
}

/** Of the nodes, once they all have answered. */
async function verdicts(card: Locator): Promise<string[]> {
  await expect(card.getByTestId('forge-result')).toBeVisible();
  return card.getByTestId('forge-verdict').evaluateAll((rows) =>
    rows.map((row) => {
      const { node, fate, code } = (row as HTMLElement).dataset;
      return `${node} ${fate} ${code}`;
    }),
  );
}

/** Keeps what the tab hears from now on, in its page. */
async function startListening({ page }: Tab): Promise<void> {
  await page.evaluate(async (typeAt) => {
    interface Answer {
      readonly events: ReadonlyArray<{ readonly kind: string; readonly bytes: Uint8Array }>;
      readonly next: number;
    }
    const { tabchain } = globalThis as unknown as {
      tabchain: { getmessages(from: number): Promise<Answer> };
    };
    const types: number[] = [];
    let { next } = await tabchain.getmessages(0);
    Object.assign(globalThis, {
      typesHeard: async () => {
        const answer = await tabchain.getmessages(next);
        ({ next } = answer);
        const received = answer.events.filter(({ kind }) => kind === 'received');
        types.push(...received.map(({ bytes }) => bytes[typeAt]!));
        return types;
      },
    });
    const { typesHeard } = globalThis as unknown as { typesHeard(): Promise<number[]> };
    setInterval(() => void typesHeard(), 1_000);
  }, TYPE_AT);
}

function typesHeard({ page }: Tab): Promise<number[]> {
  return page.evaluate(() =>
    (globalThis as unknown as { typesHeard(): Promise<number[]> }).typesHeard(),
  );
}
