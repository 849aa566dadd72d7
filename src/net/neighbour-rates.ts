/** How often one neighbour may tell whom it is linked to, have a signal carried, and get one. */

import { PEERS_PER_MINUTE_MAX, SIGNALS_BURST_MAX, SIGNALS_PER_SECOND_MAX } from '../util/limits.ts';
import type { BucketRate } from './bucket.ts';

export const PEERS_RATE: BucketRate = {
  perSecond: PEERS_PER_MINUTE_MAX / 60,
  max: PEERS_PER_MINUTE_MAX,
};

export const SIGNALS_RATE: BucketRate = {
  perSecond: SIGNALS_PER_SECOND_MAX,
  max: SIGNALS_BURST_MAX,
};
