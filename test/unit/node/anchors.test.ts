import { describe, expect, it } from 'vitest';
import { AnchorRecord, encodeAnchors, readAnchors } from '../../../src/node/anchors.ts';

const keys = (count: number) => Array.from({ length: count }, (_, at) => `0${at}`.repeat(32));
const MINUTE_MS = 60_000;

describe('the record of tabs to come back to', () => {
  it('comes back as it was', () => {
    for (const count of [1, 4])
      expect(readAnchors(encodeAnchors(keys(count)))).toEqual(keys(count));
  });

  it.each([
    ['is not there', undefined],
    ['is empty', new Uint8Array()],
    ['was altered', encodeAnchors(keys(2)).map((byte, at) => (at === 40 ? byte ^ 1 : byte))],
    ['was cut', encodeAnchors(keys(2)).slice(0, -1)],
    ['names more than four', encodeAnchors(keys(5))],
  ])('names nobody where it %s', (_, record) => {
    expect(readAnchors(record)).toEqual([]);
  });

  it('is written when it changes, once a minute at most, and never emptied', () => {
    const record = new AnchorRecord(encodeAnchors(keys(2)));
    expect(record.takeWrites(keys(2), 1_000_000)).toEqual([]);
    expect(record.takeWrites(keys(3), 1_000_000)).toEqual([
      { put: ['meta', 'anchors', encodeAnchors(keys(3))] },
    ]);
    expect(record.takeWrites(keys(4), 1_000_000 + MINUTE_MS - 1)).toEqual([]);
    expect(record.takeWrites([], 1_000_000 + MINUTE_MS)).toEqual([]);
    expect(record.takeWrites(keys(4), 1_000_000 + MINUTE_MS)).toHaveLength(1);
  });
});
