/** The device's time and its timers, as the node may use them. */

import type { Clock } from '../node/ports.ts';

/** Timers of 2^31 ms and more fire at once (HTML, "timer initialization steps"). */
const TIMER_MAX_MS = 0x7fff_ffff;

export function createClock(): Clock {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer under way runs out; Infinity without one. */
  let dueAt = Infinity;
  let alarm: Alarm | undefined;
  const atOnce = createImmediate(() => ring(Date.now()));

  function ring(now: number): void {
    if (alarm === undefined || now < alarm.time) return;
    const { wake } = alarm;
    alarm = undefined;
    wake();
  }

  function arm(time: number): void {
    clearTimeout(timer);
    const armedAt = Date.now();
    const waitMs = Math.min(Math.max(0, Math.ceil(time - armedAt)), TIMER_MAX_MS);
    dueAt = armedAt + waitMs;
    timer = setTimeout(() => {
      dueAt = Infinity;
      const now = Date.now();
      // Who sets the clock back by an hour must not put the node to sleep for that hour.
      const isSetBack = now < armedAt;
      // Timers may run a millisecond early by this clock, or the alarm was put off meanwhile.
      if (alarm !== undefined && now < alarm.time && !isSetBack) arm(alarm.time);
      else ring(Infinity);
    }, waitMs);
  }

  return {
    now: () => Date.now(),
    wakeAt: (time, wake) => {
      const isDue = time <= Date.now();
      alarm = { time: isDue ? -Infinity : time, wake };
      if (isDue) atOnce();
      // A node puts its alarm off with each input: the timer that runs out before it may stay.
      else if (time < dueAt) arm(time);
    },
  };
}

interface Alarm {
  readonly time: number;
  readonly wake: () => void;
}

/**
 * Runs something after what already waits, without the 4 ms that browsers add to each timer of a
 * chain of them (HTML, "nesting level"). Under Node the channel must not keep the process alive.
 */
function createImmediate(run: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  let isDue = false;
  port1.onmessage = () => {
    isDue = false;
    run();
  };
  for (const port of [port1, port2]) (port as { unref?: () => void }).unref?.();
  return () => {
    if (!isDue) port2.postMessage(undefined);
    isDue = true;
  };
}
