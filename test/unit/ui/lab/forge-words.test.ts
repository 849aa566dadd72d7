/** What is said of a forgery and of what became of it. */

import { describe, expect, it } from 'vitest';
import type { Forgery, ForgeryVerdict } from '../../../../src/lab/api.ts';
import { ruleOf } from '../../../../src/ui/lab/forge-rules.ts';
import {
  failureWords,
  forgeryWords,
  outcomeWords,
  reasonWords,
  stageShare,
  stageWords,
} from '../../../../src/ui/lab/forge-words.ts';
import { listFiles } from '../../../support/source-files.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

const FORGERY: Forgery = {
  kind: 'overpay',
  id: '00',
  hex: '',
  facts: { height: 1204, due: 50e8, paid: 100e8 },
};

function verdict(fate: ForgeryVerdict['fate'], code: string): ForgeryVerdict {
  return { node: 'self', fate, code, messages: [] };
}

const outcome = (...verdicts: ForgeryVerdict[]) => outcomeWords({ forgery: FORGERY, verdicts });

describe('the outcome', () => {
  const refused = verdict('refused', 'bad-cb-amount');

  it('says how many nodes refused it', () => {
    expect(outcome(refused)).toBe('This tab’s node refused it.');
    expect(plain(outcome(refused, refused, refused))).toBe('All 3 nodes refused it.');
    expect(outcome(refused, verdict('kept', 'prev-blk-not-found'))).toBe(
      '1 of 2 nodes refused it.',
    );
  });

  it('does not count those that were not shown it', () => {
    expect(outcome(refused, verdict('unreached', 'gone'))).toBe('This tab’s node refused it.');
    expect(outcome(verdict('unreached', 'gone'))).toBe('No node could be reached.');
  });

  it('tells the true bytes from false ones', () => {
    expect(outcome(verdict('kept', 'unchanged'))).toContain('the true bytes');
  });
});

describe('the reason', () => {
  it('is the rule, where one was broken', () => {
    expect(reasonWords(verdict('refused', 'bad-txns-signature'))).toBe(
      'A coin is spent by a signature of the key that it names, and by no other.',
    );
  });

  it('is never empty, whatever word a node has for it', () => {
    for (const fate of ['refused', 'kept', 'unreached'] as const) {
      for (const code of ['never-heard-of', '__proto__', '']) {
        expect(reasonWords(verdict(fate, code))).toMatch(/\.$/);
      }
    }
    expect(failureWords('__proto__')).toMatch(/\.$/);
  });

  it('has words of its own for every rule about whole blocks', () => {
    const thrown = /\b(?:RuleError|invalid|mutated)\(\s*'(bad-(?!txns)[a-z0-9-]+|high-[a-z-]+)'/g;
    const files = listFiles('src/consensus');
    const codes = files.flatMap(({ text }) => [...text.matchAll(thrown)].map(([, code]) => code!));
    const silent = codes.filter((code) => ruleOf(code) === ruleOf('never-heard-of'));
    expect(codes.length).toBeGreaterThan(15);
    expect([...new Set(silent)]).toEqual([]);
  });
});

describe('what was forged', () => {
  it('is said in numbers of the block', () => {
    expect(plain(forgeryWords(FORGERY))).toBe(
      'Block 1 204, which pays its miner 100.000 000 00 TAB where 50.000 000 00 TAB are due.',
    );
  });
});

describe('how far it is', () => {
  it('shows hashes against those that are expected, and never more than all', () => {
    const working = { kind: 'working', hashes: 500, expected: 1000, hashesPerSecond: 250 } as const;
    expect(stageShare(working)).toBe(0.5);
    expect(stageShare({ ...working, hashes: 4000 })).toBe(1);
    expect(plain(stageWords(working))).toBe(
      'Searching for its proof of work: 500 hashes of about 1 000, 250 H/s',
    );
    expect(stageShare({ kind: 'preparing' })).toBeUndefined();
  });
});
