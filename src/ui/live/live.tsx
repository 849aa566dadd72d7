/** The first view: the chain as it grows, what waits for a block, who is here, what happened. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import { say } from '../language/say.ts';
import type { AppState } from '../state.ts';
import { ChainStrip } from './chain-strip.tsx';
import { Happening } from './happening.tsx';
import { MempoolPanel } from './mempool-panel.tsx';
import { Notices } from './notices.tsx';
import { PeersPanel } from './peers-panel.tsx';
import { SyncPanel } from './sync-panel.tsx';

interface LiveProps {
  readonly snapshot: NodeSnapshot;
  readonly state: AppState;
  /** Opens the dialog that links two tabs without a server. */
  readonly invite: () => void;
}

export function Live({ snapshot, state, invite }: LiveProps) {
  const actions = state.actions.value;
  return (
    <>
      <section class="live" id="live" aria-labelledby="live-title" tabIndex={-1}>
        <h2 id="live-title" class="visually-hidden">
          {say('Chain')}
        </h2>
        <Happening snapshot={snapshot} link={state.link.value} />
        <SyncPanel sync={snapshot.sync} />
        <ChainStrip snapshot={snapshot} actions={actions} />
      </section>
      {useLater() && (
        <div class="live-panels">
          <MempoolPanel snapshot={snapshot} actions={actions} />
          <PeersPanel snapshot={snapshot} actions={actions} invite={invite} />
          <Notices notices={snapshot.notices} />
        </div>
      )}
    </>
  );
}

/** True once the chain is on the screen: all at once is too long a task for a slow device. */
function useLater(): boolean {
  const isLater = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (isLater.value = true));
    return () => clearTimeout(timer);
  }, []);
  return isLater.value;
}
