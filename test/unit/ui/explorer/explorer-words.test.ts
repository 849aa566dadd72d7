import { describe, expect, it } from 'vitest';
import {
  addressOfScript,
  blockStanding,
  expectedHashes,
  leadingZeroBits,
  memoWords,
  minerOf,
  searchedWords,
  standingOf,
  workSentence,
} from '../../../../src/ui/explorer/explorer-words.ts';
import { decodeAddress } from '../../../../src/wallet/address.ts';
import { toHex } from '../../../../src/util/bytes.ts';

const hexOf = (text: string) => toHex(new TextEncoder().encode(text));

describe('how a block or a transaction stands', () => {
  it('is told by its depth', () => {
    expect([-1, 0, 1, 5, 6].map(standingOf)).toEqual([
      'beside',
      'waiting',
      'young',
      'young',
      'settled',
    ]);
    expect(blockStanding(1)).toContain('newest');
    expect(blockStanding(3)).toBe('2\u00a0blocks on top of it');
    expect(blockStanding(-1)).toContain('Stale');
  });
});

describe('the work of a block', () => {
  it('is told of every block but the first, whose hash may be above its target', () => {
    const easy = { hash: `0f${'00'.repeat(31)}`, target: `7f${'ff'.repeat(31)}` };
    expect(workSentence({ ...easy, height: 1 })).toMatch(/^The hash begins with 4\szero bits/);
    expect(workSentence({ ...easy, hash: 'ff'.repeat(32), height: 0 })).toContain('needs no work');
  });
});

describe('the miner of a block', () => {
  const blockOf = (coinbase: string) => {
    const sizes = { size: 0, vsize: 0, weight: 0 };
    return { tx: [{ txid: '', hash: '', ...sizes, vin: [{ coinbase }], vout: [] }] };
  };

  it('is the name in its coinbase', () => {
    const start = `021027${'08'}${'ab'.repeat(8)}${'08'}${'00'.repeat(8)}`;
    expect(minerOf(blockOf(`${start}03${hexOf('Fox')}`))).toBe('Fox');
    expect(minerOf(blockOf(start))).toBe('');
    expect(minerOf({ tx: [] })).toBe('');
  });
});

describe('scripts in words', () => {
  it('are addresses where they pay to a key', () => {
    const script = `5120${'ab'.repeat(32)}`;
    expect(toHex(decodeAddress(addressOfScript(script)!))).toBe(script);
    expect(addressOfScript('6a00')).toBeUndefined();
  });

  it('are read where they hold text, and counted where they do not', () => {
    expect(memoWords(`6a05${hexOf('hello')}`)).toBe('Memo: hello');
    expect(memoWords(`6a09${hexOf('tabnhello')}`)).toBe('Note: hello');
    expect(memoWords('6a02fffe')).toBe('2\u00a0bytes of data');
    expect(memoWords(`6a24aa21a9ed${'00'.repeat(32)}`)).toContain('all signatures');
  });

  it('never turn the text around them', () => {
    expect(memoWords(`6a05${hexOf('a\u202eb')}`)).toBe('Memo: ab');
  });
});

describe('work as numbers', () => {
  it('counts zero bits and the hashes that a target takes', () => {
    expect(leadingZeroBits(`00f${'f'.repeat(61)}`)).toBe(8);
    expect(leadingZeroBits(`001${'f'.repeat(61)}`)).toBe(11);
    expect(leadingZeroBits('0'.repeat(64))).toBe(256);
    expect(expectedHashes(`7f${'f'.repeat(62)}`)).toBeCloseTo(2, 6);
    expect(expectedHashes(`00000f${'f'.repeat(58)}`)).toBeCloseTo(2 ** 20, 0);
  });
});

describe('a search that found nothing', () => {
  it('says where it looked', () => {
    expect(searchedWords(500, 200)).toBe('Nothing in blocks 201 to 500.');
    expect(searchedWords(500, null)).toBe('Nothing in blocks 1 to 500, which is all there are.');
  });
});
