/** One direction of a link between two nodes of a test: a queue of what has not arrived yet. */

import type { Lane } from '../../src/net/link.ts';

export interface Letter {
  readonly bytes: Uint8Array;
  readonly lane: Lane;
}

/** One direction of one link. */
export interface Pipe {
  readonly queue: Letter[];
  readonly deliver: (letter: Letter) => void;
  /** Nothing leaves while it is stopped. */
  stopped: boolean;
}

export function makePipe(deliver: Pipe['deliver']): Pipe {
  return { queue: [], deliver, stopped: false };
}

/**
 * Delivers one letter, unless there is none; a prompt one overtakes bulk ones, as on the real link.
 */
export function deliverOne({ queue, deliver, stopped }: Pipe): boolean {
  if (stopped || queue.length === 0) return false;
  const prompt = queue.findIndex(({ lane }) => lane === 'prompt');
  const [letter] = queue.splice(Math.max(0, prompt), 1);
  deliver(letter!);
  return true;
}
