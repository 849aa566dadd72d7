import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressGroups,
  askedPositions,
  balanceSentence,
  feerateWords,
  feeWait,
  isWordCount,
  memoLeft,
  noPaymentsSentence,
  protectionWords,
  rescanSentence,
  stateSentence,
  tidyWords,
  usualPreset,
  wordCountSentence,
} from '../../../../src/ui/wallet/words.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';
import { WALLETS } from '../../../support/fixture-wallets.ts';

const { room } = FIXTURES.alone;

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('the balance in words', () => {
  it('says what the figure means, and what to do where there is nothing', () => {
    expect(balanceSentence(WALLETS.balance)).toBe('You can spend this now.');
    expect(balanceSentence(WALLETS.fresh)).toContain('still ripening');
    expect(balanceSentence({ ...WALLETS.empty, pending: 1 })).toContain('waits for a block');
    expect(balanceSentence(WALLETS.rescan)).toContain('search goes on');
    expect(balanceSentence(WALLETS.empty)).toContain('Mine a block');
  });
});

describe('the state of a wallet in words', () => {
  it('says nothing where all can be done', () => {
    expect(stateSentence(WALLETS.balance)).toBeUndefined();
  });

  it('says that a damaged record is kept, and what brings the coins back', () => {
    expect(stateSentence(WALLETS.damaged)).toMatch(/kept as it is.*restore the wallet/);
  });

  it('says who can read the secret', () => {
    expect(protectionWords(WALLETS.empty).title).toBe('Stored readable on this device');
    expect(protectionWords(WALLETS.balance).title).toBe('Unlocked for now');
    expect(protectionWords(WALLETS.locked).title).toBe('Locked by a passphrase');
    expect(protectionWords(WALLETS.watching).title).toBe('No secret here');
    expect(balanceSentence(WALLETS.watching)).toContain('where the secret is');
    expect(stateSentence(WALLETS.watching)).toMatch(/sending, changing a fee, writing notes/);
  });

  it('does not call a history empty that was not read', () => {
    expect(noPaymentsSentence(WALLETS.empty)).toContain('Nothing came or went yet');
    expect(noPaymentsSentence(WALLETS.damaged)).toContain('once the wallet is restored');
    expect(noPaymentsSentence(WALLETS.rescan)).toContain('still being searched');
  });

  it('counts the blocks of a search', () => {
    expect(plain(rescanSentence({ done: 1204, total: 5000 }))).toContain('1 204 of 5 000 blocks');
  });
});

describe('a fee in words', () => {
  const [slow, , fast] = WALLETS.empty.feePresets;

  it('is a wait, in blocks and in time', () => {
    expect(plain(feeWait(fast!, room))).toBe('in the next block, about 10 s');
    expect(plain(feeWait(slow!, room))).toBe('within 6 blocks, about 60 s');
  });

  it.each([
    [1_000, '1 tick/vB'],
    [1_500, '1.5 tick/vB'],
    [4_250, '4.25 tick/vB'],
    [100_000, '100 tick/vB'],
  ])('of %d ticks per 1,000 vB is a rate without needless digits', (ticksPerKvb, words) => {
    expect(plain(feerateWords(ticksPerKvb))).toBe(words);
  });

  it('is the normal one unless someone chooses', () => {
    expect(usualPreset(WALLETS.empty.feePresets)?.name).toBe('normal');
    expect(usualPreset([])).toBeUndefined();
  });
});

describe('an address', () => {
  it('is shown in groups of four and loses nothing', () => {
    const { receiveAddress } = WALLETS.empty;
    const groups = addressGroups(receiveAddress);
    expect(groups.join('')).toBe(receiveAddress);
    expect(groups.slice(0, -1).every((group) => group.length === 4)).toBe(true);
  });
});

describe('a memo', () => {
  it('is counted in bytes, not in letters', () => {
    expect(plain(memoLeft('tea', 80))).toContain('77 bytes left');
    expect(plain(memoLeft('äöü', 80))).toContain('74 bytes left');
    expect(plain(memoLeft('🦊'.repeat(21), 80))).toMatch(/^4 bytes too long/);
  });
});

describe('the words of a backup', () => {
  it('are asked at three different places, in their order', () => {
    const dice = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(dice, (rolls) => {
        const left = [...rolls];
        const positions = askedPositions(12, () => left.shift()!);
        expect(new Set(positions).size).toBe(3);
        expect(positions.toSorted((one, other) => one - other)).toEqual(positions);
        expect(positions.every((at) => at >= 1 && at <= 12)).toBe(true);
      }),
    );
  });

  it('may be any of them', () => {
    expect(askedPositions(12, () => 0)).toEqual([1, 2, 3]);
    expect(askedPositions(12, () => 0.999_999)).toEqual([10, 11, 12]);
  });

  it('are read however they were written down', () => {
    const written = ' 1. Abandon\n2. ability,  able\t';
    expect(tidyWords(written)).toEqual(['abandon', 'ability', 'able']);
    expect(plain(wordCountSentence(3))).toBe('3 words of 12.');
    expect(wordCountSentence(13)).toContain('no wallet has that many');
    expect(isWordCount(24)).toBe(true);
    expect(wordCountSentence(12)).toBe('12\u00a0words: complete.');
  });
});
