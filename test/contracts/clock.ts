/** What every clock owes the node. `pass` lets at least so many milliseconds go by. */

import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/node/ports.ts';

export interface ClockUnderTest {
  readonly clock: Clock;
  pass(durationMs: number): Promise<void>;
}

export function describeClock(name: string, makeClock: () => ClockUnderTest): void {
  describe(name, () => {
    it('goes on', async () => {
      const { clock, pass } = makeClock();
      const start = clock.now();
      await pass(20);
      expect(clock.now()).toBeGreaterThanOrEqual(start + 20);
    });

    it('wakes once, at or after the time', async () => {
      const { clock, pass } = makeClock();
      const time = clock.now() + 20;
      const woken: number[] = [];
      clock.wakeAt(time, () => void woken.push(clock.now()));
      await pass(10);
      await pass(40);
      expect(woken).toHaveLength(1);
      expect(woken[0]).toBeGreaterThanOrEqual(time);
    });

    it('wakes soon, but not at once, when the time is past', async () => {
      const { clock, pass } = makeClock();
      let woken = 0;
      clock.wakeAt(clock.now() - 1_000, () => (woken += 1));
      expect(woken).toBe(0);
      await pass(10);
      expect(woken).toBe(1);
    });

    it('forgets an alarm when the next is set', async () => {
      const { clock, pass } = makeClock();
      const woken: string[] = [];
      clock.wakeAt(clock.now() + 5, () => void woken.push('first'));
      clock.wakeAt(clock.now() + 15, () => void woken.push('second'));
      await pass(40);
      expect(woken).toEqual(['second']);
    });

    it('can be set again by who is woken', async () => {
      const { clock, pass } = makeClock();
      let woken = 0;
      const again = () => {
        woken += 1;
        if (woken < 3) clock.wakeAt(clock.now() + 5, again);
      };
      clock.wakeAt(clock.now() + 5, again);
      // Each alarm is set when the one before has rung, and a busy device may stand still between.
      for (let round = 0; round < 10; round += 1) await pass(20);
      expect(woken).toBe(3);
    });

    it('waits for a time that is months away', async () => {
      const { clock, pass } = makeClock();
      let woken = 0;
      clock.wakeAt(clock.now() + 2 ** 32, () => (woken += 1));
      await pass(20);
      clock.wakeAt(clock.now(), () => {});
      expect(woken).toBe(0);
    });
  });
}
