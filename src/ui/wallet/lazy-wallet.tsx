/** The wallet's part of the page, fetched once there is a wallet: the chain is drawn before it. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import { Panel } from '../components/panel.tsx';
import type { NodeActions } from '../state.ts';
import type { WalletPanel as WalletPanelComponent } from './wallet-panel.tsx';

interface LazyWalletProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
}

interface Loaded {
  readonly WalletPanel: typeof WalletPanelComponent;
}

export function LazyWallet({ snapshot, actions }: LazyWalletProps) {
  const loaded = useSignal<Loaded | 'failed' | undefined>(undefined);
  const { wallet } = snapshot;
  const hasWallet = wallet !== undefined;
  useEffect(() => {
    if (!hasWallet) return;
    import('./wallet-panel.tsx').then(
      (module) => (loaded.value = module),
      () => (loaded.value = 'failed'),
    );
  }, [hasWallet]);
  const part = loaded.value;
  if (wallet === undefined || actions === undefined || part === undefined || part === 'failed') {
    return (
      <Panel id="wallet" title="Wallet">
        <p class="quiet">{part === 'failed' ? FAILED : 'Opening the wallet'}</p>
      </Panel>
    );
  }
  const { WalletPanel } = part;
  return <WalletPanel snapshot={snapshot} wallet={wallet} actions={actions} />;
}

const FAILED =
  'This part of the page did not load. The wallet itself is untouched: reload the page once the ' +
  'network is back.';
