/**
 * Several whole nodes in one process: real nodes on real hosts, over a hub instead of WebRTC, a
 * store in memory, a miner that hashes when told, and a time that passes when told.
 */

import { overlayStore } from '../../src/adapters/storage/overlay.ts';
import { openMemoryStore } from '../../src/adapters/storage/memory.ts';
import { createVault, stretchEntropy } from '../../src/adapters/vault.ts';
import { createHub } from '../../src/adapters/transport/memory.ts';
import type { Chain } from '../../src/chain/chain.ts';
import { Host } from '../../src/node/host.ts';
import { ANCHORS } from '../../src/node/anchors.ts';
import { TabNode } from '../../src/node/node.ts';
import { verifySignature } from '../../src/consensus/signature-verifier.ts';
import type { Store, Verifier } from '../../src/node/ports.ts';
import { createRoom, type Room } from '../../src/node/room.ts';
import { readableEntropy, type WalletStart } from '../../src/node/wallet/wallet.ts';
import { quickKey } from './quick-key.ts';
import { restoreFrom } from './restore-chain.ts';
import { toHex } from '../../src/util/bytes.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
import { createVirtualMiner, type VirtualMiner } from './virtual-miner.ts';

export interface World {
  readonly room: Room;
  readonly hub: ReturnType<typeof createHub>;
  /** A new tab, or one that was closed and has its store back. */
  open(name: string, options?: OpenOptions): Promise<WorldTab>;
  /** Lets time pass for all, in steps, with everything delivered after each. */
  pass(durationMs: number): Promise<void>;
  now(): number;
}

export interface OpenOptions {
  readonly store?: Store;
  /** How far this tab's clock is ahead. */
  readonly clockAheadMs?: number;
  /** Where its rewards go; to its own key unless said. */
  readonly rewardScript?: Uint8Array;
}

export interface WorldTab {
  readonly host: Host;
  readonly node: TabNode;
  readonly chain: Chain;
  readonly store: Store;
  readonly miner: VirtualMiner;
  close(): void;
}

export interface WorldOptions {
  readonly kind?: 'main' | 'sandbox';
  readonly seed?: number;
  /** How long ago the room was made. */
  readonly ageSeconds?: number;
}

/** Verifies here and answers later, as every verifier does. */
const inlineVerifier: Verifier = {
  verify: (checks, done) => {
    const firstBad = checks.findIndex(
      ({ signature, message, publicKey }) => !verifySignature(signature, message, publicKey),
    );
    setImmediate(() => done(firstBad < 0 ? { ok: true } : { ok: false, firstBad }));
  },
};

const START_MS = 1_700_000_000_000;
const AGE_SECONDS = 1_000_000;
const STEP_MS = 50;
const BITS = { main: 0x1e0fffff, sandbox: 0x207fffff } as const;

export function createWorld(options: WorldOptions = {}): World {
  const { kind = 'sandbox', seed = 1, ageSeconds = AGE_SECONDS } = options;
  const hub = createHub();
  const room = createRoom(
    {
      kind,
      targetSpacingSeconds: 10,
      genesisBits: BITS[kind],
      halvingInterval: 210_000,
      genesisTime: START_MS / 1000 - (kind === 'sandbox' ? ageSeconds : 60),
    },
    new Uint8Array(16).fill(seed),
  );
  const clocks = new Map<string, VirtualClock>();
  let nowMs = START_MS;
  let opened = 0;

  async function settle(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      hub.flush();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function open(name: string, options: OpenOptions = {}): Promise<WorldTab> {
    opened += 1;
    const store = options.store ?? openMemoryStore();
    const { chain, records, repaired } = await restoreFrom(store, room);
    const { nodeKey, sign } = quickKey(new Uint8Array(32).fill(opened));
    const node = new TabNode({
      room,
      slot: opened,
      link: `https://tabchain.example/#/r/${room.code}`,
      chain,
      records,
      storage: { state: 'disk', ...(repaired === undefined ? {} : { repaired }) },
      waiting: await store.entries('mempool'),
      nodeKey,
      sign,
      anchors: await store.get('meta', ANCHORS),
      wallet: await openWallet(store, { seed, opened, now: nowMs }),
      ...(options.rewardScript === undefined ? {} : { rewardScript: options.rewardScript }),
      minerName: name,
      maxThreads: 4,
      seed: Uint8Array.of(seed, opened),
    });
    const clock = createVirtualClock(nowMs + (options.clockAheadMs ?? 0));
    const miner = createVirtualMiner(Uint8Array.of(opened, 0, 0, 0, 0, 0));
    const transport = hub.transport(`${name}-${opened}`);
    const host = new Host({
      node,
      store,
      overlay: overlayStore,
      transport,
      miner,
      verifier: inlineVerifier,
      vault: createVault(),
      clock,
      self: toHex(nodeKey),
    });
    clocks.set(name, clock);
    host.start();
    await settle();
    const close = () => {
      clocks.delete(name);
      transport.stop();
    };
    return { host, node, chain, store, miner, close };
  }

  async function pass(durationMs: number): Promise<void> {
    for (const end = nowMs + durationMs; nowMs < end; nowMs += STEP_MS) {
      for (const clock of clocks.values()) clock.advance(STEP_MS);
      await settle();
    }
  }

  return { room, hub, open, pass, now: () => nowMs };
}

/** Each tab that is opened for the first time has words of its own, the same in every run. */
async function openWallet(
  store: Store,
  { seed, opened, now }: { seed: number; opened: number; now: number },
): Promise<WalletStart> {
  const records = await store.entries('wallet');
  const fresh = new Uint8Array(16).fill(opened);
  fresh[0] = seed;
  const secret = await stretchEntropy(readableEntropy(records) ?? fresh);
  return { records, secret, random: new Uint8Array(32).fill(opened), now };
}
