/** Signatures a second of one thread, by each way to verify; one code for Node and browsers. */

import type { VerifierName } from '../../src/adapters/verifier/create-verifier.ts';
import type { SignatureCheck } from '../../src/consensus/signature.ts';
import {
  type SchnorrVerify,
  verifyByNoble,
  verifySignature,
} from '../../src/consensus/signature-verifier.ts';
import { badCheck, goodCheck } from '../support/signature-checks.ts';
import { verifyBatch } from './batch-verify.ts';

export interface VerifyRates {
  /** What answers `verifySignature` in this thread. */
  readonly verifier: VerifierName;
  readonly installed: number;
  readonly noble: number;
  readonly batch: number;
}

/** As many inputs as a large block has. */
const BATCH_CHECKS = 1_024;
const KEYS = 256;
const INSTALLED_CHECKS = 4_000;
const NOBLE_CHECKS = 800;
const ROUNDS = 4;

/** `verifier` tells that loading has ended, and how. */
export function measureRates(verifier: VerifierName): VerifyRates {
  const checks = manyChecks(BATCH_CHECKS);
  if (!verifyBatch(checks)) throw new Error('a good batch was refused');
  if (verifyBatch([...checks.slice(1), badCheck(checks[0]!)])) throw new Error('a bad one passed');
  return {
    verifier,
    installed: measure(verifySignature, checks, INSTALLED_CHECKS),
    noble: measure(verifyByNoble, checks, NOBLE_CHECKS),
    batch: bestRate(BATCH_CHECKS, () => verifyBatch(checks)),
  };
}

/** Good ones, of KEYS different keys. */
export function manyChecks(count: number): SignatureCheck[] {
  const distinct = Array.from({ length: Math.min(count, KEYS) }, (_, seed) => goodCheck(seed));
  return Array.from({ length: count }, (_, at) => distinct[at % KEYS]!);
}

function measure(verify: SchnorrVerify, checks: readonly SignatureCheck[], count: number): number {
  return bestRate(count, () => {
    let isGood = true;
    for (let at = 0; at < count; at += 1) {
      const { signature, message, publicKey } = checks[at % checks.length]!;
      isGood &&= verify(signature, message, publicKey);
    }
    return isGood;
  });
}

function bestRate(count: number, work: () => boolean): number {
  let bestMs = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedMs = performance.now();
    if (!work()) throw new Error('a good signature was refused');
    bestMs = Math.min(bestMs, performance.now() - startedMs);
  }
  return (count / bestMs) * 1_000;
}
