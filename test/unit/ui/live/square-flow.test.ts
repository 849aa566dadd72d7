import { describe, expect, it } from 'vitest';
import { planFlow } from '../../../../src/ui/live/square-flow.ts';
import type { Square } from '../../../../src/ui/live/squares.ts';

const FLYING_MAX = 48;
const BLOCK = { x: 900, y: -200 };

function square(at: number, isNext = true): Square {
  return {
    txid: `tx ${at}`,
    x: at * 20,
    y: 0,
    side: 20,
    level: 1,
    isNext,
    weight: 561,
    feerate: 3,
  };
}

describe('the way into a block', () => {
  it('is taken by those that do not wait any more, to the middle of the block', () => {
    const before = [square(0), square(1), square(2)];
    const flying = planFlow({ before, waiting: new Set(['tx 1']), block: BLOCK });
    expect(flying.map(({ square: { txid }, order }) => [txid, order])).toEqual([
      ['tx 0', 0],
      ['tx 2', 1],
    ]);
    expect(flying.map(({ end }) => end)).toEqual([
      { x: 890, y: -210 },
      { x: 890, y: -210 },
    ]);
  });

  it('is taken first by those of whom it was known', () => {
    const before = [square(0, false), square(1)];
    const flying = planFlow({ before, waiting: new Set(), block: BLOCK });
    expect(flying.map(({ square: { txid } }) => txid)).toEqual(['tx 1', 'tx 0']);
  });

  it('lets 48 squares fly and the rest vanish', () => {
    const before = Array.from({ length: 240 }, (_, at) => square(at));
    expect(planFlow({ before, waiting: new Set(), block: BLOCK })).toHaveLength(FLYING_MAX);
  });
});
