/**
 * What is to happen later, in order of time, and in the order it was said where times are equal.
 * A long row of things that are due is worked off in short turns, so that whoever shares the thread
 * gets its own in between.
 */

import type { Clock } from '../node/ports.ts';

interface Entry {
  at: number;
  readonly event: () => void;
}

/** Some milliseconds of most things that nodes do. */
const TURN_MAX_EVENTS = 64;
const TURN_MAX_MS = 8;

/** The clock's alarm is used by the agenda alone. */
export function createAgenda(clock: Clock): (event: () => void, delayMs: number) => void {
  /** By time, the first last. */
  const entries: Entry[] = [];
  let seenAt = clock.now();
  let armedFor = Infinity;

  /** A clock that was set back must not hold everything up until it is where it was. */
  function now(): number {
    const time = clock.now();
    if (time < seenAt) for (const entry of entries) entry.at -= seenAt - time;
    seenAt = time;
    return time;
  }

  function arm(): void {
    const at = entries.at(-1)?.at ?? Infinity;
    if (at === Infinity || at === armedFor) return;
    armedFor = at;
    clock.wakeAt(at, turn);
  }

  function turn(): void {
    armedFor = Infinity;
    const startedAt = now();
    try {
      for (let count = 0; count < TURN_MAX_EVENTS && isDue(startedAt); count += 1) {
        entries.pop()!.event();
        if (clock.now() - startedAt >= TURN_MAX_MS) break;
      }
    } finally {
      arm();
    }
  }

  function isDue(time: number): boolean {
    const first = entries.at(-1);
    return first !== undefined && first.at <= time;
  }

  return (event, delayMs) => {
    const entry = { at: now() + delayMs, event };
    let index = 0;
    while (index < entries.length && entries[index]!.at > entry.at) index += 1;
    entries.splice(index, 0, entry);
    arm();
  };
}
