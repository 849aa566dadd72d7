/** The wallet: what is there, what can be done with it, and what came and went. */

import { useSignal } from '@preact/signals';
import type { NodeSnapshot, WalletView } from '../../node/api.ts';
import { Icon } from '../components/icon.tsx';
import { Panel } from '../components/panel.tsx';
import { say } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import '../styles/wallet.css';
import { Awaited, Balance } from './balance.tsx';
import { History } from './history.tsx';
import { KeysDialog, type KeysPart } from './keys-dialog.tsx';
import { LazyNotes } from './lazy-notes.tsx';
import { ReceiveDialog } from './receive-dialog.tsx';
import { SendDialog } from './send-dialog.tsx';
import { StateNote } from './state-note.tsx';

interface WalletPanelProps {
  readonly snapshot: NodeSnapshot;
  readonly wallet: WalletView;
  readonly actions: NodeActions;
}

type Open =
  | { readonly kind: 'send' | 'receive' }
  | { readonly kind: 'keys'; readonly part?: KeysPart };

export function WalletPanel({ snapshot: { room }, wallet, actions: { call } }: WalletPanelProps) {
  const open = useSignal<Open | undefined>(undefined);
  const close = () => (open.value = undefined);
  const openKeys = (part?: KeysPart) =>
    (open.value = part === undefined ? { kind: 'keys' } : { kind: 'keys', part });
  const isKnown = wallet.state !== 'damaged';
  return (
    <Panel
      id="wallet"
      title={say('Wallet')}
      control={<KeysButton wallet={wallet} open={() => openKeys()} />}
    >
      <div class="wallet" data-testid="wallet" data-state={wallet.state}>
        <div class="wallet-money">
          {isKnown && <Balance wallet={wallet} />}
          {isKnown && (
            <div class="button-row wallet-actions">
              {wallet.state !== 'watching' && (
                <button
                  type="button"
                  class="button button-primary"
                  data-testid="wallet-send"
                  onClick={() => (open.value = { kind: 'send' })}
                >
                  <Icon name="outgoing" />
                  {say('Send')}
                </button>
              )}
              <button
                type="button"
                class="button"
                data-testid="wallet-receive"
                onClick={() => (open.value = { kind: 'receive' })}
              >
                <Icon name="incoming" />
                {say('Receive')}
              </button>
            </div>
          )}
          {isKnown && <Awaited wallet={wallet} />}
          <StateNote wallet={wallet} openKeys={openKeys} />
        </div>
        <History wallet={wallet} room={room} call={call} />
        <LazyNotes wallet={wallet} call={call} />
      </div>
      {open.value?.kind === 'send' && (
        <SendDialog wallet={wallet} room={room} call={call} close={close} />
      )}
      {open.value?.kind === 'receive' && (
        <ReceiveDialog address={wallet.receiveAddress} call={call} close={close} />
      )}
      {open.value?.kind === 'keys' && (
        <KeysDialog wallet={wallet} room={room} call={call} part={open.value.part} close={close} />
      )}
    </Panel>
  );
}

interface KeysButtonProps {
  readonly wallet: WalletView;
  readonly open: () => void;
}

function KeysButton({ wallet, open }: KeysButtonProps) {
  const lacksBackup = !wallet.backedUp && (wallet.state === 'open' || wallet.state === 'locked');
  return (
    <button type="button" class="text-button keys-button" data-testid="wallet-keys" onClick={open}>
      {lacksBackup && (
        <span class="badge" data-testid="backup-badge">
          {say('Not backed up')}
        </span>
      )}
      {say('Keys and backup')}
    </button>
  );
}
