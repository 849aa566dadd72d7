/** The view that the address names: the one place that knows which part of the page is which. */

import type { NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { LazyConsole } from '../console/lazy-console.tsx';
import { isExplored, LazyExplorer } from '../explorer/lazy-explorer.tsx';
import { say } from '../language/say.ts';
import { LiveView } from '../live/live-view.tsx';
import { LazyMine } from '../mine/lazy-mine.tsx';
import { LazyNetwork } from '../network/lazy-network.tsx';
import { PeersPanel } from '../network/peers-panel.tsx';
import { RoomPanel } from '../room/room-panel.tsx';
import type { AppState } from '../state.ts';
import { LazyWallet } from '../wallet/lazy-wallet.tsx';
import { MoreView } from './navigation.tsx';

export interface ViewProps {
  readonly snapshot: NodeSnapshot;
  readonly state: AppState;
  /** Opens the dialog that links two tabs without a server. */
  readonly invite: () => void;
}

export function View({ snapshot, state, invite }: ViewProps) {
  const path = state.path.value;
  const actions = state.actions.value;
  const { code } = snapshot.room;
  const link = state.link.value;
  if (isExplored(path)) return <LazyExplorer snapshot={snapshot} actions={actions} path={path} />;
  switch (path[0]) {
    case undefined:
      return <Live snapshot={snapshot} state={state} invite={invite} />;
    case 'wallet':
      return <LazyWallet snapshot={snapshot} actions={actions} />;
    case 'mine':
      return <LazyMine snapshot={snapshot} actions={actions} />;
    case 'network':
      return <LazyNetwork snapshot={snapshot} actions={actions} path={path} />;
    case 'room':
      return <RoomPanel snapshot={snapshot} actions={actions} link={link} invite={invite} />;
    case 'console':
      return <LazyConsole actions={actions} />;
    case 'more':
      return <MoreView code={code} />;
    default:
      return <Nowhere code={code} />;
  }
}

function Live({ snapshot, state, invite }: ViewProps) {
  return (
    <>
      <LiveView snapshot={snapshot} />
      <div class="panels">
        <PeersPanel
          snapshot={snapshot}
          actions={state.actions.value}
          link={state.link.value}
          invite={invite}
        />
      </div>
    </>
  );
}

/** A path that no view has: nothing is wrong with the room. */
function Nowhere({ code }: { readonly code: string }) {
  return (
    <section class="nowhere" data-testid="nowhere">
      <h2>{say('There is no such view')}</h2>
      <p>{say('The address names this room, and in it a view that this page does not have.')}</p>
      <a class="text-button" href={addressOf(code)}>
        {say('See the chain')}
      </a>
    </section>
  );
}
