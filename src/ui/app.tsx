/**
 * The page. Hooks for programs that drive it, all as data-testid; figures carry the bare number in
 * data-value, so that nobody has to parse words:
 *
 * - status: health [data-kind], health-detail (absent when empty), height, peers-count,
 *   tip [data-hash], status-balance
 * - chain: chain-strip, block-card [data-hash data-height data-state data-miner data-tip
 *   data-move], next-block, strip-change, sync-headers and sync-blocks [data-done data-total],
 *   notice [data-kind], happening, add-node, mempool-table; open-overview, and there overview,
 *   overview-height [data-value], overview-person, overview-full, overview-leave
 * - mining: mining-switch [aria-checked], hash-rate [data-state], mining-sentence [data-waiting],
 *   mining-go-on, slow-spell; mining-quiet -balanced -all, mining-threads, mining-duty, mining-gpu
 *   or no-gpu, mining-battery; room-rate, mining-share, mining-difficulty,
 *   mining-luck [data-found data-expected],
 *   mining-template [data-transactions]; own-block [data-state data-height], own-blocks-more;
 *   benchmark-open -start -progress -cancel -meaning -copy, benchmark-row [data-kernel]
 * - wallet: wallet [data-state], wallet-balance, wallet-pending and wallet-immature (absent at
 *   0), wallet-send, wallet-receive, wallet-keys, backup-badge; history-more, history-range,
 *   history-earlier and -later; rewards-row [data-count data-stage] with rewards-chip and -each;
 *   payment-row [data-txid data-stage data-kind data-net] with payment-chip -why -bump -cancel
 *   -hurry
 * - its dialogs: send-to -amount -max (and -2, -3, …), send-add, send-payee-1… with
 *   send-remove-1…, send-sum [data-value], send-subtract, send-memo -review, send-gets
 *   [data-value], fee-slow -normal -fast -least, send-plan [data-fee data-change data-amount],
 *   send-passphrase, send-confirm, send-done [data-txid]; receive-address [data-address],
 *   receive-link, new-address, request-amount -message; fee-plan [data-old data-new], fee-vain,
 *   fee-confirm, fee-done; keys-words, show-words, words, words-written, word-1…12,
 *   confirm-words, backup-done; keys-passphrase, new-passphrase(-again), set-passphrase,
 *   unlock-passphrase, unlock, lock; keys-restore, restore-words, give-up, restore, restore-done;
 *   keys-file, export-passphrase(-again), export-wallet, keys-watch, show-xpub, xpub (its value),
 *   keys-watch-another, watch-xpub, watch, watch-done; import-file -passphrase -wallet;
 *   wallet-complaint where anything was refused
 * - network: network-switch, meeting-state [data-status], invite,
 *   peer-row [data-relation data-height data-reached]
 * - meeting by hand: invite-dialog, invite-make; invitation-code and -text (its value), -copy,
 *   invite-reply, invite-accept; invite-paste, invite-answer; answer-code and -text, -copy;
 *   invite-expiry, invite-withdraw, invite-progress, invite-outcome, invite-again
 * - page: language (a list), theme; update and update-reload, install (absent without an offer)
 * - room: room-link (its value), copy-link, share-link, room-qr, storage-state [data-state],
 *   save-chain, read-chain, chain-file (takes a file), chain-file-progress,
 *   chain-file-outcome [data-tone]; save-lesson, open-lesson, lesson-file, lesson-outcome,
 *   lesson-report [data-height], lesson-miner [data-blocks], lesson-fork and -event [data-kind]
 * - new room: new-room, preset-classroom -patient -bitcoin -sandbox, wish-spacing -start -halving
 *   -sandbox, found-room, room-founded, founded-link
 * - rooms here: storage-use [data-value], kept-room [data-topic], kept-slot [data-slot data-holder
 *   data-size], kept-open, kept-delete, delete-confirm, kept-outcome
 * - explorer: search, block-view [data-hash], tx-view [data-txid], address-view [data-address],
 *   standing [data-standing], field [data-kind], hex-grid, explanation, tx-row [data-txid],
 *   paid-row, address-unspent, search-found, search-nowhere, explorer-refused
 * - network view: network-sentence, network-map, map-node [data-relation], peer-line
 *   [data-relation], peer-page [data-key], peer-gone, budget [data-name], peer-asked, peer-wanted;
 *   wire-row [data-name data-kind data-group], wire-count [data-value], wire-live, wire-export,
 *   wire-chip-<group>, wire-detail, and the explorer's field, hex-grid, explanation
 * - forgeries: forge-add, forge-audience [data-nodes]; forge-signature -overpay -difficulty
 *   -tampered, forge-start-<kind>, forge-stop, forge-progress [data-stage],
 *   forge-failed [data-code], forge-result [data-kind],
 *   forge-verdict [data-node data-fate data-code], forge-messages; forge-height, forge-open,
 *   forge-grid, forge-flip, forge-put-back, forge-mend, forge-damage,
 *   forge-block [data-height data-broken data-work], forge-show
 * - laboratory: lab-empty, lab-add, lab-add-5, lab-heal, lab-close, lab-complaint; lab-stage,
 *   lab-node [data-ref data-kind data-state data-tip data-branch], lab-link [data-link data-state];
 *   lab-tree, lab-block [data-hash data-state], lab-branch [data-tip data-nodes];
 *   lab-node-line [data-ref data-state data-height data-tip], lab-share, lab-make, lab-remove,
 *   lab-side-A and -B [data-ref], lab-partition, lab-split-heal, lab-latency, lab-loss, lab-links,
 *   lab-link-switch, lab-event [data-kind]; lab-card [data-experiment]
 * - its experiments: lab-experiment [data-experiment data-status], lab-attack, lab-confirmations,
 *   lab-loan, lab-outlook [data-blocks], lab-length,
 *   lab-start, -next, -stop, -hurry, -failed, -put-back, lab-step [data-state],
 *   lab-progress [data-done data-of], lab-finding
 * - console: console-input, console-entry
 * - charts: charts; chart-<id> [data-rows] with -sentence -plot (a slider) -readout [data-row]
 *   -switch -table -range-<100|1000|all>; id: rate, difficulty, intervals, mempool, travel, fees
 * - instead of all these: opening, bad-link (with new-room), failed
 */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeSnapshot } from '../node/api.ts';
