/** The wallet's part of the page, fetched once there is a wallet: the chain is drawn before it. */

import type { NodeSnapshot } from '../../node/api.ts';
import { Panel } from '../components/panel.tsx';
import { usePart } from '../components/use-part.ts';
import { say, toSay } from '../language/say.ts';
import type { NodeActions } from '../state.ts';

interface LazyWalletProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
}

export function LazyWallet({ snapshot, actions }: LazyWalletProps) {
  const { wallet } = snapshot;
  const part = usePart(() => import('./wallet-panel.tsx'), wallet !== undefined);
  if (wallet === undefined || actions === undefined || part === undefined || part === 'failed') {
    return (
      <Panel id="wallet" title={say('Wallet')}>
        <p class="quiet">{part === 'failed' ? say(FAILED) : say('Opening the wallet')}</p>
      </Panel>
    );
  }
  const { WalletPanel } = part;
  return <WalletPanel snapshot={snapshot} wallet={wallet} actions={actions} />;
}

const FAILED = toSay(
  'This part of the page did not load. The wallet itself is untouched: reload the page once the ' +
    'network is back.',
);
