/**
 * The node's worker: here its parts are put together, and here it lives as long as the page does.
 *
 * Handlers are set before anything is awaited, and `ready` is said after that: a worker that waits
 * at its top level loses what is sent to it meanwhile (Chromium 156).
 */

import { createClock } from '../adapters/clock.ts';
import { createMinerPool } from '../adapters/miner/pool.ts';
import { exposeNode } from '../adapters/rpc.ts';
import { overlayStore } from '../adapters/storage/overlay.ts';
import { exposeSwitches } from '../adapters/transport/joined-port.ts';
import { type JoinedTransport, joinTransports } from '../adapters/transport/joined.ts';
import { portTransport } from '../adapters/transport/port.ts';
import { createVault } from '../adapters/vault.ts';
import { createVerifierPool } from '../adapters/verifier/pool.ts';
import { borrowWorkers } from '../adapters/workers/borrow.ts';
import { keyOfHello } from '../net/hello-key.ts';
import { openNodeKey } from '../net/node-key.ts';
import { Host } from '../node/host.ts';
import { TabNode } from '../node/node.ts';
import type { Transport } from '../node/ports.ts';
import { minerName } from '../node/room-name.ts';
import { parseRoomCode, type Room } from '../node/room.ts';
import { toHex } from '../util/bytes.ts';
import { MINING_WORKERS_MAX } from '../util/limits.ts';
import type { FromWorker, JoinLaboratory, StartNode } from './messages.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

const MINER_PREFIX_BYTES = 4;
const SEED_BYTES = 32;
/** Beyond it the node cannot feed them. */
const VERIFIERS_MAX = 8;

let joined: JoinedTransport | undefined;

onmessage = ({ data, ports }: MessageEvent<StartNode | JoinLaboratory>) => {
  if (data.type === 'laboratory') {
    if (joined) exposeSwitches(joined, ports[0]!);
    return;
  }
  start(data, ports).catch((error: unknown) => {
    post({ type: 'failed', sentence: error instanceof Error ? error.message : String(error) });
  });
};
post({ type: 'ready' });

function post(message: FromWorker): void {
  postMessage(message);
}

async function start(order: StartNode, ports: readonly MessagePort[]): Promise<void> {
  const parsed = parseRoomCode(order.code);
  if (!parsed.ok) throw new Error(parsed.sentence);
  const opening = openRoom(parsed.room, order.preferredSlot);
  // While the browser looks for the room's database.
  loadLanguageData();
  const opened = await opening;
  const { magic } = parsed.room;
  joined = joinTransports(portTransport(ports[0]!), (bytes) => keyOfHello(bytes, magic));
  const startWorker = borrowWorkers(ports[2]!);
  const host = createHost({ room: parsed.room, opened, order, transport: joined, startWorker });
  exposeNode(host, ports[1]!);
  host.start();
  // The page counts the device's cores, and the node has a limit.
  const { effort } = order;
  const threads = Math.min(effort?.threads ?? 0, maxThreads());
  if (effort) await host.call('setmining', { ...effort, threads });
  post({ type: 'started', slot: opened.slot });
}

/**
 * The first format of a process reads the browser's data of all languages, 20 ms and on a phone
 * 100: here nobody waits for it, and the page's thread, which shares the process, finds it done.
 */
function loadLanguageData(): void {
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(0);
}

interface Parts {
  readonly room: Room;
  readonly opened: OpenedRoom;
  readonly order: StartNode;
  readonly transport: Transport;
  readonly startWorker: ReturnType<typeof borrowWorkers>;
}

function createHost({ room, opened, order, transport, startWorker }: Parts): Host {
  const { nodeKey, sign } = openNodeKey(opened.secretKey);
  const node = new TabNode({
    room,
    slot: opened.slot,
    link: order.link,
    chain: opened.chain,
    records: opened.records,
    storage: opened.storage,
    waiting: opened.waiting,
    nodeKey,
    sign,
    anchors: opened.anchors,
    wallet: opened.wallet,
    minerName: minerName(nodeKey),
    maxThreads: maxThreads(),
    seed: randomBytes(SEED_BYTES),
  });
  const miner = createMinerPool({
    makeWorker: () => startWorker('miner'),
    makeGpuWorker: () => startWorker('gpu-miner'),
    clock: createClock(),
    prefix: randomBytes(MINER_PREFIX_BYTES),
  });
  const verifier = createVerifierPool({
    makeWorker: () => startWorker('verifier'),
    clock: createClock(),
    threads: Math.min(navigator.hardwareConcurrency, VERIFIERS_MAX),
  });
  return new Host({
    node,
    verifier,
    store: opened.store,
    overlay: overlayStore,
    vault: createVault(),
    transport,
    miner,
    clock: createClock(),
    self: toHex(nodeKey),
  });
}

function maxThreads(): number {
  return Math.min(navigator.hardwareConcurrency, MINING_WORKERS_MAX);
}

function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