import { LazyInvitation } from './invite/lazy-invitation.tsx';
import { BottomBar, Rail } from './navigation/navigation.tsx';
import { View } from './navigation/view.tsx';
import { UpdatePrompt } from './pwa/update-prompt.tsx';
import { StageScreen } from './screens/stage-screen.tsx';
import type { AppState } from './state.ts';
import { Header } from './status/header.tsx';
import { StatusBar } from './status/status-bar.tsx';
import { tabTitle } from './words.ts';

interface AppProps {
  readonly state: AppState;
}

export function App({ state }: AppProps) {
  const snapshot = state.snapshot.value;
  const stage = state.stage.value;
  const running = stage.kind === 'running' ? snapshot : undefined;
  if (running !== undefined && state.path.value[0] === 'overview') {
    return <Wall snapshot={running} state={state} />;
  }
  return (
    <div class="page">
      <Header room={running?.room} theme={state.theme} />
      <UpdatePrompt />
      {running === undefined ? (
        <StageScreen stage={stage} />
      ) : (
        <Running snapshot={running} state={state} />
      )}
    </div>
  );
}

interface RunningProps extends AppProps {
  readonly snapshot: NodeSnapshot;
}

/** The room overview has the page to itself. */
function Wall({ snapshot, state }: RunningProps) {
  return (
    <main class="wall">
      <View snapshot={snapshot} state={state} invite={() => {}} />
    </main>
  );
}

function Running({ snapshot, state }: RunningProps) {
  const title = tabTitle(snapshot);
  const { code } = snapshot.room;
  const path = state.path.value;
  const inviting = useSignal(false);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => scrollTo({ top: 0 }), [path[0]]);
  return (
    <>
      <StatusBar snapshot={snapshot} />
      <div class="page-body">
        <Rail code={code} path={path} />
        <main>
          <View snapshot={snapshot} state={state} invite={() => (inviting.value = true)} />
        </main>
      </div>
      <BottomBar code={code} path={path} />
      <LazyInvitation state={state} snapshot={snapshot} open={inviting} />
    </>
  );
}
