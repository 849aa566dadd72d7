/**
 * The page with made-up nodes, to look at every state of it: `npx vite`, then
 * /test/support/ui-fixture/index.html?state=fork. Other values of `state` are the names of the
 * fixtures, and `bad-link`, `failed`, `opening`; `path=network` opens another view.
 * `fixture.show(name)` changes it in place.
 */

import { render } from 'preact';
import type { MiningState, NodeSnapshot, WalletView } from '../../../src/node/api.ts';
import { App } from '../../../src/ui/app.tsx';
import { defaultChoice } from '../../../src/ui/mine/effort.ts';
import { createMiningControls } from '../../../src/ui/mine/mining-controls.ts';
import { createJournal } from '../../../src/ui/room/journal.ts';
import { type Stage, createState } from '../../../src/ui/state.ts';
import '../../../src/ui/styles/index.css';
import { FIXTURE_NOW_MS, fixtureHash } from '../fixture-hash.ts';
import { FIXTURES, FIXTURE_LINK } from '../fixture-snapshots.ts';
import { moveRates, wishMining } from './mining.ts';
import { callWallet } from './wallet.ts';
import { callWire } from './wire.ts';

const STAGES: Readonly<Record<string, Stage>> = {
  opening: { kind: 'opening' },
  'bad-link': {
    kind: 'bad-link',
    reason: 'cut',
  },
  failed: { kind: 'failed', sentence: 'This browser does not offer WebAssembly.' },
};

const state = createState();
state.link.value = FIXTURE_LINK;

const snapshots: Readonly<Record<string, NodeSnapshot>> = FIXTURES;

/** Ages are told against the real clock: the whole fixture moves to now. */
function toNow(snapshot: NodeSnapshot): NodeSnapshot {
  const later = Math.round((Date.now() - FIXTURE_NOW_MS) / 1000);
  return {
    ...snapshot,
    tipTime: snapshot.tipTime + later,
    strip: snapshot.strip.map((card) => ({ ...card, time: card.time + later })),
    mining: miningToNow(snapshot.mining, later),
    notices: snapshot.notices.map((notice) => ({ ...notice, at: notice.at + later * 1000 })),
    ...(snapshot.wallet === undefined ? {} : { wallet: walletToNow(snapshot.wallet, later) }),
  };
}

function miningToNow(mining: MiningState, laterSeconds: number): MiningState {
  const ownBlocks = mining.ownBlocks.map((row) => ({ ...row, time: row.time + laterSeconds }));
  return { ...mining, ownBlocks };
}

function walletToNow(wallet: WalletView, laterSeconds: number): WalletView {
  const payments = wallet.payments.map((row) => ({ ...row, at: row.at + laterSeconds * 1000 }));
  return { ...wallet, payments };
}

function show(name: string): void {
  const snapshot = snapshots[name];
  state.stage.value = STAGES[name] ?? { kind: 'running' };
  if (snapshot !== undefined) state.snapshot.value = toNow(snapshot);
}

/** One more block on the tip, as a node would tell of it. */
function grow(): void {
  const now = state.snapshot.value;
  const tip = now?.strip.find((card) => card.hash === now.tip);
  if (now === undefined || tip === undefined) return;
  const height = tip.height + 1;
  const time = Math.floor(Date.now() / 1000);
  const hash = fixtureHash(`main ${height}`);
  const strip = [...now.strip, { ...tip, height, hash, previousHash: tip.hash, time }];
  const lowest = height - 23;
  const kept = strip.filter((card) => card.height >= lowest);
  state.snapshot.value = { ...now, height, tip: hash, tipTime: time, strip: kept };
}

const mining = createMiningControls({
  choice: defaultChoice(4, true),
  remember: () => {},
  async call(_method, wish) {
    const now = state.snapshot.value!;
    state.snapshot.value = { ...now, mining: wishMining(now.mining, wish as object) };
  },
  navigator,
  isHidden: () => false,
  now: () => performance.now(),
  makeSpeedWorker: () =>
    new Worker(new URL('../../../src/worker/speed.worker.ts', import.meta.url), {
      type: 'module',
    }),
});
state.snapshot.subscribe((snapshot) => snapshot && mining.heard(snapshot));

state.actions.value = {
  mining,
  setNetworkActive(networkActive) {
    state.snapshot.value = { ...state.snapshot.value!, networkActive };
  },
  async call(method, ...parameters) {
    const now = state.snapshot.value!;
    const said = callWire(now, method);
    if (said !== undefined) return said;
    const { wallet, result } = callWallet(now.wallet!, method, parameters);
    state.snapshot.value = { ...now, wallet };
    return result;
  },
  async saveChain(tell) {
    tell(0.4);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    return { file: new Blob(['made up']), height: state.snapshot.value!.height };
  },
  async readChain(file, tell) {
    tell(0.4);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const { height } = state.snapshot.value!;
    return { blocks: file.size, fresh: 0, height, done: true };
  },
  journal: createJournal(),
  rooms: {
    list: async () => [
      {
        topic: 'ab'.repeat(16),
        name: 'quiet marsh',
        code: 'a'.repeat(56),
        usedMs: Date.now() - 600_000,
        slots: [
          { slot: 0, holder: 'this-tab' },
          { slot: 1, holder: 'another-tab' },
        ],
      },
      { topic: 'cd'.repeat(16), name: 'amber fox', slots: [{ slot: 0, holder: 'nobody' }] },
    ],
    measure: async (_, slot) => 1_250_000 * (slot + 1),
    remove: async () => 'removed',
    use: async () => ({ usedBytes: 4_100_000, grantedBytes: 2_100_000_000 }),
  },
};

setInterval(() => {
  const now = state.snapshot.value;
  if (now !== undefined) state.snapshot.value = { ...now, mining: moveRates(now.mining) };
}, 1000);

const wanted = new URLSearchParams(location.search);
state.path.value = wanted.get('path')?.split('/') ?? [];
show(wanted.get('state') ?? 'alone');
render(<App state={state} />, document.getElementById('app')!);
Object.assign(window, { fixture: { show, grow, names: Object.keys(FIXTURES) } });
