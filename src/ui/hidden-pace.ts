/**
 * A page that nobody sees is drawn once a second, for its title and its sentences: the same thread
 * carries what goes to other tabs, and drawing five times a second would hold up their blocks.
 */

const HIDDEN_INTERVAL_MS = 1_000;

export interface Surroundings {
  isHidden(): boolean;
  now(): number;
  later(work: () => void, delayMs: number): void;
}

export interface Pace<Value> {
  heard(value: Value): void;
  /** Whether the page is seen has changed. */
  looked(): void;
}

export function paceWhileHidden<Value extends object>(
  show: (value: Value) => void,
  { isHidden, now, later }: Surroundings,
): Pace<Value> {
  let held: Value | undefined;
  let shownAt = -Infinity;

  function showHeld(): void {
    if (held === undefined) return;
    const value = held;
    held = undefined;
    shownAt = now();
    show(value);
  }

  return {
    heard(value) {
      const isFirstHeld = held === undefined;
      held = value;
      const waitMs = isHidden() ? shownAt + HIDDEN_INTERVAL_MS - now() : 0;
      if (waitMs <= 0) showHeld();
      else if (isFirstHeld) later(showHeld, waitMs);
    },
    looked() {
      if (!isHidden()) showHeld();
    },
  };
}
