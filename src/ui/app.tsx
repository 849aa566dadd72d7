/**
 * The page. Hooks for programs that drive it, all as data-testid; figures carry the bare number in
 * data-value, so that nobody has to parse words:
 *
 * - status: health [data-kind], health-detail (absent when empty), height, peers-count,
 *   tip [data-hash], status-balance
 * - chain: chain-strip, block-card [data-hash data-height data-state data-miner data-tip],
 *   sync-headers and sync-blocks [data-done data-total], notice [data-kind]
 * - mining: mining-switch [aria-checked], hash-rate [data-state], mining-sentence [data-waiting],
 *   mining-go-on, slow-spell; mining-quiet -balanced -all, mining-threads, mining-duty, mining-gpu
 *   or no-gpu, mining-battery; room-rate, mining-share, mining-luck [data-found data-expected],
 *   mining-template [data-transactions]; own-block [data-state data-height], own-blocks-more;
 *   benchmark-open -start -progress -cancel -meaning -copy, benchmark-row [data-kernel]
 * - wallet: wallet [data-state], wallet-balance, wallet-pending and wallet-immature (absent at 0),
 *   wallet-send, wallet-receive, wallet-keys, backup-badge; history-more, and payment-row
 *   [data-txid data-stage data-kind data-net] with payment-chip -why -bump -cancel
 * - its dialogs: send-to -amount -max -memo -review, fee-slow -normal -fast -least,
 *   send-plan [data-fee data-change data-amount], send-passphrase, send-confirm,
 *   send-done [data-txid]; receive-address [data-address], receive-link, new-address,
 *   request-amount -message; fee-plan [data-old data-new], fee-confirm, fee-done; keys-words,
 *   show-words, words, words-written, word-1…12, confirm-words, backup-done; keys-passphrase,
 *   new-passphrase(-again), set-passphrase, unlock-passphrase, unlock, lock; keys-restore,
 *   restore-words, give-up, restore, restore-done; keys-file, export-passphrase(-again),
 *   export-wallet, import-file -passphrase -wallet; wallet-complaint where anything was refused
 * - network: network-switch, meeting-state [data-status], invite,
 *   peer-row [data-relation data-height data-reached]
 * - meeting by hand: invite-dialog, invite-make; invitation-code and -text (its value), -copy,
 *   invite-reply, invite-accept; invite-paste, invite-answer; answer-code and -text, -copy;
 *   invite-expiry, invite-withdraw, invite-progress, invite-outcome, invite-again
 * - room: room-link (its value), copy-link, room-qr, new-room, storage-state [data-state],
 *   save-chain, read-chain, chain-file (takes a file), chain-file-progress,
 *   chain-file-outcome [data-tone]
 * - explorer: search, block-view [data-hash], tx-view [data-txid], address-view [data-address],
 *   standing [data-standing], field [data-kind], hex-grid, explanation, tx-row [data-txid],
 *   paid-row, address-unspent, search-found, search-nowhere, explorer-refused
 * - network view: network-sentence, network-map, map-node [data-relation], peer-line
 *   [data-relation], peer-page [data-key], peer-gone, budget [data-name], peer-asked, peer-wanted;
 *   wire-row [data-name data-kind data-group], wire-count [data-value], wire-live, wire-export,
 *   wire-chip-<group>, wire-detail, and the explorer's field, hex-grid, explanation
 * - console: console-input, console-entry
 * - instead of all these: opening, bad-link (with new-room), failed
 */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeSnapshot } from '../node/api.ts';
import { addressOf } from './address.ts';
import { Icon, type IconName } from './components/icon.tsx';
import { LazyConsole } from './console/lazy-console.tsx';
import { isExplored, LazyExplorer } from './explorer/lazy-explorer.tsx';
import { LazyInvitation } from './invite/lazy-invitation.tsx';
import { LiveView } from './live/live-view.tsx';
import { LazyMine } from './mine/lazy-mine.tsx';
import { LazyNetwork } from './network/lazy-network.tsx';
import { PeersPanel } from './network/peers-panel.tsx';
import { RoomPanel } from './room/room-panel.tsx';
import { StageScreen } from './screens/stage-screen.tsx';
import type { AppState } from './state.ts';
import { Header } from './status/header.tsx';
import { StatusBar } from './status/status-bar.tsx';
import { LazyWallet } from './wallet/lazy-wallet.tsx';
import { ABOUT, tabTitle } from './words.ts';

