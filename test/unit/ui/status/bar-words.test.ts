import { describe, expect, it } from 'vitest';
import { barAnnouncement, barDetail } from '../../../../src/ui/status/bar-words.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

const FULL = /^Storage is full: the disk space this browser grants is used up\. /;

describe('the second line of the status bar', () => {
  it('says in every view that the disk is full, and reads it out', () => {
    expect(barDetail(FIXTURES.full, 0)).toMatch(FULL);
    expect(barAnnouncement(FIXTURES.full)).toContain('. Storage is full: ');
    expect(barDetail({ ...FIXTURES.full, staleSince: 1_000 }, 1_180)).toMatch(FULL);
  });

  it('says in every view that what was kept is gone', () => {
    const lost = { ...FIXTURES.room, storage: { state: 'disk', isLost: true } } as const;
    expect(barDetail(lost, 0)).toMatch(/^This browser lost /);
    expect(barAnnouncement(lost)).toContain('. This browser lost ');
  });

  it('speaks of the network first, which others can mend', () => {
    const { meeting } = FIXTURES.offline;
    expect(barDetail({ ...FIXTURES.full, meeting }, 0)).toContain('The meeting place');
    expect(barAnnouncement({ ...FIXTURES.full, meeting })).toMatch(/meeting place .* Storage/);
  });

  it('is empty while all is well, on a disk and without one', () => {
    expect(barDetail(FIXTURES.room, 0)).toBe('');
    expect(barDetail(FIXTURES.memory, 0)).toBe('');
  });
});
