/** Two and three tabs that share a room: whoever mines, all end on one tip, and show it. */

import { expect, type Page } from '@playwright/test';
import { makeMainRoom, makeSandbox } from './support/rooms.ts';
import { cardOf, expectShown, heightOf, mineTo, untilAgreed, untilPeers } from './support/tab.ts';
import { test } from './support/test.ts';

/** So many that fetching them takes longer than a page takes to draw. */
const BLOCKS = 6_000;

test('one tab mines, the next follows, then the other way round', async ({ scene }) => {
  const alice = await scene.open(makeMainRoom());
  await mineTo(alice, 5);
  const { link } = await alice.call('getroom');
  expect(link).toBe(alice.page.url());

  const bob = await scene.open((await alice.call('getroom')).code);
  await untilPeers(bob, 1);
  const first = await untilAgreed([alice, bob], 5);
  const height = await heightOf(alice);
  await expectShown(alice, height, first);
  await expectShown(bob, height, first);

  await mineTo(bob, height + 2);
  const second = await untilAgreed([alice, bob], height + 2);
  expect(second).not.toBe(first);
  await expectShown(alice, await heightOf(alice), second);
  await expectShown(bob, await heightOf(bob), second);
  await expect(alice.page.getByTestId('peer-row')).toHaveAttribute('data-relation', 'in-step');
  await expect(alice.page.getByTestId('health')).toHaveAttribute('data-kind', 'in-step');
});

test('every card names its miner, and a tab knows its own blocks', async ({ scene }) => {
  const code = makeMainRoom();
  const alice = await scene.open(code);
  const bob = await scene.open(code);
  await untilPeers(alice, 1);
  await mineTo(alice, 1);
  const tip = await untilAgreed([alice, bob], 1);
  const miners = await Promise.all([alice.page, bob.page].map((page) => minerOf(page, tip)));
  expect(miners[0]).toBe(miners[1]);
  expect(miners[0]).not.toBe('');
});

test('a late third tab sees both bars move, and all three agree', async ({ scene }) => {
  const code = makeSandbox(BLOCKS);
  const alice = await scene.open(code);
  const bob = await scene.open(code);
  await alice.call('generate', BLOCKS / 2);
  await untilAgreed([alice, bob], BLOCKS / 2);
  await bob.call('generate', BLOCKS / 2);
  await untilAgreed([alice, bob], BLOCKS);

  const carol = await scene.open(code, { prepare: recordProgress });
  const tip = await untilAgreed([alice, bob, carol], BLOCKS);
  await expectShown(carol, BLOCKS, tip);
  await untilPeers(carol, 2);
  const seen = await carol.page.evaluate(() => (globalThis as unknown as Recorded).progress);
  expect(seen.headers.map(({ total }) => total)).toContain(BLOCKS);
  expect(seen.blocks.map(({ total }) => total)).toContain(BLOCKS);
});

test('a late joiner to a long chain watches them come and ends in step', async ({ scene }) => {
  const code = makeSandbox(BLOCKS);
  const alice = await scene.open(code);
  await alice.call('generate', BLOCKS);
  const bob = await scene.open(code, { prepare: recordProgress });
  const tip = await untilAgreed([alice, bob], BLOCKS);
  await expectShown(bob, BLOCKS, tip);
  const { blocks, headers } = await bob.page.evaluate(
    () => (globalThis as unknown as Recorded).progress,
  );
  expect(headers.at(-1)?.total).toBe(BLOCKS);
  const done = blocks.map((step) => step.done);
  expect(new Set(done).size).toBeGreaterThan(1);
  expect(done).toEqual(done.toSorted((left, right) => left - right));
  await expect(bob.page.getByTestId('sync-blocks')).toHaveCount(0);
});

interface Step {
  readonly done: number;
  readonly total: number;
}

interface Recorded {
  readonly progress: { readonly headers: Step[]; readonly blocks: Step[] };
}

/** Keeps what the two bars said, also when they stood for a blink. */
function recordProgress(): void {
  const progress: Recorded['progress'] = { headers: [], blocks: [] };
  Object.assign(globalThis, { progress });
  const look = (testId: string, steps: Step[]) => {
    const bar = document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
    if (bar === null) return;
    const step = { done: Number(bar.dataset['done']), total: Number(bar.dataset['total']) };
    const last = steps.at(-1);
    if (last?.done !== step.done || last.total !== step.total) steps.push(step);
  };
  new MutationObserver(() => {
    look('sync-headers', progress.headers);
    look('sync-blocks', progress.blocks);
  }).observe(document, { attributes: true, childList: true, subtree: true });
}

/** A card stands from its block's header on, and names the miner once the block is there. */
async function minerOf(page: Page, hash: string): Promise<string | null> {
  const card = cardOf(page, hash);
  await expect(card).not.toHaveAttribute('data-miner', '');
  return card.getAttribute('data-miner');
}
