/** The mining part of the page, fetched once there is a node: the chain is drawn before it. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import { Panel } from '../components/panel.tsx';
import type { NodeActions } from '../state.ts';
import type { MinePanel as MinePanelComponent } from './mine-panel.tsx';

interface LazyMineProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
}

interface Loaded {
  readonly MinePanel: typeof MinePanelComponent;
}

export function LazyMine({ snapshot, actions }: LazyMineProps) {
  const loaded = useSignal<Loaded | 'failed' | undefined>(undefined);
  useEffect(() => {
    import('./mine-panel.tsx').then(
      (module) => (loaded.value = module),
      () => (loaded.value = 'failed'),
    );
  }, []);
  const part = loaded.value;
  if (actions === undefined || part === undefined || part === 'failed') {
    return (
      <Panel id="mine" title="Mine">
        <p class="quiet">{part === 'failed' ? FAILED : 'Opening the mine'}</p>
      </Panel>
    );
  }
  const { MinePanel } = part;
  return <MinePanel snapshot={snapshot} actions={actions} />;
}

const FAILED =
  'This part of the page did not load. What is mined goes on: reload the page once the network ' +
  'is back.';
