/** The view that the address names: the one place that knows which part of the page is which. */

import type { NodeSnapshot } from '../../node/api.ts';
import { LazyAbout } from '../about/lazy-about.tsx';
import { addressOf } from '../address.ts';
import { LazyCharts } from '../charts/lazy-charts.tsx';
import { LazyConsole } from '../console/lazy-console.tsx';
import { isExplored, LazyExplorer } from '../explorer/lazy-explorer.tsx';
import { LazyLab } from '../lab/lazy-lab.tsx';
import { say } from '../language/say.ts';
import { Live } from '../live/live.tsx';
import { LazyMine } from '../mine/lazy-mine.tsx';
import { LazyNetwork } from '../network/lazy-network.tsx';
import { LazyOverview } from '../overview/lazy-overview.tsx';
import { LazyRoom } from '../room/lazy-room.tsx';
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
    case 'overview':
      return <LazyOverview snapshot={snapshot} link={link} />;
    case 'wallet':
      return <LazyWallet snapshot={snapshot} actions={actions} />;
    case 'mine':
      return <LazyMine snapshot={snapshot} actions={actions} />;
    case 'lab':
      return <LazyLab snapshot={snapshot} state={state} path={path} />;
    case 'network':
      return <LazyNetwork snapshot={snapshot} actions={actions} path={path} />;
    case 'room':
      return <LazyRoom snapshot={snapshot} state={state} invite={invite} />;
    case 'charts':
      return <LazyCharts snapshot={snapshot} actions={actions} />;
    case 'console':
      return <LazyConsole actions={actions} />;
    case 'about':
      return <LazyAbout code={code} />;
    case 'more':
      return <MoreView code={code} />;
    default:
      return <Nowhere code={code} />;
  }
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
