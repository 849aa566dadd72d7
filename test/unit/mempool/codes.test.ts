import { describe, expect, it } from 'vitest';
import { listFiles } from '../../support/source-files.ts';

/** Codes are written where they are thrown, as the first argument. */
const THROWN = /\b(?:RuleError|refusal)\(\s*'([a-z0-9-]+)'/g;

const sources = listFiles('src/mempool').map(({ text }) => text);
const tests = listFiles('test/unit/mempool').map(({ text }) => text);
const codes = new Set(
  sources.flatMap((text) => [...text.matchAll(THROWN)].map(([, code]) => code!)),
);

describe('the codes of the mempool', () => {
  it('are these, stable for whoever reads them', () => {
    expect([...codes].toSorted()).toEqual([
      'bad-txns-inputs-missingorspent',
      'bad-txns-premature-spend-of-coinbase',
      'bad-txns-spends-conflicting-tx',
      'coinbase',
      'dust',
      'insufficient-fee',
      'mempool-full',
      'mempool-min-fee-not-met',
      'min-relay-fee-not-met',
      'non-final',
      'too-large-cluster',
      'too-many-replacements',
      'tx-size',
      'txn-already-in-mempool',
      'txn-already-known',
      'txn-same-nonwitness-data-in-mempool',
    ]);
  });

  it.each([...codes])('%s is met by a test', (code) => {
    const whole = new RegExp(`(?<![\\w-])${code}/(policy|consensus)`);
    expect(tests.some((text) => whole.test(text))).toBe(true);
  });

  it('are never built from parts, so that each can be found', () => {
    const thrown = /\b(?:RuleError|refusal)\(\s*(?![\s'])/;
    const calls = sources.map((text) => text.replaceAll(/(export function|return new) .*/g, ''));
    expect(calls.filter((text) => thrown.test(text))).toEqual([]);
  });
});
