/** The wire, looked at several times a second for as long as the view is open. */

import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeActions } from '../state.ts';
import { EMPTY_LOG, heard, type WireAnswer, type WireLog } from './wire-log.ts';

export const LOOK_MS = 300;

export function useWire(actions: NodeActions): ReadonlySignal<WireLog> {
  const log = useSignal(EMPTY_LOG);
  useEffect(() => {
    let isOver = false;
    let timer = 0;
    const look = async () => {
      // A node with its hands full refuses; the next look is soon enough.
      const answer = await actions.call('getmessages', log.value.next).catch(() => undefined);
      if (isOver) return;
      if (answer !== undefined) log.value = heard(log.value, answer as WireAnswer);
      timer = window.setTimeout(look, LOOK_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, []);
  return log;
}
