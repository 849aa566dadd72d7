/** A clock whose time passes only when a test says so. */

import type { Clock } from '../../src/node/ports.ts';

export interface VirtualClock extends Clock {
  /** Lets time pass; alarms ring at their times, also those that alarms set. */
  advance(durationMs: number): void;
  /** Lets time pass as on a device that sleeps: an alarm that falls due rings late, at the end. */
  sleep(durationMs: number): void;
}

export function createVirtualClock(startMs = 1_700_000_000_000): VirtualClock {
  let now = startMs;
  let alarm: { readonly time: number; readonly wake: () => void } | undefined;

  function advance(durationMs: number): void {
    const end = now + durationMs;
    while (alarm && alarm.time <= end) {
      const { time, wake } = alarm;
      alarm = undefined;
      now = Math.max(now, time);
      wake();
    }
    now = end;
  }

  return {
    now: () => now,
    // An alarm in the past rings with the next step of time, never inside the call that sets it.
    wakeAt: (time, wake) => void (alarm = { time: Math.max(time, now), wake }),
    advance,
    sleep: (durationMs) => {
      now += durationMs;
      advance(0);
    },
  };
}
