/** The mining part of the page, fetched once there is a node: the chain is drawn before it. */

import type { NodeSnapshot } from '../../node/api.ts';
import { Panel } from '../components/panel.tsx';
import { usePart } from '../components/use-part.ts';
import { say, toSay } from '../language/say.ts';
import type { NodeActions } from '../state.ts';

interface LazyMineProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
}

export function LazyMine({ snapshot, actions }: LazyMineProps) {
  const part = usePart(() => import('./mine-panel.tsx'));
  if (actions === undefined || part === undefined || part === 'failed') {
    return (
      <Panel id="mine" title={say('Mine')}>
        <p class="quiet">{part === 'failed' ? say(FAILED) : say('Opening the mine')}</p>
      </Panel>
    );
  }
  const { MinePanel } = part;
  return <MinePanel snapshot={snapshot} actions={actions} />;
}

const FAILED = toSay(
  'This part of the page did not load. What is mined goes on: reload the page once the network ' +
    'is back.',
);
