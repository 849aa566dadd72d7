import { describe, expect, it } from 'vitest';
import { Notices } from '../../../src/node/notices.ts';

describe('notices', () => {
  it('keeps the newest 20, each under a number of its own', () => {
    const notices = new Notices();
    for (let height = 1; height <= 25; height += 1) {
      notices.add('block-found', { height }, 1_000 * height);
    }
    const heights = notices.list.map(({ facts }) => facts['height']);
    expect(heights).toEqual(Array.from({ length: 20 }, (_, at) => at + 6));
    expect(new Set(notices.list.map(({ id }) => id)).size).toBe(20);
    expect(notices.list.at(-1)).toMatchObject({ kind: 'block-found', at: 25_000 });
  });

  it('tells that the tab stood still for more than thirty seconds, and for how long', () => {
    const notices = new Notices();
    for (const seconds of [1_000, 1_001, 1_031, 1_062, 1_063, 900]) notices.ticked(seconds * 1_000);
    expect(notices.list).toMatchObject([
      { kind: 'suspended', at: 1_062_000, facts: { seconds: 31 } },
    ]);
  });
});
