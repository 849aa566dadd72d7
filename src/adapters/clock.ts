/** The device's time and its timers, as the node may use them. */

import type { Clock } from '../node/ports.ts';

/** Timers of 2^31 ms and more fire at once (HTML, "timer initialization steps"). */
const TIMER_MAX_MS = 0x7fff_ffff;

export function createClock(): Clock {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the alarms: one that was replaced must not ring. */
  let alarms = 0;
  const atOnce = createImmediate();

  function arm(time: number, wake: () => void): void {
    const armedAt = Date.now();
    const waitMs = Math.min(Math.max(0, Math.ceil(time - armedAt)), TIMER_MAX_MS);
    timer = setTimeout(() => {
      const now = Date.now();
      // Timers may run a millisecond early by this clock. Who sets it back by an hour, though, must
      // not put the node to sleep for that hour.
      if (now < time && now >= armedAt) arm(time, wake);
      else wake();
    }, waitMs);
  }

  return {
    now: () => Date.now(),
    wakeAt: (time, wake) => {
      clearTimeout(timer);
      alarms += 1;
      const alarm = alarms;
      if (time > Date.now()) arm(time, wake);
      else atOnce(() => alarm === alarms && wake());
    },
  };
}

/**
 * Runs something after what already waits, without the 4 ms that browsers add to each timer of a
 * chain of them (HTML, "nesting level"). Under Node the channel must not keep the process alive.
 */
function createImmediate(): (run: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const waiting: Array<() => void> = [];
  port1.onmessage = () => waiting.shift()?.();
  for (const port of [port1, port2]) (port as { unref?: () => void }).unref?.();
  return (run) => {
    waiting.push(run);
    port2.postMessage(undefined);
  };
}
