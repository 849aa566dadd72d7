import { describe, expect, it } from 'vitest';
import { readQuery } from '../../../../src/ui/explorer/query.ts';

const HASH = '00ff'.repeat(16);
const ADDRESS = 'tab1pqrect677uuw89m6ctep06e2pkc7q9nja8g2dyfe0r84rj69ru8hqs8ly32';

describe('what is typed into the search field', () => {
  it.each([
    ['0', 0],
    ['1204', 1_204],
    ['1\u202f204', 1_204],
    ['1,204', 1_204],
    ['  12 ', 12],
  ])('%j is a height', (text, height) => {
    expect(readQuery(text)).toEqual({ kind: 'height', height });
  });

  it('is a hash when it has 64 hex digits, however written', () => {
    expect(readQuery(` ${HASH.toUpperCase()}\n`)).toEqual({ kind: 'hash', hash: HASH });
    expect(readQuery(HASH.slice(1))?.kind).toBe('words');
  });

  it('is an address also in the groups in which addresses are shown', () => {
    const grouped = ADDRESS.replaceAll(/(.{4})/g, '$1 ');
    for (const text of [ADDRESS, ADDRESS.toUpperCase(), grouped]) {
      expect(readQuery(text)).toEqual({ kind: 'address', address: ADDRESS });
    }
  });

  it('is words when it is nothing else, and nothing when it is empty', () => {
    expect(readQuery(' the quick fox ')).toEqual({ kind: 'words', words: 'the quick fox' });
    expect(readQuery('1234567890123')?.kind).toBe('words');
    expect(readQuery('')).toBeUndefined();
    expect(readQuery('  ')).toBeUndefined();
  });
});
