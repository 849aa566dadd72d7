import { describe, expect, it } from 'vitest';
import {
  costSentence,
  noteComplaint,
  noteLeft,
  proofName,
  stampSentence,
} from '../../../../src/ui/wallet/note-words.ts';

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('a note being written', () => {
  it('is counted in bytes, as the chain counts', () => {
    expect(plain(noteLeft('ä', 76))).toBe('For everyone to read, for ever. 74 bytes left.');
    expect(plain(noteLeft('x'.repeat(75), 76))).toContain('1 byte left');
    expect(plain(noteLeft('ä'.repeat(39), 76))).toBe('2 bytes too long: a note holds 76 bytes.');
  });

  it('is complained of when it is empty or too long, and not otherwise', () => {
    expect(noteComplaint('', 76)).toBe('Write something first.');
    expect(noteComplaint('x'.repeat(77), 76)).toContain('too long');
    expect(noteComplaint('x'.repeat(76), 76)).toBe('');
  });

  it('says what it costs before anything leaves', () => {
    const gets = new Map();
    const plan = { amount: 0, gets, fee: 1_540, change: 0, sizeVbytes: 154, txid: '' };
    expect(plain(costSentence(plan))).toMatch(/^This costs 0\.000 015 40 TAB, for the miner\./);
  });
});

describe('the search for a file in words', () => {
  const time = Date.UTC(2026, 10, 24, 12) / 1_000;
  const found = { found: true, height: 1_204, time, confirmations: 3 } as const;

  it('says where it stands, since when, and how deep', () => {
    const sentence = plain(stampSentence('will.pdf', found));
    expect(sentence).toContain('“will.pdf” is on this chain, bit for bit as it is now');
    expect(sentence).toContain('in block 1 204 of ');
    expect(sentence).toContain('2 blocks stand on top of it.');
  });

  it('says so where the block is the newest, or one block lies on it', () => {
    const at = (confirmations: number) =>
      plain(stampSentence('will.pdf', { ...found, confirmations }));
    expect(at(1)).toContain('may still lose its race');
    expect(at(2)).toContain('1 block stands on top of it.');
  });

  it('says what was not looked at where nothing was found', () => {
    const none = plain(stampSentence('will.pdf', { found: false, unread: 0 }));
    expect(none).toContain('in no block of this chain.');
    expect(none).toContain('still waits for its block');
    const some = plain(stampSentence('will.pdf', { found: false, unread: 2 }));
    expect(some).toContain('2 blocks could not be read here');
  });

  it('makes the name of a file inert, wherever it is shown', () => {
    const sentence = stampSentence('a\u202Efdp.exe', found);
    expect(sentence).not.toContain('\u202E');
    expect(proofName('folder/will.pdf')).toBe('folder-will.pdf.tabproof');
    expect(proofName('x'.repeat(300)).length).toBeLessThan(100);
  });
});
