import { describe, expect, it } from 'vitest';
import type { Health, MiningState, PeerRow, StorageState } from '../../../src/node/api.ts';
import {
  blocksWords,
  headersWords,
  healthSentence,
  healthTone,
  meetingSentence,
  minedSentence,
  miningSentence,
  relationWords,
  storageSentence,
  tabTitle,
} from '../../../src/ui/words.ts';
import { FIXTURES } from '../../support/fixture-snapshots.ts';

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

const room = FIXTURES.alone.room;

describe('health in words', () => {
  const cases: readonly (readonly [Health, string])[] = [
    [{ kind: 'starting' }, 'Starting'],
    [{ kind: 'network-off' }, 'Network off: this node talks to nobody'],
    [{ kind: 'alone' }, 'Alone in this room'],
    [{ kind: 'connecting', found: 1 }, 'Connecting to 1 other tab'],
    [{ kind: 'connecting', found: 2 }, 'Connecting to 2 other tabs'],
    [{ kind: 'syncing', done: 1204, total: 5000 }, 'Syncing 1 204 of 5 000'],
    [{ kind: 'in-step', peers: 3, height: 5000 }, '3 peers, all at 5 000'],
    [{ kind: 'in-step', peers: 1, height: 12 }, '1 peer, in step at 12'],
    [{ kind: 'others-behind', peers: 3, behind: 1 }, '3 peers, 1 of them behind'],
    [{ kind: 'others-behind', peers: 3, behind: 3 }, '3 peers, all still behind'],
    [{ kind: 'others-behind', peers: 1, behind: 1 }, '1 peer, still behind'],
  ];

  it.each(cases)('turns %o into a sentence', (health, sentence) => {
    expect(plain(healthSentence(health))).toBe(sentence);
  });

  it('is calm only when everyone agrees', () => {
    expect(healthTone({ kind: 'in-step', peers: 1, height: 1 })).toBe('calm');
    expect(healthTone({ kind: 'alone' })).toBe('quiet');
    expect(healthTone({ kind: 'syncing', done: 0, total: 1 })).toBe('waiting');
  });
});

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
    expect(plain(blocksWords(sync).detail)).toBe('45.0 blocks/s, 100 s left');
  });

  it('promises no time before there is a rate', () => {
    expect(plain(blocksWords({ ...sync, blocksPerSecond: 0 }).detail)).toBe('10 %');
    const none = { ...sync, blocksPerSecond: 0, blocksTotal: 0, blocksDone: 0 };
    expect(blocksWords(none).detail).toBe('waiting for a first answer');
  });
});

describe('a peer in words', () => {
  const peer: PeerRow = FIXTURES.room.peers[0]!;

  it.each([
    [{ relation: 'in-step' }, 'in step'],
    [{ relation: 'behind', height: 4998 }, '2 behind'],
    [{ relation: 'ahead', height: 6200 }, '1 200 ahead'],
    [{ relation: 'behind', height: -1 }, 'behind'],
    [{ relation: 'unknown', height: -1 }, 'tip not known yet'],
    [{ relation: 'in-step', state: 'greeting' }, 'saying hello'],
  ] as const)('with %o is "%s"', (changes, words) => {
    expect(plain(relationWords({ ...peer, ...changes }, 5000))).toBe(words);
  });
});

describe('mining in words', () => {
  const mining: MiningState = FIXTURES.alone.mining;

  it('compares the own pace with the aim of the room', () => {
    const slow = { ...mining, hashesPerSecond: 1000, difficultyHashes: 180_000 };
    expect(plain(miningSentence(slow, room))).toBe(
      'One block every 3 min at this rate; the room aims at one every 10 s.',
    );
  });

  it('promises nothing before there is a rate', () => {
    const cold = { ...mining, hashesPerSecond: 0 };
    expect(plain(miningSentence(cold, room))).toBe('Warming up; the room aims at one every 10 s.');
  });

  it.each(['syncing', 'starting', 'clock-off'] as const)('says why it waits: %s', (waitingFor) => {
    const waiting: MiningState = { ...mining, state: 'waiting', waitingFor };
    expect(miningSentence(waiting, room)).toMatch(/^Waiting/);
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

describe('storage in words', () => {
  const cases: readonly (readonly [StorageState, RegExp])[] = [
    [{ state: 'disk' }, /kept on this device/],
    [{ state: 'disk', repaired: 'a torn page.' }, /repaired: a torn page\./],
    [{ state: 'memory', failure: 'unavailable' }, /^Nothing is kept past this page: .+\.$/],
    [{ state: 'memory' }, /did not say why/],
    [{ state: 'full', failure: 'quota' }, /^Storage is full: .+\.$/],
  ];

  it.each(cases)('says %o', (storage, pattern) => {
    expect(storageSentence(storage)).toMatch(pattern);
  });
});

describe('the meeting place in words', () => {
  it('says that links go on without it', () => {
    const offline = { status: 'offline', population: 0 } as const;
    expect(meetingSentence(offline, true)).toContain('Open links go on');
  });

  it('does not count this tab as company', () => {
    const alone = { status: 'online', population: 1 } as const;
    expect(meetingSentence(alone, true)).toContain('no other tab');
  });

  it('is silent about a network that is off', () => {
    const online = { status: 'online', population: 3 } as const;
    expect(meetingSentence(online, false)).toContain('Links are closed');
  });
});

describe('the title of the tab', () => {
  it('names it by its height and room', () => {
    expect(plain(tabTitle(FIXTURES.room))).toBe('5 000 · Maple Harbour · Tabchain');
  });
});
