import { describe, expect, it } from 'vitest';
import { fullBucket, refill } from '../../../src/net/bucket.ts';

const RATE = { perSecond: 100, max: 500 };

describe('a bucket', () => {
  it('fills with time up to its rim', () => {
    const bucket = fullBucket(RATE, 1_000);
    bucket.tokens -= 500;
    refill(bucket, RATE, 1_250);
    expect(bucket.tokens).toBe(25);
    refill(bucket, RATE, 60_000);
    expect(bucket.tokens).toBe(500);
  });

  it('that was overdrawn pays by waiting', () => {
    const bucket = fullBucket(RATE, 0);
    bucket.tokens -= 700;
    refill(bucket, RATE, 1_000);
    expect(bucket.tokens).toBe(-100);
    refill(bucket, RATE, 3_000);
    expect(bucket.tokens).toBe(100);
  });

  it('gains nothing from a clock that is set back, and goes on from there', () => {
    const bucket = fullBucket(RATE, 100_000);
    bucket.tokens = 0;
    refill(bucket, RATE, 1_000);
    expect(bucket.tokens).toBe(0);
    refill(bucket, RATE, 2_000);
    expect(bucket.tokens).toBe(100);
  });
});
