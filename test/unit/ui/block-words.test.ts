import { describe, expect, it } from 'vitest';
import {
  lostSentence,
  minerName,
  nextBlockSentence,
  waitSentence,
} from '../../../src/ui/block-words.ts';
import { FIXTURES, fixtureCard } from '../../support/fixture-snapshots.ts';

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('a block in words', () => {
  it('says by how much a stale block lost', () => {
    const stale = fixtureCard(5, { state: 'stale', lostBy: 1.2 });
    expect(plain(lostSentence(stale))).toBe('stale: lost by 1.2 blocks of work');
    expect(plain(lostSentence({ ...stale, lostBy: 1 }))).toBe('stale: lost by 1 block of work');
  });

  it('has no miner at genesis', () => {
    expect(minerName(fixtureCard(0))).toBe('From the link');
  });

  it('tells a miner without a name from one that is not known', () => {
    const stale = fixtureCard(5, { state: 'stale', miner: '' });
    expect(minerName(stale)).toBe('Unnamed');
    expect(minerName({ ...stale, weight: 0 })).toBe('Miner unknown');
    expect(minerName({ ...stale, weight: 0, state: 'pending' })).toBe('');
  });
});

describe('the next block in words', () => {
  it('calls no block due: the share of shorter waits approaches one', () => {
    expect(waitSentence(0, 10)).toBe('The search has just begun');
    expect(plain(waitSentence(10, 10))).toBe('63 % of blocks come sooner');
    expect(plain(waitSentence(1e6, 10))).toBe('99 % of blocks come sooner');
  });

  it('says who looks for the next block', () => {
    expect(nextBlockSentence(FIXTURES.alone)).toBe('being mined');
    expect(nextBlockSentence(FIXTURES['mining-off'])).toBe('awaited');
    expect(nextBlockSentence(FIXTURES['syncing-blocks'])).toBe('mining waits');
  });
});