interface AppProps {
  readonly state: AppState;
}

export function App({ state }: AppProps) {
  const snapshot = state.snapshot.value;
  const stage = state.stage.value;
  const running = stage.kind === 'running' ? snapshot : undefined;
  return (
    <div class="page">
      <Header room={running?.room} theme={state.theme} />
      {running === undefined ? (
        <StageScreen stage={stage} />
      ) : (
        <Running snapshot={running} state={state} />
      )}
      <footer class="page-foot">
        <p>{ABOUT} Its coins are for learning and are worth nothing.</p>
        {running !== undefined && (
          <a class="text-button" href={addressOf(running.room.code, 'console')}>
            Console
          </a>
        )}
      </footer>
      {running !== undefined && <SectionBar code={running.room.code} />}
    </div>
  );
}

interface RunningProps extends AppProps {
  readonly snapshot: NodeSnapshot;
}

function Running({ snapshot, state }: RunningProps) {
  const title = tabTitle(snapshot);
  const path = state.path.value;
  const inviting = useSignal(false);
  const invite = () => (inviting.value = true);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <StatusBar snapshot={snapshot} />
      <main>
        {path[0] === 'console' ? (
          <LazyConsole actions={state.actions.value} code={snapshot.room.code} />
        ) : path[0] === 'network' ? (
          <LazyNetwork snapshot={snapshot} actions={state.actions.value} path={path} />
        ) : isExplored(path) ? (
          <LazyExplorer snapshot={snapshot} actions={state.actions.value} path={path} />
        ) : (
          <Overview snapshot={snapshot} state={state} invite={invite} />
        )}
      </main>
      <LazyInvitation state={state} snapshot={snapshot} open={inviting} />
    </>
  );
}

interface OverviewProps extends RunningProps {
  readonly invite: () => void;
}

/** All that a room is about, on one page. */
function Overview({ snapshot, state, invite }: OverviewProps) {
  return (
    <>
      <LiveView snapshot={snapshot} />
      <div class="panels">
        <LazyWallet snapshot={snapshot} actions={state.actions.value} />
        <LazyMine snapshot={snapshot} actions={state.actions.value} />
        <PeersPanel
          snapshot={snapshot}
          actions={state.actions.value}
          link={state.link.value}
          invite={invite}
        />
        <RoomPanel
          snapshot={snapshot}
          actions={state.actions.value}
          link={state.link.value}
          invite={invite}
        />
      </div>
    </>
  );
}

const SECTIONS: readonly (readonly [id: string, icon: IconName, label: string])[] = [
  ['live', 'blocks', 'Live'],
  ['wallet', 'wallet', 'Wallet'],
  ['mine', 'mine', 'Mine'],
  ['peers', 'peers', 'Peers'],
  ['room', 'share', 'Room'],
];

/** On phones the sections are a scroll apart. Buttons: the hash of the address names the room. */
function SectionBar({ code }: { readonly code: string }) {
  return (
    <nav class="section-bar" aria-label="Sections">
      {SECTIONS.map(([id, icon, label]) => (
        <button key={id} type="button" onClick={() => goToSection(id, code)}>
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </nav>
  );
}

/** From another view the overview is opened first; it is there with the next frame. */
function goToSection(id: string, code: string): void {
  if (document.getElementById(id) !== null) return showSection(id);
  const show = () => requestAnimationFrame(() => showSection(id));
  addEventListener('hashchange', show, { once: true });
  location.hash = addressOf(code);
}

function showSection(id: string): void {
  const section = document.getElementById(id);
  section?.scrollIntoView();
  section?.focus({ preventScroll: true });
}
