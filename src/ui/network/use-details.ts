/** The accounts of all links, asked for every second or so while the view is open. */

import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeActions } from '../state.ts';
import type { PeerDetails } from './peer-details.ts';

const ASK_MS = 1_000;

export function useDetails(actions: NodeActions): ReadonlySignal<readonly PeerDetails[]> {
  const details = useSignal<readonly PeerDetails[]>([]);
  useEffect(() => {
    const ask = async () => {
      const answer = await actions.call('getpeerdetails').catch(() => details.value);
      details.value = answer as readonly PeerDetails[];
    };
    void ask();
    const timer = setInterval(ask, ASK_MS);
    return () => clearInterval(timer);
  }, []);
  return details;
}
