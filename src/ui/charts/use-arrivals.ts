/** When blocks reached this tab, asked for every few seconds while the charts are open. */

import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeActions } from '../state.ts';
import type { Arrival } from './travel-chart.ts';

const ASK_MS = 2_000;
/** As many as the node remembers (ARRIVALS_MAX). */
const ASKED = 500;

export function useArrivals(actions: NodeActions): ReadonlySignal<readonly Arrival[]> {
  const arrivals = useSignal<readonly Arrival[]>([]);
  useEffect(() => {
    let told = '';
    const ask = async () => {
      const answer = await actions.call('getarrivals', ASKED).catch(() => undefined);
      if (answer === undefined) return;
      const next = answer as readonly Arrival[];
      // Only what is new is drawn anew.
      const facts = factsOf(next);
      if (facts !== told) arrivals.value = next;
      told = facts;
    };
    void ask();
    const timer = setInterval(ask, ASK_MS);
    return () => clearInterval(timer);
  }, []);
  return arrivals;
}

function factsOf(arrivals: readonly Arrival[]): string {
  return arrivals
    .map(
      ({ hash, active, connected, told }) => `${hash.slice(-8)}${active}${connected}${told.length}`,
    )
    .join();
}
