import { describe, expect, it } from 'vitest';
import type { ChainFileOutcome } from '../../../../src/node/api.ts';
import { readWords, savedWords } from '../../../../src/ui/room/chain-file-words.ts';

const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ');
const whole: ChainFileOutcome = { blocks: 1_204, fresh: 12, height: 1_204, done: true };

function refusedAt(height: number, code: string, taken: Partial<ChainFileOutcome> = {}) {
  const refused = { height, code, detail: 'the reason' };
  return readWords({ ...whole, ...taken, refused });
}

describe('what came of a file', () => {
  it('that was saved is its last block and its size', () => {
    expect(plain(savedWords(1_204, 352_000).sentence)).toBe('Saved up to block 1 204, 352 kB.');
  });

  it('that was read is what was in it, what was new, and where the tab stands', () => {
    const { tone, sentence } = readWords(whole);
    expect(tone).toBe('good');
    expect(plain(sentence)).toBe(
      '1 204 blocks read and checked, 12 of them new. This tab’s chain is at block 1 204.',
    );
    expect(plain(readWords({ ...whole, fresh: 0 }).sentence)).toContain('none of them new');
  });

  it.each([
    ['file-no-chain', 'This file holds no chain of Tabchain. Nothing was changed.'],
    ['file-other-room', 'This file holds the chain of another room. Nothing was changed.'],
    ['file-cut', 'This file is damaged. Nothing was changed.'],
  ])('that begins wrongly is told apart: %s', (code, sentence) => {
    const words = refusedAt(0, code, { blocks: 0, fresh: 0 });
    expect(words).toEqual({ tone: 'refused', sentence });
  });

  it.each([
    ['file-cut', 'The file ends in the middle of block 7.'],
    ['file-order', 'The file is damaged where block 7 should be.'],
    ['time-too-new', 'Block 7 is from the future by this device’s clock.'],
    ['bad-cb-amount', 'Block 7 was refused: the reason (bad-cb-amount).'],
  ])('that goes wrong later says where, and what stays: %s', (code, sentence) => {
    const words = refusedAt(7, code, { blocks: 6, fresh: 6, height: 6 });
    expect(words.tone).toBe('refused');
    expect(plain(words.sentence)).toBe(
      `${sentence} 6 blocks read and checked, 6 of them new. This tab’s chain is at block 6.`,
    );
  });
});
