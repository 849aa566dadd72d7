/**
 * A switchboard for tests and simulations in one program. Nothing happens by itself: every event
 * waits in one queue until the owner of the hub delivers it, so a run is repeatable.
 */

import { assert } from '../../util/assert.ts';
import { createSwitchboard, type Switchboard } from './switchboard.ts';

export interface Hub extends Switchboard {
  /** Delivers the oldest event; false when there is none. */
  step(): boolean;
  /** Delivers until nothing waits. Events that follow from events are delivered too. */
  flush(): void;
}

/** More than any test means to send; two nodes that answer each other for ever end here. */
const FLUSH_MAX_EVENTS = 10_000_000;

export function createHub(): Hub {
  const queue: Array<() => void> = [];
  // Always fine weather: nothing is ever delayed.
  const switchboard = createSwitchboard({
    later: (event) => void queue.push(event),
    now: () => 0,
    random: () => 0,
  });

  function step(): boolean {
    const event = queue.shift();
    event?.();
    return event !== undefined;
  }

  function flush(): void {
    let count = 0;
    while (step()) assert(++count < FLUSH_MAX_EVENTS, 'the hub never comes to rest');
  }

  return { ...switchboard, step, flush };
}
