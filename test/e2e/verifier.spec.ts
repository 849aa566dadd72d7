/** Signatures verified in module workers, under the policy that the page is served with. */

import { expect } from '@playwright/test';
import type { VerifierPage } from './pages/verifier.ts';
import { test } from './support/test.ts';

test.use({ testPages: ['verifier'] });

test('a module worker verifies by libsecp256k1', async ({ scene }) => {
  const page = await scene.visit('verifier');
  await page.waitForFunction(() => 'verifier' in globalThis);
  const name = await page.evaluate(() => {
    const { verifier } = globalThis as unknown as { verifier: VerifierPage };
    return verifier.nameOfWorker();
  });
  expect(name).toBe('libsecp256k1');
});

test('a pool finds the first bad signature, or none', async ({ scene }) => {
  const page = await scene.visit('verifier');
  await page.waitForFunction(() => 'verifier' in globalThis);
  const verify = (...badAt: number[]) =>
    page.evaluate((places) => {
      const { verifier } = globalThis as unknown as { verifier: VerifierPage };
      return verifier.verify(2, 500, places);
    }, badAt);
  expect(await verify()).toEqual({ ok: true });
  expect(await verify(0)).toEqual({ ok: false, firstBad: 0 });
  expect(await verify(499, 311, 312)).toEqual({ ok: false, firstBad: 311 });
});
