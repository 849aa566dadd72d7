/** The network's part of the page, fetched when it is first opened. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import type { NodeActions } from '../state.ts';
import type { NetworkView as NetworkViewComponent } from './network-view.tsx';

interface LazyNetworkProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
  readonly path: readonly string[];
}

interface Loaded {
  readonly NetworkView: typeof NetworkViewComponent;
}

export function LazyNetwork({ snapshot, actions, path }: LazyNetworkProps) {
  const loaded = useSignal<Loaded | 'failed' | undefined>(undefined);
  useEffect(() => {
    import('./network-view.tsx').then(
      (module) => (loaded.value = module),
      () => (loaded.value = 'failed'),
    );
  }, []);
  const part = loaded.value;
  if (part === 'failed') return <p>{FAILED}</p>;
  if (part === undefined || actions === undefined) return <p class="quiet">Opening the map</p>;
  const { NetworkView } = part;
  return <NetworkView snapshot={snapshot} actions={actions} path={path} />;
}

const FAILED =
  'This part of the page did not load. Links and chain are untouched: reload the page once the ' +
  'server is back.';
