/** The network's part of the page, fetched when it is first opened. */

import type { NodeSnapshot } from '../../node/api.ts';
import { usePart } from '../components/use-part.ts';
import { say, toSay } from '../language/say.ts';
import type { NodeActions } from '../state.ts';

interface LazyNetworkProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
  readonly path: readonly string[];
}

export function LazyNetwork({ snapshot, actions, path }: LazyNetworkProps) {
  const part = usePart(() => import('./network-view.tsx'));
  if (part === 'failed') return <p>{say(FAILED)}</p>;
  if (part === undefined || actions === undefined) {
    return <p class="quiet">{say('Opening the map')}</p>;
  }
  const { NetworkView } = part;
  return <NetworkView snapshot={snapshot} actions={actions} path={path} />;
}

const FAILED = toSay(
  'This part of the page did not load. Links and chain are untouched: reload the page once the ' +
    'server is back.',
);
