/**
 * The pool of verifying workers in a page of its own, driven by tests and measurements through
 * `window.verifier`.
 */

import { createClock } from '../../../src/adapters/clock.ts';
import type { BatchVerdict } from '../../../src/adapters/verifier/batch.ts';
import type { VerifierName } from '../../../src/adapters/verifier/create-verifier.ts';
import { createVerifierPool } from '../../../src/adapters/verifier/pool.ts';
import { manyChecks, type VerifyRates } from '../../bench/verify-rates.ts';
import { badCheck } from '../../support/signature-checks.ts';

export interface VerifierPage {
  /** What a module worker verifies by. */
  nameOfWorker(): Promise<VerifierName>;
  measureWorker(): Promise<VerifyRates>;
  /** The verdict on so many checks, bad where said. */
  verify(threads: number, count: number, badAt: readonly number[]): Promise<BatchVerdict>;
  /** Checks a second. */
  measurePool(threads: number, count: number): Promise<number>;
}

const WARM_UP_CHECKS = 1_000;
const ROUNDS = 3;

function ask<Answer>(question: 'name' | 'measure'): Promise<Answer> {
  // Vite finds workers by just this form.
  const worker = new Worker(new URL('./verifier.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Answer>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(question);
  }).finally(() => worker.terminate());
}

function openPool(threads: number) {
  const makeWorker = () =>
    new Worker(new URL('../../../src/adapters/verifier/verify.worker.ts', import.meta.url), {
      type: 'module',
    });
  const pool = createVerifierPool({ makeWorker, clock: createClock(), threads });
  const verify = (checks: ReturnType<typeof manyChecks>) =>
    new Promise<BatchVerdict>((resolve) => pool.verify(checks, resolve));
  return { verify, stop: () => pool.stop() };
}

async function measurePool(threads: number, count: number): Promise<number> {
  const pool = openPool(threads);
  const checks = manyChecks(count);
  await pool.verify(checks.slice(0, WARM_UP_CHECKS));
  let bestMs = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedMs = performance.now();
    const { ok } = await pool.verify(checks);
    if (!ok) throw new Error('a good signature was refused');
    bestMs = Math.min(bestMs, performance.now() - startedMs);
  }
  pool.stop();
  return (count / bestMs) * 1_000;
}

const page: VerifierPage = {
  nameOfWorker: () => ask<VerifierName>('name'),
  measureWorker: () => ask<VerifyRates>('measure'),
  async verify(threads, count, badAt) {
    const checks = manyChecks(count);
    for (const at of badAt) checks[at] = badCheck(checks[at]!);
    const pool = openPool(threads);
    const verdict = await pool.verify(checks);
    pool.stop();
    return verdict;
  },
  measurePool,
};

Object.assign(window, { verifier: page });
