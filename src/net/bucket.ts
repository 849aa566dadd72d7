/**
 * What a peer may cause or be sent per second: a bucket that fills with time. It may be overdrawn
 * once, so that one thing larger than the bucket passes too; its price is paid by waiting.
 */

export interface Bucket {
  tokens: number;
  /** In ms. */
  filledAt: number;
}

export interface BucketRate {
  readonly perSecond: number;
  readonly max: number;
}

export function fullBucket({ max }: BucketRate, now: number): Bucket {
  return { tokens: max, filledAt: now };
}

/** A clock that was set back fills nothing. */
export function refill(bucket: Bucket, { perSecond, max }: BucketRate, now: number): void {
  const gained = (Math.max(0, now - bucket.filledAt) * perSecond) / 1000;
  bucket.tokens = Math.min(max, bucket.tokens + gained);
  bucket.filledAt = now;
}
