import { describe, expect, it } from 'vitest';
import { Progress } from '../../../src/node/progress.ts';

const facts = (height: number, headerHeight: number, claimedHeight = headerHeight) => ({
  height,
  headerHeight,
  claimedHeight,
  isFetching: true,
});

describe('progress', () => {
  it('says nothing while at most one block is missing', () => {
    const progress = new Progress();
    progress.update(facts(10, 11), 1_000);
    expect(progress.current).toBeUndefined();
    expect(progress.isActive).toBe(false);
  });

  it('counts headers towards what peers claim, then blocks towards the headers', () => {
    const progress = new Progress();
    progress.update(facts(0, 0, 500), 1_000);
    expect(progress.current).toMatchObject({ headersDone: 0, headersTotal: 500, blocksTotal: 0 });
    progress.update(facts(100, 500), 2_000);
    expect(progress.current).toEqual({
      headersDone: 500,
      headersTotal: 500,
      blocksDone: 100,
      blocksTotal: 500,
      blocksPerSecond: 100,
    });
  });

  it('goes on to the very last block once it began', () => {
    const progress = new Progress();
    progress.update(facts(0, 500), 1_000);
    progress.update(facts(499, 500), 2_000);
    expect(progress.isActive).toBe(true);
    progress.update(facts(500, 500), 3_000);
    expect(progress.isActive).toBe(false);
  });

  it('stays to be seen for a moment, and no longer', () => {
    const progress = new Progress();
    progress.update(facts(0, 500), 1_000);
    progress.update(facts(500, 500), 1_100);
    expect(progress.current).toMatchObject({ blocksDone: 500 });
    progress.update(facts(500, 500), 2_500);
    expect(progress.current).toMatchObject({ blocksDone: 500, blocksPerSecond: 5_000 });
    progress.update(facts(500, 500), 2_600);
    expect(progress.current).toBeUndefined();
  });

  it('ends when nobody is left who could bring what is missing', () => {
    const progress = new Progress();
    progress.update(facts(0, 500), 1_000);
    progress.update({ ...facts(100, 500), isFetching: false }, 2_000);
    expect(progress.isActive).toBe(false);
  });
});
