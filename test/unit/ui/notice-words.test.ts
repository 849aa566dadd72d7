import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../src/node/api.ts';
import { arrangeNotices, noticeSentence } from '../../../src/ui/notice-words.ts';

function notice(kind: Notice['kind'], facts: Notice['facts'] = {}, id = 1): Notice {
  return { id, at: 0, kind, facts };
}

/** Without thin spaces and without the isolates around names. */
function said(kind: Notice['kind'], facts: Notice['facts'] = {}): string {
  return noticeSentence(notice(kind, facts))
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll(/[\u2068\u2069]/g, '');
}

describe('a notice in words', () => {
  it('explains a lost race', () => {
    expect(said('block-lost', { height: 1204, winner: 'Fox' })).toBe(
      'Your block 1 204 lost the race: the branch with more work has block 1 204 by Fox instead.',
    );
    expect(said('block-lost', { height: 1204, winner: '' })).toBe(
      'Your block 1 204 lost the race: a branch without it has more work.',
    );
  });

  it('says what a reorganisation changed', () => {
    expect(said('reorganisation', { undone: 3, added: 4, own: 1 })).toBe(
      'A branch with more work took over: 3 blocks undone, 4 added. ' +
        '1 block of yours lost with them.',
    );
    expect(said('reorganisation', { undone: 1, added: 2 })).toBe(
      'A branch with more work took over: 1 block undone, 2 added.',
    );
  });

  it('names the found block, the refused peer, the full disk and the wrong clock', () => {
    expect(said('block-found', { height: 12 })).toBe('You found block 12.');
    expect(said('peer-refused', { name: 'Fox', code: 'high-hash' })).toContain('Fox broke a rule');
    expect(said('peer-refused', { name: 'Fox', code: 'high-hash' })).toContain('(high-hash)');
    expect(said('storage', { failure: 'quota' })).toContain('disk space');
    expect(said('clock', { offsetSeconds: -190 })).toContain('by 3 min');
  });

  it('says for how long the browser had this tab suspended, and that its node goes on', () => {
    expect(said('suspended', { seconds: 720 })).toBe(
      'The browser suspended this tab for 12 min. Its node went on from there and is catching up.',
    );
  });

  it.each([
    'reorganisation',
    'block-found',
    'block-lost',
    'peer-refused',
    'storage',
    'clock',
    'suspended',
  ] as const)('of kind %s is a whole sentence even without facts', (kind) => {
    expect(said(kind)).toMatch(/^[A-Z].+\.$/);
    expect(said(kind)).not.toMatch(/undefined|NaN|null/);
  });

  it('clips a name and keeps it from turning the sentence around', () => {
    const sentence = noticeSentence(
      notice('block-lost', { height: 1, winner: `\u202e${'x'.repeat(500)}` }),
    );
    expect(sentence.length).toBeLessThan(200);
    expect(sentence).toMatch(/by \u2068\u202ex+\u2069 instead/);
  });
});

describe('the list of notices', () => {
  it('shows the newest first and keeps the rest for later', () => {
    const kinds = ['storage', 'clock', 'reorganisation', 'block-lost'] as const;
    const list = arrangeNotices(
      kinds.map((kind, id) => notice(kind, {}, id)),
      new Set(),
    );
    expect(list.shown.map((shown) => shown.kind)).toEqual([
      'block-lost',
      'reorganisation',
      'clock',
    ]);
    expect(list.older.map((older) => older.kind)).toEqual(['storage']);
  });

  it('is not flooded by the blocks a lone miner finds', () => {
    const found = Array.from({ length: 19 }, (_, id) => notice('block-found', {}, id + 1));
    const list = arrangeNotices([notice('reorganisation', {}, 0), ...found], new Set());
    expect(list.shown.map((shown) => shown.id)).toEqual([19, 0]);
    expect(list.foundBefore).toBe(18);
  });

  it('leaves out what was put away', () => {
    const list = arrangeNotices([notice('clock', {}, 1), notice('storage', {}, 2)], new Set([2]));
    expect(list.shown.map((shown) => shown.id)).toEqual([1]);
  });
});
