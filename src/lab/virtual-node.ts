/**
 * One node of the laboratory: the very node that every tab has, on a store in memory, with a fresh
 * key and a fresh wallet. Only what it stands on differs, never what it does.
 */

import { schnorr } from '@noble/curves/secp256k1.js';
import { openMemoryStore } from '../adapters/storage/memory.ts';
import { overlayStore } from '../adapters/storage/overlay.ts';
import { stretchEntropy } from '../adapters/vault.ts';
import { Chain } from '../chain/chain.ts';
import { type NodeKey, openNodeKey } from '../net/node-key.ts';
import type { NodeSnapshot } from '../node/api.ts';
import { Host } from '../node/host.ts';
import { TabNode } from '../node/node.ts';
import type { Clock, Miner, NodeCore, Transport, Vault, Verifier } from '../node/ports.ts';
import { minerName } from '../node/room-name.ts';
import type { Room } from '../node/room.ts';
import { ChainRecords } from '../node/schema.ts';
import { toHex } from '../util/bytes.ts';
import { ENTROPY_BYTES } from '../wallet/keys.ts';

export interface VirtualNodeParts {
  readonly room: Room;
  /** The room's whole link. */
  readonly link: string;
  readonly slot: number;
  readonly transport: Transport;
  readonly miner: Miner;
  readonly verifier: Verifier;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Miners' names that others have already: people tell nodes apart by them. */
  readonly takenNames: ReadonlySet<string>;
}

export interface RunningNode {
  readonly host: Host;
  /** Hex. */
  readonly nodeKey: string;
  readonly minerName: string;
  /** What it shows, if anything happened since this was asked last. */
  news(): NodeSnapshot | undefined;
  stop(): void;
}

const SEED_BYTES = 32;
/** So many that the remainder by the curve's order is as good as even (FIPS 186-5, A.2.1). */
const KEY_SEED_BYTES = 48;
/** Of 2,500 names one that is free is soon found; it is no matter if two are alike. */
const NAME_TRIES = 16;

export async function startVirtualNode(parts: VirtualNodeParts): Promise<RunningNode> {
  const { randomBytes, room, transport, miner, verifier, vault } = parts;
  const { nodeKey, sign } = drawKey(parts);
  const secret = await stretchEntropy(randomBytes(ENTROPY_BYTES));
  const chain = new Chain(room.params, room.genesis);
  const name = minerName(nodeKey);
  const core = new TabNode({
    room,
    slot: parts.slot,
    link: parts.link,
    chain,
    records: new ChainRecords(chain.index),
    storage: { state: 'memory' },
    waiting: [],
    nodeKey,
    sign,
    wallet: { records: [], secret, random: randomBytes(SEED_BYTES), now: parts.clock.now() },
    minerName: name,
    maxThreads: 1,
    seed: randomBytes(SEED_BYTES),
  });
  const clock = mortalClock(parts.clock);
  const node = watched(core);
  const self = toHex(nodeKey);
  const options = { node, store: openMemoryStore(), overlay: overlayStore, clock, self };
  const host = new Host({ ...options, transport, miner, verifier, vault });
  host.start();
  const stop = () => {
    clock.end();
    host.stop();
  };
  return { host, nodeKey: self, minerName: name, news: node.news, stop };
}

function drawKey({ randomBytes, takenNames }: VirtualNodeParts): NodeKey {
  const draw = () => openNodeKey(schnorr.utils.randomSecretKey(randomBytes(KEY_SEED_BYTES)));
  let drawn = draw();
  for (let tries = 1; tries < NAME_TRIES && takenNames.has(minerName(drawn.nodeKey)); tries += 1) {
    drawn = draw();
  }
  return drawn;
}

/** A node asks for its next wake-up with each step, and would so live for ever. */
function mortalClock(clock: Clock): Clock & { end(): void } {
  let isOver = false;
  return {
    now: () => clock.now(),
    wakeAt(time, wake) {
      if (!isOver) clock.wakeAt(time, () => void (isOver || wake()));
    },
    end() {
      isOver = true;
      // The alarm that it replaces would hold the whole node.
      clock.wakeAt(clock.now(), () => {});
    },
  };
}

/** Snapshots cost more than most steps: none is made of a node that did nothing. */
function watched(core: TabNode) {
  let isNews = true;
  const node: NodeCore & { snapshot(): NodeSnapshot; news(): NodeSnapshot | undefined } = {
    step(input, now) {
      isNews = true;
      return core.step(input, now);
    },
    snapshot: () => core.snapshot(),
    news() {
      if (!isNews) return undefined;
      isNews = false;
      return core.snapshot();
    },
  };
  return node;
}
