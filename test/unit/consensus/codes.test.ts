import { describe, expect, it } from 'vitest';
import { listFiles } from '../../support/source-files.ts';

/** Codes are written where they are thrown, as the first argument. */
const THROWN = /\b(?:RuleError|CodecError|invalid|mutated)\(\s*'([a-z0-9-]+)'/g;

const rules = listFiles('src/consensus').map(({ text }) => text);
const codec = listFiles('src/util').map(({ text }) => text);
const tests = listFiles('test/unit')
  .filter(({ path }) => /\/(consensus|util)\//.test(path))
  .map(({ text }) => text);

const codesIn = (texts: readonly string[]) =>
  texts.flatMap((text) => [...text.matchAll(THROWN)].map(([, code]) => code!));
const codes = [...new Set(codesIn([...rules, ...codec]))].toSorted();

describe('the codes of broken rules', () => {
  it('are many, and one is not mistaken for another', () => {
    expect(codes.length).toBeGreaterThan(50);
    expect(codes).toContain('bad-txns-signature');
    expect(codes).toContain('size-not-minimal');
  });

  it.each(codes)('%s is met by a unit test', (code) => {
    const whole = new RegExp(`(?<![\\w-])${code}(?![\\w-])`);
    expect(tests.some((text) => whole.test(text))).toBe(true);
  });

  it('are never built from parts, so that each can be found', () => {
    const thrown = /\b(?:RuleError|CodecError)\(\s*(?!code\b)(?!')/;
    expect(rules.filter((text) => thrown.test(text))).toEqual([]);
  });
});
