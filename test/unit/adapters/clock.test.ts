import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../../src/adapters/clock.ts';

const START_MS = 1_700_000_000_000;
const HOUR_MS = 3_600_000;

beforeEach(() => vi.useFakeTimers({ now: START_MS }));
afterEach(() => vi.useRealTimers());

function setAlarm(time: number): number[] {
  const clock = createClock();
  const woken: number[] = [];
  clock.wakeAt(time, () => void woken.push(clock.now()));
  return woken;
}

describe('the device’s clock', () => {
  it('wakes after a wait that no single timer can hold', () => {
    const time = START_MS + 3 * 2 ** 31;
    const woken = setAlarm(time);
    vi.advanceTimersByTime(3 * 2 ** 31 - 1);
    expect(woken).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(woken).toEqual([time]);
  });

  it('waits again when a timer runs early', () => {
    const woken = setAlarm(START_MS + 100);
    vi.setSystemTime(START_MS - 0);
    vi.advanceTimersByTime(50);
    vi.setSystemTime(START_MS + 10);
    vi.advanceTimersByTime(50);
    expect(woken).toEqual([]);
    vi.advanceTimersByTime(40);
    expect(woken).toEqual([START_MS + 100]);
  });

  it('does not sleep for the hour by which the device was set back', () => {
    const woken = setAlarm(START_MS + 1_000);
    vi.setSystemTime(START_MS - HOUR_MS);
    vi.advanceTimersByTime(1_000);
    expect(woken).toEqual([START_MS - HOUR_MS + 1_000]);
  });

  it('wakes once, at the last time it was told, however often that is put off', () => {
    const clock = createClock();
    const woken: string[] = [];
    for (let at = 0; at < 20; at += 1) {
      clock.wakeAt(clock.now() + 100, () => void woken.push(`put off at ${at}`));
      vi.advanceTimersByTime(50);
    }
    expect(woken).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(woken).toEqual(['put off at 19']);
    vi.advanceTimersByTime(1_000);
    expect(woken).toHaveLength(1);
  });

  it('wakes sooner when it is told so, and at once in a task of its own', async () => {
    vi.useRealTimers();
    const clock = createClock();
    const woken: string[] = [];
    clock.wakeAt(clock.now() + 60_000, () => void woken.push('in a minute'));
    clock.wakeAt(clock.now(), () => void woken.push('replaced'));
    const atOnce = new Promise<void>((resolve) => {
      clock.wakeAt(clock.now(), () => {
        woken.push('at once');
        resolve();
      });
    });
    expect(woken).toEqual([]);
    await atOnce;
    await new Promise((resolve) => {
      clock.wakeAt(clock.now() + 5, () => resolve(woken.push('soon')));
    });
    expect(woken).toEqual(['at once', 'soon']);
  });
});
