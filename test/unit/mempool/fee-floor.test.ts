import { describe, expect, it } from 'vitest';
import { FeeFloor } from '../../../src/mempool/fee-floor.ts';
import { compareFeerates } from '../../../src/mempool/feerate.ts';

const MINUTE_MS = 60_000;
const isAt = (floor: FeeFloor, now: number, fee: number) =>
  compareFeerates(floor.at(now), { fee, sizeVbytes: 100 }) === 0;

describe('the fee floor', () => {
  it('is nothing before anything was evicted', () => {
    expect(new FeeFloor().at(0).fee).toBe(0);
    expect(new FeeFloor().at(1e12).fee).toBe(0);
  });

  it('rises to a tick per byte above what was evicted', () => {
    const floor = new FeeFloor();
    floor.raise({ fee: 500, sizeVbytes: 100 }, 0);
    expect(isAt(floor, 0, 600)).toBe(true);
  });

  it('halves every ten minutes', () => {
    const floor = new FeeFloor();
    floor.raise({ fee: 700, sizeVbytes: 100 }, 0);
    expect(isAt(floor, 10 * MINUTE_MS - 1, 800)).toBe(true);
    expect(isAt(floor, 10 * MINUTE_MS, 400)).toBe(true);
    expect(isAt(floor, 20 * MINUTE_MS, 200)).toBe(true);
    expect(isAt(floor, 30 * MINUTE_MS, 100)).toBe(true);
  });

  it('is not lowered by a cheaper eviction, and rises again from where it has come down to', () => {
    const floor = new FeeFloor();
    floor.raise({ fee: 900, sizeVbytes: 100 }, 0);
    floor.raise({ fee: 100, sizeVbytes: 100 }, MINUTE_MS);
    expect(isAt(floor, MINUTE_MS, 1_000)).toBe(true);
    floor.raise({ fee: 500, sizeVbytes: 100 }, 10 * MINUTE_MS);
    expect(isAt(floor, 10 * MINUTE_MS, 600)).toBe(true);
  });

  it('stays where it is while the clock runs backwards', () => {
    const floor = new FeeFloor();
    floor.raise({ fee: 700, sizeVbytes: 100 }, 60 * MINUTE_MS);
    expect(isAt(floor, 0, 800)).toBe(true);
  });

  it('is forgotten after a day, whatever it was', () => {
    const floor = new FeeFloor();
    floor.raise({ fee: 21e14, sizeVbytes: 25_000 }, 0);
    expect(floor.at(24 * 60 * MINUTE_MS).fee).toBe(0);
  });
});
