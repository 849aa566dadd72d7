import { describe, expect, it } from 'vitest';
import {
  cardsInSight,
  type History,
  isContinued,
  missing,
  NO_HISTORY,
  remember,
} from '../../../../src/ui/live/history.ts';
import { fixtureCard, fixtureChain } from '../../../support/fixture-snapshots.ts';

const CARDS_MAX = 384;
const LOWEST = 4_977;

function fetched(history: History, from: number, count = 32): History {
  return remember(history, { from, count }, fixtureChain(from + count - 1, count));
}

describe('the older blocks of the strip', () => {
  it('are asked for where they come into sight, 32 heights at a time', () => {
    expect(missing(NO_HISTORY, { from: 100, to: 110 }, LOWEST)).toEqual({ from: 100, count: 32 });
    const some = fetched(NO_HISTORY, 100);
    expect(missing(some, { from: 100, to: 131 }, LOWEST)).toBeUndefined();
    expect(missing(some, { from: 125, to: 140 }, LOWEST)).toEqual({ from: 132, count: 32 });
    expect(missing(some, { from: -3, to: 4 }, LOWEST)).toEqual({ from: 0, count: 32 });
  });

  it('are not asked for where the snapshot has them', () => {
    expect(missing(NO_HISTORY, { from: 4_970, to: 4_999 }, LOWEST)).toEqual({
      from: 4_970,
      count: 7,
    });
    expect(missing(NO_HISTORY, { from: LOWEST, to: 5_000 }, LOWEST)).toBeUndefined();
  });

  it('are asked for once where there are none', () => {
    const none = remember(NO_HISTORY, { from: 10, count: 32 }, []);
    expect(missing(none, { from: 10, to: 20 }, LOWEST)).toBeUndefined();
  });

  it('are drawn while they are in sight', () => {
    const history = fetched(fetched(NO_HISTORY, 100), 132);
    const heights = cardsInSight(history, { from: 130, to: 134 }, LOWEST).map(
      ({ height }) => height,
    );
    expect(heights.toSorted((a, b) => a - b)).toEqual([130, 131, 132, 133, 134]);
    expect(cardsInSight(history, { from: 130, to: 134 }, 132)).toHaveLength(2);
  });

  it('keeps 384 cards, those nearest to where its user looks', () => {
    let history = NO_HISTORY;
    for (let from = 3_200; from >= 0; from -= 32) history = fetched(history, from);
    const heights = [...history.keys()].toSorted((a, b) => a - b);
    expect(heights).toHaveLength(CARDS_MAX);
    expect(heights[0]).toBe(0);
    expect(heights.at(-1)).toBe(CARDS_MAX - 1);
  });

  it('are forgotten when the chain leaves the branch that they are of', () => {
    const strip = fixtureChain(5_000);
    const history = fetched(NO_HISTORY, strip[0]!.height - 32);
    expect(isContinued(history, strip)).toBe(true);
    const other = [fixtureCard(strip[0]!.height, { previousHash: 'other' }), ...strip.slice(1)];
    expect(isContinued(history, other)).toBe(false);
    expect(isContinued(NO_HISTORY, other)).toBe(true);
    expect(isContinued(history, [])).toBe(true);
  });
});
