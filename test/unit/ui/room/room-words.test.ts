import { describe, expect, it } from 'vitest';
import {
  halvingWords,
  kindWords,
  maturityWords,
  type RuleFigures,
  spacingWords,
  startWords,
} from '../../../../src/ui/room/room-words.ts';

const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ');
const FIGURES: RuleFigures = {
  isSandbox: false,
  spacingSeconds: 10,
  startHashes: 2 ** 24,
  halvingInterval: 210_000,
};

describe('a rule in words', () => {
  it('says how often a block comes, and how many are an hour', () => {
    expect(plain(spacingWords(10))).toContain('every 10 s on average: about 360 in an hour');
    expect(plain(spacingWords(240))).toContain('every 4 min on average: about 15 in an hour');
  });

  it('says what the first block means for this device, where its rate is known', () => {
    expect(plain(startWords(FIGURES, 4_194_304))).toContain('at 4.19 MH/s, would need about 4 s');
    expect(startWords(FIGURES, 0)).toContain('While this tab mines');
    expect(plain(startWords(FIGURES, 1e12))).toContain('about 1 s');
  });

  it('says of a sandbox that it costs nothing, and proves nothing', () => {
    expect(startWords({ ...FIGURES, isSandbox: true }, 1_000_000)).toContain('least work');
    expect(kindWords(true)).toContain('coins prove nothing');
    expect(kindWords(false)).not.toBe(kindWords(true));
  });

  it('says when the reward halves, and how many coins there will be', () => {
    expect(plain(halvingWords(FIGURES))).toBe(
      'A block’s reward begins at 50 TAB and halves about every 24 d. ' +
        'Fewer than 21 000 000 TAB will ever be.',
    );
  });

  it('counts the blocks for which rewards rest', () => {
    expect(plain(maturityWords(30))).toContain('30 blocks later');
  });
});
