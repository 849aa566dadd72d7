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
      secondsLeft: 4,
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

  it('tells the time left when every header is here and a second of blocks was measured', () => {
    const progress = new Progress();
    progress.update(facts(0, 500, 5_000), 1_000);
    progress.update(facts(300, 2_000, 5_000), 2_000);
    expect(progress.current?.secondsLeft).toBeUndefined();
    progress.update(facts(600, 5_000), 3_000);
    expect(progress.current).toMatchObject({ blocksPerSecond: 300, secondsLeft: 4_400 / 300 });
    const young = new Progress();
    young.update(facts(0, 500), 1_000);
    young.update(facts(100, 500), 1_999);
    expect(young.current?.secondsLeft).toBeUndefined();
  });

  it('tells no time left while no block comes', () => {
    const progress = new Progress();
    for (let at = 0; at <= 60; at += 1) progress.update(facts(0, 500), at * 1_000);
    expect(progress.current).toMatchObject({ blocksPerSecond: 0 });
    expect(progress.current?.secondsLeft).toBeUndefined();
  });

  it('forgets how fast it was more than ten seconds ago', () => {
    const progress = new Progress();
    for (let at = 0; at <= 20; at += 1) progress.update(facts(at * 1_000, 90_000), at * 1_000);
    for (let at = 21; at <= 31; at += 1) {
      progress.update(facts(20_000 + (at - 20) * 10, 90_000), at * 1_000);
    }
    expect(progress.current?.blocksPerSecond).toBe(10);
    expect(progress.current?.secondsLeft).toBe((90_000 - 20_110) / 10);
  });

  it('measures anew after the clock was set back', () => {
    const progress = new Progress();
    progress.update(facts(0, 500), 100_000);
    progress.update(facts(100, 500), 101_000);
    progress.update(facts(100, 500), 51_000);
    progress.update(facts(150, 500), 52_000);
    expect(progress.current?.blocksPerSecond).toBe(50);
  });
});
