import { describe, expect, it } from 'vitest';
import type { Health, NodeSnapshot } from '../../../../src/node/api.ts';
import {
  healthAnnouncement,
  healthDetail,
  healthSentence,
  healthTone,
} from '../../../../src/ui/status/health-words.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('health in words', () => {
  const cases: readonly (readonly [Health, string])[] = [
    [{ kind: 'starting' }, 'Starting'],
    [{ kind: 'network-off' }, 'Network off: this node talks to nobody'],
    [{ kind: 'looking' }, 'Looking for other tabs'],
    [{ kind: 'alone' }, 'Alone in this room'],
    [{ kind: 'connecting', found: 1 }, 'Connecting to 1 other tab'],
    [{ kind: 'connecting', found: 2 }, 'Connecting to 2 other tabs'],
    [
      { kind: 'unreachable', found: 5 },
      'Found 5 tabs, connected to 0: your networks need a TURN server',
    ],
    [
      { kind: 'unreachable', found: 1 },
      'Found 1 tab, connected to 0: your networks need a TURN server',
    ],
    [{ kind: 'syncing', done: 1204, total: 5000 }, 'Fetching 1 204 of 5 000 blocks'],
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
    expect(healthTone({ kind: 'unreachable', found: 1 })).toBe('waiting');
  });
});

describe('what stands below the health', () => {
  const detail = (snapshot: NodeSnapshot, now = 0) => plain(healthDetail(snapshot, now));

  it('is nothing while all is well', () => {
    expect(detail(FIXTURES.room)).toBe('');
    expect(detail(FIXTURES.alone)).toBe('');
  });

  it('tells how fast blocks are fetched and how long it will take', () => {
    const { sync } = FIXTURES['syncing-blocks'];
    const fetching = { ...sync!, blocksPerSecond: 1450, secondsLeft: 2.2 };
    const snapshot = { ...FIXTURES['syncing-blocks'], sync: fetching };
    expect(detail(snapshot)).toBe('1 450 blocks/s · about 2 s left');
    const almost = { ...snapshot, sync: { ...fetching, secondsLeft: 0.01 } };
    expect(detail(almost)).toBe('1 450 blocks/s · about 1 s left');
  });

  it('promises no time that was not measured', () => {
    expect(detail(FIXTURES['syncing-blocks'])).toBe('412 blocks/s');
  });

  it('says that headers come before the blocks', () => {
    expect(detail(FIXTURES['syncing-headers'])).toBe('first their headers: 1 204 of 5 000');
  });

  it('explains a TURN server and says what helps without one', () => {
    const snapshot: NodeSnapshot = {
      ...FIXTURES.alone,
      health: { kind: 'unreachable', found: 5 },
    };
    expect(detail(snapshot)).toContain('A TURN server passes on what');
    expect(detail(snapshot)).toContain('same Wi-Fi');
  });

  it('says what goes on and what is left to do without the meeting place', () => {
    expect(detail(FIXTURES.offline)).toContain('the links go on without it');
    const { meeting } = FIXTURES.offline;
    expect(detail({ ...FIXTURES.alone, meeting })).toContain('an invitation links two tabs');
  });

  it('wonders calmly why no block comes, and looks at the own rate first', () => {
    const idle = { ...FIXTURES['mining-off'], staleSince: 1_000 };
    expect(detail(idle, 1_180)).toBe('No block for 3 min: perhaps nobody is mining.');
    const mining = { ...FIXTURES.room, staleSince: 1_000 };
    expect(detail(mining, 1_180)).toBe(
      'No block for 3 min: at this tab’s rate one takes 39 s on average.',
    );
  });
});

describe('what is read out', () => {
  it('holds advice, and no figure that is another one a second later', () => {
    expect(healthAnnouncement(FIXTURES.room)).toBe(healthSentence(FIXTURES.room.health));
    expect(healthAnnouncement(FIXTURES.offline)).toContain('the links go on without it');
    expect(healthAnnouncement(FIXTURES['syncing-blocks'])).not.toContain('blocks/s');
    expect(healthAnnouncement({ ...FIXTURES.room, staleSince: 1 })).not.toContain('No block');
  });
});
