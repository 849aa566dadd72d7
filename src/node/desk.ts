/** The commands that wait for their answer: at most so many at once, each answered once. */

import { COMMANDS_MAX } from '../util/limits.ts';
import { RPC_MISC_ERROR } from './command.ts';
import type { CommandOutcome, Effect } from './ports.ts';

export class Desk {
  private readonly emit: (effect: Effect) => void;
  private readonly open = new Set<number>();

  constructor(emit: (effect: Effect) => void) {
    this.emit = emit;
  }

  get size(): number {
    return this.open.size;
  }

  /** False, and refused, when too many wait already. */
  take(id: number): boolean {
    if (this.open.size >= COMMANDS_MAX) {
      const message = `${COMMANDS_MAX} commands wait already`;
      this.finish(id, { ok: false, code: RPC_MISC_ERROR, message });
      return false;
    }
    this.open.add(id);
    return true;
  }

  finish(id: number, outcome: CommandOutcome): void {
    this.open.delete(id);
    this.emit({ type: 'reply', id, outcome });
  }
}
