/**
 * The scripts that are ours, as far as anybody can have been told of them.
 *
 * On each chain the wallet watches everything up to twenty beyond the last key that was seen in a
 * transaction (BIP44's gap limit). It hands keys out only up to twenty beyond the last one that is
 * in a block: so whoever has nothing but the words finds every coin again, however often a payment
 * was replaced before it was mined. When so many unused keys are out, the oldest is given again.
 */

import { isPayToTaproot } from '../consensus/signature.ts';
import { GAP_LIMIT } from '../util/limits.ts';
import { CHANGE, type KeyChain, type KeyPlace, RECEIVE, type ScriptSource } from './keys.ts';

/** Indexes on one chain; -1 for none. */
export interface KeyMarks {
  /** Last one in any transaction. */
  readonly seen: number;
  /** Last one in a block of the active chain. */
  readonly confirmed: number;
  /** Last one that was shown to somebody. */
  readonly handedOut: number;
}

export interface StoredChain {
  readonly marks: KeyMarks;
  /** Scripts from index 0 on. */
  readonly scripts: readonly Uint8Array[];
}

/** As browsers read it, which is windows-1252: every byte has a character of its own. */
const LATIN1 = new TextDecoder('latin1');
const NO_MARKS: KeyMarks = { seen: -1, confirmed: -1, handedOut: -1 };
const NOTHING: StoredChain = { marks: NO_MARKS, scripts: [] };

export class WatchedKeys {
  private readonly source: ScriptSource;
  private readonly scripts: readonly [Uint8Array[], Uint8Array[]];
  private readonly marks: [KeyMarks, KeyMarks];
  private readonly places = new Map<string, KeyPlace>();

  /** Scripts that are not `stored` are derived, at some milliseconds each. */
  constructor(source: ScriptSource, stored: readonly StoredChain[] = []) {
    const [receive = NOTHING, change = NOTHING] = stored;
    this.source = source;
    this.scripts = [[], []];
    this.marks = [receive.marks, change.marks];
    for (const script of receive.scripts) this.watch(RECEIVE, script);
    for (const script of change.scripts) this.watch(CHANGE, script);
    this.fill(RECEIVE);
    this.fill(CHANGE);
  }

  /** All scripts together: grows when a key near the end of a window is seen. */
  get count(): number {
    return this.places.size;
  }

  /** Where the key of a script stands; undefined when it is not ours. */
  find(script: Uint8Array): KeyPlace | undefined {
    return isPayToTaproot(script) ? this.places.get(nameOf(script)) : undefined;
  }

  stored(chain: KeyChain): StoredChain {
    return { marks: this.marks[chain], scripts: this.scripts[chain] };
  }

  scriptAt({ chain, index }: KeyPlace): Uint8Array {
    return this.scripts[chain][index]!;
  }

  /** A key was paid to. */
  markSeen({ chain, index }: KeyPlace): void {
    const marks = this.marks[chain];
    if (index <= marks.seen) return;
    this.marks[chain] = { ...marks, seen: index };
    this.fill(chain);
  }

  markConfirmed({ chain, index }: KeyPlace): void {
    const marks = this.marks[chain];
    if (index > marks.confirmed) this.marks[chain] = { ...marks, confirmed: index };
  }

  /** Before the blocks, or those that are left, are gone through again. */
  forgetConfirmed(): void {
    for (const chain of [RECEIVE, CHANGE] as const) {
      this.marks[chain] = { ...this.marks[chain], confirmed: -1 };
    }
  }

  /** A key to show to a payer: a new one each time, as long as the gap allows. */
  handOut(): KeyPlace {
    const marks = this.marks[RECEIVE];
    const index = nextIndex(marks, Math.max(marks.seen, marks.handedOut));
    this.marks[RECEIVE] = { ...marks, handedOut: index };
    return { chain: RECEIVE, index };
  }

  /** The key of the next change; the same one until a transaction has used it. */
  nextChange(): KeyPlace {
    const marks = this.marks[CHANGE];
    return { chain: CHANGE, index: nextIndex(marks, marks.seen) };
  }

  private fill(chain: KeyChain): void {
    const scripts = this.scripts[chain];
    while (scripts.length <= this.marks[chain].seen + GAP_LIMIT) {
      this.watch(chain, this.source.script({ chain, index: scripts.length }));
    }
  }

  private watch(chain: KeyChain, script: Uint8Array): void {
    this.places.set(nameOf(script), { chain, index: this.scripts[chain].length });
    this.scripts[chain].push(script);
  }
}

/** Each byte a character: one flat string at one go, where hex takes a step for each byte. */
function nameOf(script: Uint8Array): string {
  return LATIN1.decode(script);
}

function nextIndex({ confirmed }: KeyMarks, last: number): number {
  return last < confirmed + GAP_LIMIT ? last + 1 : confirmed + 1;
}
