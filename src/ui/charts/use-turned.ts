/** A value made of its inputs and remembered: made at once or, where it is much, in its turn. */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { inTurn } from './turns.ts';

interface Made<Value> {
  readonly inputs: readonly unknown[];
  readonly value: Value;
}

/** Rows up to which a chart is made within the drawing of its view: a few milliseconds each. */
const ROWS_AT_ONCE = 20_000;

/** Of much the value of earlier inputs stands until its turn has come. */
export function useTurned<Value>(
  make: () => Value,
  inputs: readonly unknown[],
  rows: number,
): Value {
  const made = useRef<Made<Value> | undefined>(undefined);
  // Read while drawing, so that the view is drawn anew after its turn.
  const turns = useSignal(0);
  void turns.value;
  const isMade = () => inputs.every((input, at) => input === made.current?.inputs[at]);
  if (made.current === undefined || (rows <= ROWS_AT_ONCE && !isMade())) {
    made.current = { inputs, value: make() };
  }
  useEffect(() => {
    if (isMade()) return undefined;
    return inTurn(() => {
      made.current = { inputs, value: make() };
      turns.value += 1;
    });
  }, inputs);
  return made.current.value;
}
