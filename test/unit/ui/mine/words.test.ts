import { describe, expect, it } from 'vitest';
import type { MiningState, OwnBlock } from '../../../../src/node/api.ts';
import {
  difficultyWords,
  estimateSentence,
  gpuWords,
  lossSentence,
  luckWords,
  minedSentence,
  miningSentence,
  ownBlockWords,
  shareWords,
  spellSentence,
  templateWords,
} from '../../../../src/ui/mine/words.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

const { mining, room } = FIXTURES.alone;
const { room: _, ...unmeasured }: MiningState = mining;

describe('mining in words', () => {
  it('compares the own pace with that of the room', () => {
    const slow = { ...mining, hashesPerSecond: 1_000, difficultyHashes: 180_000 };
    expect(plain(miningSentence(slow, room))).toBe(
      'One block every 3 min at this rate; the room finds one every 10 s.',
    );
  });

  it('tells a pace of several blocks a second by tenths, never as none', () => {
    const quick = { ...unmeasured, hashesPerSecond: 1_000_000, difficultyHashes: 420_000 };
    expect(plain(miningSentence(quick, room))).toMatch(/^One block every 0\.4 s at this rate/);
    const instant = { ...quick, difficultyHashes: 2 };
    expect(plain(miningSentence(instant, room))).toMatch(/^One block every 0\.1 s at this rate/);
  });

  it('names the aim of a room that is too young to be measured', () => {
    const slow = { ...unmeasured, hashesPerSecond: 1_000, difficultyHashes: 180_000 };
    expect(plain(miningSentence(slow, room))).toBe(
      'One block every 3 min at this rate; the room aims at one every 10 s.',
    );
  });

  it('promises nothing before there is a rate', () => {
    const cold = { ...unmeasured, hashesPerSecond: 0 };
    expect(plain(miningSentence(cold, room))).toBe(
      'Warming up; the room aims at one block every 10 s.',
    );
  });

  it.each(['syncing', 'starting', 'clock-off'] as const)('says why it waits: %s', (waitingFor) => {
    const waiting: MiningState = { ...mining, state: 'waiting', waitingFor };
    expect(miningSentence(waiting, room)).toMatch(/^Waiting/);
  });

  it.each([
    ['on-battery', /^Paused: on battery\./],
    ['measuring', /^Paused while this device is measured/],
  ] as const)('says why it is paused: %s', (waitingFor, words) => {
    const waiting: MiningState = { ...mining, state: 'waiting', waitingFor };
    expect(miningSentence(waiting, room)).toMatch(words);
  });

  it('counts lost blocks apart', () => {
    expect(plain(minedSentence({ ...mining, blocksFound: 7, blocksActive: 6 }))).toBe(
      '7 blocks found since this page opened, 6 in the chain, 1 lost.',
    );
    expect(plain(minedSentence({ ...mining, blocksFound: 1, blocksActive: 1 }))).toBe(
      '1 block found since this page opened, all in the chain.',
    );
  });
});

describe('figures of mining in words', () => {
  const measured = { hashesPerSecond: 10_000, secondsPerBlock: 10, blocks: 120 };

  it('tells the difficulty as the hashes that a block takes', () => {
    expect(plain(difficultyWords({ ...mining, difficultyHashes: 1_048_576 }))).toBe(
      '1.05 MH a block',
    );
  });

  it.each([
    [50, 'under 1 %'],
    [150, 'about 1 %'],
    [3_400, 'about 34 %'],
    [9_500, 'about all of it'],
    [10_500, 'about all of it'],
    [20_000, 'more than all of it did lately'],
  ])('tells the share of a rate of %i', (hashesPerSecond, words) => {
    expect(plain(shareWords({ ...mining, hashesPerSecond }, measured))).toBe(words);
  });

  it('tells no share of a tab that does not mine', () => {
    expect(shareWords({ ...mining, state: 'off' }, measured)).toBe('none now');
  });

  it('tells luck by its two counts', () => {
    expect(luckWords({ hashes: 1, expected: 10.4, found: 12 })).toBe('found 12, expected 10.4');
  });

  it('says how rough the estimate of the room is', () => {
    expect(plain(estimateSentence(measured))).toContain('last 120 blocks');
    expect(plain(estimateSentence(measured))).toContain('give or take 9 %');
  });

  it('tells an empty block from one with transactions', () => {
    const template = { height: 1, fees: 0, subsidy: 1 };
    expect(templateWords({ ...template, transactions: 0 })).toBe('nothing but its reward');
    expect(plain(templateWords({ ...template, transactions: 1 }))).toBe('1 transaction');
  });

  it('says what the browser did to a hidden tab', () => {
    expect(plain(spellSentence({ seconds: 720, share: 0.386 }))).toBe(
      'While this tab was out of sight for 12 min, it hashed at 38 % of its rate before: ' +
        'the browser slowed it down.',
    );
  });

  it('tells of a graphics card only when there is something to tell', () => {
    const gpu = { intensity: 50, hashesPerSecond: 0 };
    expect(gpuWords({ ...gpu, state: 'ready' })).toBeUndefined();
    expect(gpuWords({ ...gpu, state: 'lost', reason: 'device lost' })).toContain('device lost');
  });
});

describe('a block of ours in words', () => {
  const block: OwnBlock = { hash: '', height: 1_204, time: 0, state: 'active', depth: 1 };

  it.each([
    [{}, 'newest'],
    [{ depth: 12 }, '12 deep'],
    [{ state: 'pending', depth: 0 }, 'just found'],
    [{ state: 'stale', depth: 0 }, 'lost'],
    [{ state: 'invalid', depth: 0 }, 'set aside'],
  ] as const)('says how it stands: %o', (changes, words) => {
    expect(plain(ownBlockWords({ ...block, ...changes }))).toBe(words);
  });

  it('says of a lost one whether it lost the race or stood on one that did', () => {
    const lost = { ...block, state: 'stale' } as const;
    expect(lossSentence({ ...lost, lostAt: 1_204 })).toBe('A branch without it has more work.');
    expect(plain(lossSentence({ ...lost, lostAt: 1_202 }))).toContain(
      'It stood on block 1 202, which lost',
    );
  });
});
