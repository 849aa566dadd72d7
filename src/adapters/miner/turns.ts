/**
 * When a mining worker works and when it rests: a thread that is to work a tenth of the time does
 * so in its usual short batches, with a rest of nine times their length between them, so that
 * neither the device nor its fan follows a rhythm.
 *
 * What is owed is the rest for the work done; a timer that comes late pays it back in part, and
 * never so much that the worker would then run on without a pause. A new tip ends a rest at once.
 */

import type { MiningJob } from '../../node/ports.ts';
import { equalBytes } from '../../util/bytes.ts';
import type { Order } from './batches.ts';
import type { Grinder } from './grinder.ts';

interface TurnsOptions {
  readonly grinder: Grinder;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** Calls back behind the messages that wait. */
  readonly soon: (turn: () => void) => void;
  /** Calls back after so many ms; returns the way to call it off. */
  readonly later: (turn: () => void, delayMs: number) => () => void;
}

export interface Turns {
  take(order: Order): void;
}

/** Timers wait at least 4 ms from the fifth nested call on (HTML, "timer initialization steps"). */
const REST_MIN_MS = 8;
/** However often the tip changes meanwhile, no rest is longer. */
const OWED_MAX_MS = 500;
const CREDIT_MAX_MS = 50;

export function createTurns({ grinder, now, soon, later }: TurnsOptions): Turns {
  let job: MiningJob | undefined;
  let isTurning = false;
  let endRest: (() => void) | undefined;
  let owedMs = 0;

  function next(): void {
    isTurning = true;
    soon(turn);
  }

  function turn(): void {
    isTurning = false;
    const startedAt = now();
    if (!grinder.step()) return;
    const { intensity } = grinder;
    owedMs += ((now() - startedAt) * (100 - intensity)) / intensity;
    owedMs = intensity === 100 ? 0 : Math.min(OWED_MAX_MS, owedMs);
    if (owedMs < REST_MIN_MS) next();
    else rest();
  }

  function rest(): void {
    const startedAt = now();
    const end = () => {
      endRest = undefined;
      owedMs = Math.max(-CREDIT_MAX_MS, owedMs - (now() - startedAt));
      next();
    };
    const callOff = later(end, owedMs);
    endRest = () => {
      callOff();
      end();
    };
  }

  /** Not a job that is only a second younger than the one before. */
  function isNews(order: Order): boolean {
    if (order.type === 'stop' || !job) return true;
    const isSameTip = equalBytes(job.previousHash, order.job.previousHash);
    return !isSameTip || grinder.intensity !== (order.intensity ?? 100);
  }

  return {
    take(order) {
      const endsRest = isNews(order);
      job = order.type === 'work' ? order.job : undefined;
      grinder.take(order);
      if (endRest) return endsRest ? endRest() : undefined;
      if (!isTurning) next();
    },
  };
}
