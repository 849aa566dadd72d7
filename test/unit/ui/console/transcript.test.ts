import { describe, expect, it } from 'vitest';
import {
  added,
  answered,
  type Entry,
  showResult,
  shownLine,
} from '../../../../src/ui/console/transcript.ts';

const CONSOLE_ENTRIES_MAX = 200;
const CONSOLE_TEXT_MAX_CHARACTERS = 100_000;
const entry = (id: number): Entry => ({ id, line: 'help', answer: undefined, isRefusal: false });

describe('the console’s transcript', () => {
  it('keeps the newest 200 commands', () => {
    let entries: readonly Entry[] = [];
    for (let id = 1; id <= CONSOLE_ENTRIES_MAX + 5; id += 1) entries = added(entries, entry(id));
    expect(entries).toHaveLength(CONSOLE_ENTRIES_MAX);
    expect(entries[0]!.id).toBe(6);
  });

  it('puts each answer to its question, in whatever order they come', () => {
    const asked = [entry(1), entry(2)];
    const first = answered(asked, 2, { answer: 'two', isRefusal: false });
    const both = answered(first, 1, { answer: 'no', isRefusal: true });
    expect(both.map(({ answer, isRefusal }) => [answer, isRefusal])).toEqual([
      ['no', true],
      ['two', false],
    ]);
    expect(answered(both, 9, { answer: 'late', isRefusal: false })).toEqual(both);
  });

  it('cuts an answer of more than 100,000 characters, and says so', () => {
    const shown = showResult('x'.repeat(CONSOLE_TEXT_MAX_CHARACTERS + 7));
    expect(shown).toHaveLength(CONSOLE_TEXT_MAX_CHARACTERS + '\n… and 7 characters more'.length);
    expect(shown.endsWith('… and 7 characters more')).toBe(true);
  });

  it('shows no passphrase and no words, and every other line as it was typed', () => {
    expect(shownLine('walletpassphrase "correct horse" 60')).toBe('walletpassphrase …');
    expect(shownLine('  importmnemonic abandon abandon about')).toBe('importmnemonic …');
    expect(shownLine('encryptwallet')).toBe('encryptwallet');
    expect(shownLine('getblockhash  7 ')).toBe('getblockhash  7');
  });

  it('shows text as it is, data as JSON, and bytes as their number', () => {
    expect(showResult('abc')).toBe('abc');
    expect(showResult(12)).toBe('12');
    expect(showResult(null)).toBe('null');
    expect(showResult({ bytes: new Uint8Array(9), big: 10n })).toBe(
      '{\n  "bytes": "9 bytes",\n  "big": "10"\n}',
    );
    expect(showResult(undefined)).toBe('');
  });
});
