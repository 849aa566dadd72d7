/** Asks the node for the older blocks that are in sight, one stretch at a time. */

import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { BlockCard } from '../../node/api.ts';
import type { NodeActions } from '../state.ts';
import type { Heights } from './geometry.ts';
import { type History, isContinued, missing, NO_HISTORY, remember } from './history.ts';

export interface HistoryWays {
  readonly history: ReadonlySignal<History>;
  /** To be told whenever other heights come into sight. */
  readonly see: (sight: Heights) => void;
  /** Back at the head, where the snapshot has all there is to see. */
  readonly leave: () => void;
}

export function useHistory(
  actions: NodeActions | undefined,
  strip: readonly BlockCard[],
  isSyncing: boolean,
): HistoryWays {
  const history = useSignal<History>(NO_HISTORY);
  const isAsking = useRef(false);
  const wanted = useRef<Heights | undefined>(undefined);
  const lowest = useRef(0);
  lowest.current = strip[0]?.height ?? 0;

  const ask = async () => {
    if (isAsking.current || actions === undefined || wanted.current === undefined) return;
    const stretch = missing(history.value, wanted.current, lowest.current);
    if (stretch === undefined) return;
    isAsking.current = true;
    try {
      const cards = await actions.call('getchaincards', stretch.from, stretch.count);
      history.value = remember(history.value, stretch, cards as readonly BlockCard[]);
    } catch {
      // The node says no, or is gone, which the page shows elsewhere: it is asked at the next look.
      return;
    } finally {
      isAsking.current = false;
    }
    void ask();
  };

  useEffect(() => {
    if (!isContinued(history.value, strip)) history.value = NO_HISTORY;
    void ask();
  }, [lowest.current, strip]);
  // Blocks that were on their way are here now.
  useEffect(() => void (history.value = NO_HISTORY), [isSyncing]);

  return {
    history,
    see: (sight) => {
      wanted.current = sight;
      void ask();
    },
    leave: () => {
      wanted.current = undefined;
      if (history.value !== NO_HISTORY) history.value = NO_HISTORY;
    },
  };
}
