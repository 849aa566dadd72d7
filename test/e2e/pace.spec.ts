/** How long things may take: run alone, since the clock goes on while others work. */

import { expect } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { tipOf } from './support/tab.ts';
import { test } from './support/test.ts';

test('a second tab is in step within five seconds of loading 500 blocks', async ({ scene }) => {
  const code = makeSandbox(500);
  const alice = await scene.open(code);
  await alice.call('generate', 500);
  const bob = await scene.open(code);
  const isInStep = async () => (await tipOf(bob)) === (await tipOf(alice));
  await expect.poll(isInStep, { timeout: 5_000, intervals: [50] }).toBe(true);
});
