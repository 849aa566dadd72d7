/** The explorer's part of the page, fetched when somebody first looks something up. */

import type { NodeSnapshot } from '../../node/api.ts';
import { usePart } from '../components/use-part.ts';
import { say, toSay } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import { Waiting } from './waiting.tsx';

interface LazyExplorerProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
  readonly path: readonly string[];
}

const KINDS: ReadonlySet<string> = new Set(['block', 'tx', 'address', 'search']);

/** Whether an address within the room is the explorer's. */
export function isExplored([kind = '']: readonly string[]): boolean {
  return KINDS.has(kind);
}

export function LazyExplorer({ snapshot, actions, path }: LazyExplorerProps) {
  const part = usePart(() => import('./explorer-view.tsx'));
  if (part === 'failed') return <p>{say(FAILED)}</p>;
  if (part === undefined || actions === undefined) {
    return <Waiting>{say('Opening the explorer')}</Waiting>;
  }
  const { ExplorerView } = part;
  return (
    <ExplorerView snapshot={snapshot} actions={actions} code={snapshot.room.code} path={path} />
  );
}

const FAILED = toSay(
  'This part of the page did not load. The chain itself is untouched: reload the page once the ' +
    'network is back.',
);
