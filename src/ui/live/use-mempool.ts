/** The best of what waits, asked for while the view is open and something has changed. */

import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { MempoolBest, NodeSnapshot } from '../../node/api.ts';
import type { NodeActions } from '../state.ts';

/** A payment may show a little later; a block is asked about at once. */
const ASK_AGAIN_MS = 500;
/** The node chooses anew for the next block every two seconds (node/pool.ts). */
const CHOSEN_ANEW_MS = 2_200;

export function useMempool(
  actions: NodeActions | undefined,
  { mempool, tip, mining }: NodeSnapshot,
): ReadonlySignal<MempoolBest | undefined> {
  const answer = useSignal<MempoolBest | undefined>(undefined);
  const asked = useRef({ at: 0, tip: '' });
  const { transactions = 0, sizeVbytes = 0, fees = 0 } = mempool ?? {};
  useEffect(() => {
    if (actions === undefined) return undefined;
    let isOver = false;
    const ask = () => {
      asked.current = { at: performance.now(), tip };
      actions.call('getmempoolbest').then(
        (best) => isOver || (answer.value = best as MempoolBest),
        // A node that is gone says so elsewhere on the page.
        () => undefined,
      );
    };
    const since = performance.now() - asked.current.at;
    const delayMs = asked.current.tip === tip ? Math.max(0, ASK_AGAIN_MS - since) : 0;
    const timers = [setTimeout(ask, delayMs), setTimeout(ask, CHOSEN_ANEW_MS)];
    return () => {
      isOver = true;
      for (const timer of timers) clearTimeout(timer);
    };
  }, [actions, tip, transactions, sizeVbytes, fees, mining.template?.transactions]);
  return answer;
}
