import { describe, expect, it } from 'vitest';
import { type Cell, layoutStrip } from '../../../../src/ui/live/layout.ts';
import { unroll } from '../../../../src/ui/live/use-unrolled.ts';
import { fixtureChain } from '../../../support/fixture-snapshots.ts';

const FRESH_CARDS_MAX = 8;
const { cells } = layoutStrip(fixtureChain(100));

function hashes(of: readonly Cell[]): Set<string> {
  return new Set(of.map(({ card }) => card.hash));
}

describe('the cards drawn at once', () => {
  it('are 8 new ones at most, the newest first, until all are there', () => {
    const first = unroll(cells, new Set());
    expect(first).toEqual(cells.slice(-FRESH_CARDS_MAX));
    const second = unroll(cells, hashes(first));
    expect(second).toEqual(cells.slice(-2 * FRESH_CARDS_MAX));
    expect(unroll(cells, hashes(second))).toEqual(cells);
  });

  it('are all of them while blocks come one by one', () => {
    expect(unroll(cells, hashes(cells.slice(0, -FRESH_CARDS_MAX)))).toBe(cells);
  });

  it('never lose a card that is drawn already', () => {
    const old = cells.slice(0, 3);
    expect(unroll(cells, hashes(old))).toEqual([...old, ...cells.slice(-FRESH_CARDS_MAX)]);
  });
});
