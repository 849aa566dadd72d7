import { describe, expect, it } from 'vitest';
import { eventSentence, isAboutForks } from '../../../../src/ui/room/lesson-words.ts';

const bare = (text: string) =>
  text.replaceAll(/[\u202f\u00a0\u2068\u2069]/g, (mark) => (mark < '\u2030' ? ' ' : ''));

function said(kind: string, facts: Readonly<Record<string, string | number>> = {}) {
  return bare(eventSentence({ at: 0, kind, facts }));
}

describe('a note', () => {
  it.each([
    ['opened', { name: 'Fox', height: 1_204 }, 'Fox opened the room at block 1 204.'],
    ['tip', { height: 3, miner: 'Fox' }, 'Block 3 by Fox is the tip.'],
    ['stale', { height: 3, miner: '' }, 'Block 3 by somebody is stale: its branch lost.'],
    ['peer-came', { name: 'Fox' }, 'Fox came.'],
    ['peer-left', { name: 'Fox' }, 'Fox left.'],
    ['block-found', { height: 3 }, 'You found block 3.'],
  ])('of kind %s is a sentence', (kind, facts, sentence) => {
    expect(said(kind, facts)).toBe(sentence);
  });

  it('of a kind of a later version is told by its name, and lacking facts by a mark', () => {
    expect(said('earthquake')).toBe('earthquake');
    expect(said('tip')).toBe('Block ? by somebody is the tip.');
  });

  it('cannot turn the direction of the sentence with a name', () => {
    const sentence = eventSentence({ at: 0, kind: 'peer-came', facts: { name: 'Fox' } });
    expect(sentence).toBe('\u2068Fox\u2069 came.');
  });

  it('is about forks when a block lost or a branch took over', () => {
    const kinds = ['stale', 'reorganisation', 'block-lost', 'tip', 'peer-came'];
    const about = kinds.filter((kind) => isAboutForks({ at: 0, kind, facts: {} }));
    expect(about).toEqual(['stale', 'reorganisation', 'block-lost']);
  });
});
