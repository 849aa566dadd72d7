import { describe, expect, it } from 'vitest';
import type { StorageState } from '../../../src/node/api.ts';
import { blocksWords, headersWords, storageSentence, tabTitle } from '../../../src/ui/words.ts';
import { FIXTURES } from '../../support/fixture-snapshots.ts';

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('sync progress in words', () => {
  const sync = {
    headersDone: 1204,
    headersTotal: 5000,
    blocksDone: 500,
    blocksTotal: 5000,
    blocksPerSecond: 45,
  };

  it('counts headers', () => {
    expect(plain(headersWords(sync).count)).toBe('1 204 of 5 000');
    expect(plain(headersWords(sync).detail)).toBe('24 %');
    expect(headersWords({ ...sync, headersDone: 5000 }).detail).toBe('all work checked');
  });

  it('tells the rate of blocks and the time left', () => {
    const fetching = { ...sync, headersDone: 5000, secondsLeft: 100 };
    expect(plain(blocksWords(fetching).detail)).toBe('45.0 blocks/s · about 100 s left');
  });

  it('tells the share of the blocks while there is no rate, and after the last one', () => {
    const done = { ...sync, headersDone: 5000, blocksDone: 5000 };
    expect(plain(blocksWords(done).detail)).toBe('100 %');
  });

  it('promises no time before there is a rate', () => {
    expect(plain(blocksWords({ ...sync, blocksPerSecond: 0 }).detail)).toBe('10 %');
    const none = { ...sync, blocksPerSecond: 0, blocksTotal: 0, blocksDone: 0 };
    expect(blocksWords(none).detail).toBe('waiting for a first answer');
  });
});

describe('storage in words', () => {
  const cases: readonly (readonly [StorageState, RegExp])[] = [
    [{ state: 'disk' }, /kept on this device/],
    [{ state: 'disk', repaired: 'a torn page.' }, /repaired: a torn page\./],
    [{ state: 'disk', isLost: true }, /^This browser lost .* comes back by its words\.$/],
    [{ state: 'memory', failure: 'unavailable' }, /^Nothing is kept past this page: .+\.$/],
    [{ state: 'memory' }, /did not say why/],
    [{ state: 'full', failure: 'quota' }, /^Storage is full: .+\.$/],
  ];

  it.each(cases)('says %o', (storage, pattern) => {
    expect(storageSentence(storage)).toMatch(pattern);
  });
});

describe('the title of the tab', () => {
  it('names it by its height and room', () => {
    expect(plain(tabTitle(FIXTURES.room))).toBe('5 000 · Maple Harbour · Tabchain');
  });
});
