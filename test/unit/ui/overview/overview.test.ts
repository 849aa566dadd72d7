/** What the wall shows of the room: who is here, who found what, and the figures. */

import { describe, expect, it } from 'vitest';
import {
  afterWords,
  figuresOf,
  lostWords,
  sinceWords,
} from '../../../../src/ui/overview/overview-words.ts';
import { PEOPLE_SHOWN, peopleOf } from '../../../../src/ui/overview/people.ts';
import { MOMENTS_SHOWN, timelineOf } from '../../../../src/ui/overview/timeline.ts';
import type { NodeSnapshot } from '../../../../src/node/api.ts';
import { FIXTURES, fixtureCard, fixtureChain } from '../../../support/fixture-snapshots.ts';

/** As though all who are apart had been so for long. */
const peopleLate = (snapshot: NodeSnapshot) =>
  peopleOf(
    snapshot,
    snapshot.peers.filter(({ relation }) => relation === 'behind' || relation === 'ahead'),
  );

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('who is here', () => {
  it('is this tab first, then those who are behind, then the rest', () => {
    const { more, shown } = peopleLate(FIXTURES['others-behind']);
    expect(more).toBe(0);
    expect(shown.map(({ words }) => plain(words))).toEqual([
      'this tab',
      '2 behind',
      'in step',
      '3 ahead',
      'saying hello',
    ]);
    expect(shown.map(({ isBehind }) => isBehind)).toEqual([false, true, false, false, false]);
  });

  it('stands still while a block travels', () => {
    const { shown } = peopleOf(FIXTURES['others-behind'], []);
    expect(shown.map(({ words }) => plain(words))).toEqual([
      'this tab',
      'in step',
      'in step',
      'in step',
      'saying hello',
    ]);
  });

  it('is counted where it does not fit on a wall', () => {
    const { more, shown } = peopleLate(FIXTURES['large-room']);
    expect(shown).toHaveLength(PEOPLE_SHOWN - 1);
    expect(shown.length + more).toBe(25);
    expect(peopleLate({ ...FIXTURES.crowd, peers: FIXTURES.crowd.peers.slice(1) }).more).toBe(0);
  });
});

describe('the last blocks', () => {
  it('are those of the chain, newest first, with the time that each took', () => {
    const strip = fixtureChain(5_000);
    const moments = timelineOf(strip);
    expect(moments.map(({ height }) => height)).toEqual(
      Array.from({ length: MOMENTS_SHOWN }, (_, at) => 5_000 - at),
    );
    expect(moments[0]!.afterSeconds).toBe(strip.at(-1)!.time - strip.at(-2)!.time);
  });

  it('tell of who lost beside them', () => {
    const rival = fixtureCard(5_000, { hash: 'rival', state: 'stale' });
    const [newest, second] = timelineOf([...fixtureChain(5_000), rival]);
    expect([newest!.lost, second!.lost]).toEqual([1, 0]);
    expect(plain(afterWords({ ...newest!, afterSeconds: 12 }))).toBe('after 12 s');
    expect(plain(lostWords(newest!))).toBe('1 lost beside it');
    expect(lostWords(second!)).toBe('');
  });

  it('do not count from genesis, which is as old as its room', () => {
    const [first, genesis] = timelineOf(fixtureChain(1));
    expect(first!.afterSeconds).toBeUndefined();
    expect(afterWords(first!)).toBe('');
    expect(genesis!.height).toBe(0);
  });
});

describe('the figures', () => {
  it('are the rate of the room, the work of a block, and what waits', () => {
    const mempool = { transactions: 1_204, sizeVbytes: 3e5, fees: 1e6 };
    const figures = figuresOf({ ...FIXTURES.room, mempool });
    expect(figures.map(({ value }) => plain(value))).toEqual(['4.62 MH/s', '48.0 MH', '1 204']);
  });

  it('say so while the chain is too short to tell its rate', () => {
    const { room: _, ...mining } = FIXTURES.room.mining;
    expect(figuresOf({ ...FIXTURES.room, mining })[0]!.value).toBe('too early to tell');
  });

  it('count the seconds since the last block, but not while it is fetched', () => {
    const { room, 'syncing-blocks': syncing } = FIXTURES;
    expect(plain(sinceWords(room, room.tipTime + 42))).toBe('42 s since the last block');
    expect(sinceWords(syncing, syncing.tipTime + 42)).toBe('');
    // What was fetched is shown a moment longer, and the seconds are back at once.
    const done = { ...syncing.sync!, blocksDone: 5_000 };
    expect(plain(sinceWords({ ...syncing, sync: done }, syncing.tipTime + 2))).toMatch(
      /^2 s since/,
    );
  });
});
