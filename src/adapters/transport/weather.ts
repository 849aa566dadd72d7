/**
 * How long a message is under way on a link that is slow or loses things. A link is reliable and
 * ordered, so a lost message is sent again until it arrives, and what was sent after it waits:
 * to those who talk, loss looks like time.
 */

import { LAB_LATENCY_MAX_MS, LAB_LOSS_MAX_PERCENT, RESENDS_MAX } from '../../util/limits.ts';

export interface LinkWeather {
  /** One way, added to every message. */
  readonly latencyMs: number;
  /** Of the messages, that must be sent again. */
  readonly lossPercent: number;
}

export const FINE_WEATHER: LinkWeather = { latencyMs: 0, lossPercent: 0 };

/** The same, or as bad as it may be at most. */
export function boundWeather({ latencyMs, lossPercent }: LinkWeather): LinkWeather {
  return {
    latencyMs: within(latencyMs, LAB_LATENCY_MAX_MS),
    lossPercent: within(lossPercent, LAB_LOSS_MAX_PERCENT),
  };
}

/** What SCTP waits at least before it sends again, as Chromium has it (dcSCTP's `rto_min`). */
const RESEND_MIN_MS = 400;

/** `random` gives numbers from 0 to 1, 1 excluded; one for each time that the message is sent. */
export function travelMs({ latencyMs, lossPercent }: LinkWeather, random: () => number): number {
  let waitMs = RESEND_MIN_MS + 2 * latencyMs;
  let heldMs = 0;
  for (let resends = 0; resends < RESENDS_MAX && 100 * random() < lossPercent; resends += 1) {
    heldMs += waitMs;
    waitMs *= 2;
  }
  return heldMs + latencyMs;
}

function within(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(0, value)) : 0;
}
