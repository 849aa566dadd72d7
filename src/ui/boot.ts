/**
 * From an address to a running node: reads the room's link or makes a room, starts the node in its
 * worker, lends it this page's WebRTC, and fills the page's state from its snapshots.
 */

import type { Invitations } from '../adapters/transport/invitation.ts';
import type { KeptRooms } from '../adapters/storage/kept-rooms.ts';
import { askToPersist } from '../adapters/storage/persist.ts';
import { roomsRegistry } from '../adapters/storage/rooms-registry.ts';
import { wrapNode } from '../adapters/rpc.ts';
import type { Laboratory } from '../lab/api.ts';
import type { PageParts } from '../lab/open-laboratory.ts';
import type { NodeApi, NodeSnapshot } from '../node/api.ts';
import { foundRoom, ROOM_SECRET_BYTES } from '../node/founding.ts';
import { DEFAULT_ROOM, parseRoomCode, type Room } from '../node/room.ts';
import { MINING_WORKERS_MAX } from '../util/limits.ts';
import type { FromWorker, StartNode } from '../worker/messages.ts';
import { addressOf, type PageAddress, parseAddress } from './address.ts';
import { chainTransfer } from './chain-transfer.ts';
import { paceWhileHidden } from './hidden-pace.ts';
import { say, toSay } from './language/say.ts';
import { defaultChoice, type MiningChoice, readChoice, writeChoice } from './mine/effort.ts';
import type { HeardControls } from './mine/mining-controls.ts';
import type { AppState } from './state.ts';
import { createTabMemory, type TabMemory } from './tab-memory.ts';

const SLOT_KEY = 'tabchain.slot';
const MINING_KEY = 'tabchain.mining';
const SIGNAL_PATH = '/signal';
/** Where the installed page begins: in the room that was used last. */
const LAST_ROOM = '#/last';

interface Entrance {
  readonly room: Room;
  readonly memory: TabMemory;
  readonly mining: MiningChoice;
}

export interface CalledWorker {
  readonly worker: Worker;
  readonly ready: Promise<unknown>;
}

/** To be called first of all: the worker takes longer to come than what it is to be told. */
export function callWorker(): CalledWorker {
  const worker = new Worker(new URL('../worker/node.worker.ts', import.meta.url), {
    type: 'module',
    name: 'node',
  });
  const ready = heard(worker, 'ready');
  // Whoever waits for it is told of its failure, and a page without a room does not wait.
  ready.catch(() => undefined);
  return { worker, ready };
}

/** Rejects when the node cannot be started; a damaged link is a stage of the page. */
export async function boot(state: AppState, called: CalledWorker): Promise<void> {
  const entrance = enter(state);
  if (entrance === undefined) return called.worker.terminate();
  const { room } = entrance;
  const link = linkOf(room.code);
  state.link.value = link;
  watchAddress(room.code, state);
  if (!globalThis.isSecureContext) throw new Error(say(INSECURE));
  const loading = loadParts();
  const node = await startNode({ entrance, link, loading, ...called }, state);
  const published = publish(node);
  const { createMiningControls, createJournal } = await loading;
  const mining = controlMining(createMiningControls, node, entrance);
  const journal = createJournal();
  state.actions.value = {
    mining,
    setNetworkActive: (active) => void node.call('setnetworkactive', active),
    call: (method, ...parameters) => node.call(method, ...parameters),
    ...chainTransfer(node),
    rooms: roomsKept(room.topic, () => keptSlot(state.snapshot.value)),
    journal,
  };
  // Their chart goes back to the opening of the page, not to its own.
  import('./charts/samples.ts').then(({ sampleFrom }) => sampleFrom(state.snapshot), Boolean);
  const pace = paceWhileHidden<NodeSnapshot>((snapshot) => show(snapshot, state), {
    isHidden: () => document.visibilityState === 'hidden',
    now: () => performance.now(),
    later: setTimeout,
  });
  document.addEventListener('visibilitychange', () => pace.looked());
  const subscribed = node.subscribe((snapshot) => {
    mining.heard(snapshot);
    journal.heard(snapshot, Date.now());
    pace.heard(snapshot);
  });
  await Promise.all([published, subscribed]);
}

/** Code that is needed once the node runs; it comes while the worker starts. */
async function loadParts() {
  const [webrtc, port, workers, controls, journal] = await Promise.all([
    import('../adapters/transport/webrtc.ts'),
    import('../adapters/transport/port.ts'),
    import('../adapters/workers/lend.ts'),
    import('./mine/mining-controls.ts'),
    import('./room/journal.ts'),
  ]);
  return { ...webrtc, ...port, ...workers, ...controls, ...journal };
}

function show(snapshot: NodeSnapshot, state: AppState): void {
  // What the node had sent before it stopped may still arrive.
  if (state.stage.value.kind === 'stopped') return;
  state.snapshot.value = snapshot;
  state.stage.value = { kind: 'running' };
}

const INSECURE = toSay(
  'browsers offer the cryptography it needs only over https, or on localhost. ' +
    'Ask for an address that begins with https://',
);

function enter(state: AppState): Entrance | undefined {
  if (location.hash === LAST_ROOM) returnToLast();
  if (location.hash === '' || location.hash === '#') return found();
  const address = parseAddress(location.hash);
  const parsed = parseRoomCode(address?.code ?? '');
  if (parsed.ok) {
    const entrance = entranceTo(parsed.room, false);
    const { slot } = address!.query;
    if (slot !== undefined) entrance.memory.remember(SLOT_KEY, slot);
    follow(address!, state);
    return entrance;
  }
  state.stage.value = { kind: 'bad-link', reason: parsed.reason };
  // The next link pasted over this one is read from the start.
  addEventListener('hashchange', () => location.reload());
  return undefined;
}

function returnToLast(): void {
  const [last] = roomsRegistry().read();
  const place = last === undefined ? location.pathname : addressOf(last.code);
  history.replaceState(null, '', place);
}

/** Takes from the address what it says besides the room. */
function follow({ code, path, query }: PageAddress, state: AppState): void {
  state.path.value = path;
  const { invite } = query;
  if (invite !== undefined) state.invited.value = invite;
  // It is good for one newcomer: the address that is shared or reloaded does not hold it.
  if (Object.keys(query).length > 0) history.replaceState(null, '', addressOf(code, ...path));
}

/** A new room, whose link is at once the page's address. */
function found(): Entrance {
  const secret = crypto.getRandomValues(new Uint8Array(ROOM_SECRET_BYTES));
  const room = foundRoom(DEFAULT_ROOM, Date.now(), secret);
  history.replaceState(null, '', linkOf(room.code));
  return entranceTo(room, true);
}

/** Whoever makes a room begins to mine it; whoever joins one is asked first. */
function entranceTo(room: Room, isFounder: boolean): Entrance {
  const memory = createTabMemory(room.topic);
  const cores = Math.min(navigator.hardwareConcurrency, MINING_WORKERS_MAX);
  const remembered = readChoice(memory.recall(MINING_KEY), cores);
  const mining = remembered ?? defaultChoice(cores, isFounder);
  // After a reload it is somebody who comes by a link, and mines on nevertheless.
  if (isFounder) memory.remember(MINING_KEY, writeChoice(mining));
  return { room, memory, mining };
}

function linkOf(code: string): string {
  return `${location.origin}${location.pathname}${location.search}${addressOf(code)}`;
}

/**
 * Another room's link in the same tab is another node: it starts from a fresh page. Within a room
 * the address names the view.
 */
function watchAddress(code: string, state: AppState): void {
  addEventListener('hashchange', () => {
    const address = parseAddress(location.hash);
    const parsed = parseRoomCode(address?.code ?? '');
    if (!parsed.ok || parsed.room.code !== code) location.reload();
    else follow(address!, state);
  });
}

interface Start extends CalledWorker {
  readonly entrance: Entrance;
  readonly link: string;
  readonly loading: ReturnType<typeof loadParts>;
}

async function startNode(start: Start, state: AppState): Promise<NodeApi> {
  const { entrance, link, worker, ready, loading } = start;
  await ready;
  const transportChannel = new MessageChannel();
  const apiChannel = new MessageChannel();
  const workersChannel = new MessageChannel();
  const order = startOrder(entrance, link);
  const started = heard(worker, 'started');
  const channels = [transportChannel, apiChannel, workersChannel];
  worker.postMessage(
    order,
    channels.map(({ port2 }) => port2),
  );
  const lending = lendTransport(entrance.room, transportChannel.port1, loading);
  const lent = loading.then(({ lendWorkers }) => lendWorkers(workersChannel.port1));
  const [{ slot }, invitations, endWorkers] = await Promise.all([started, lending, lent]);
  state.invitations.value = invitations;
  entrance.memory.remember(SLOT_KEY, String(slot));
  rememberUse(entrance.room, slot);
  void askToPersist();
  worker.addEventListener('error', () => {
    // A fault in one step leaves the Worker alive, and its node in no state to go on from.
    worker.terminate();
    endWorkers();
    state.stage.value = { kind: 'stopped' };
  });
  const node = wrapNode(apiChannel.port1);
  const { code } = entrance.room;
  const openLaboratory = laboratoryOpener({ node, nodeWorker: worker, code, link }, state);
  state.openLaboratory.value = openLaboratory;
  state.openForger.value = async () => {
    const laboratory = await openLaboratory();
    return (await import('../lab/open-forger.ts')).openForger(laboratory, entrance.room);
  };
  return node;
}

/** Fetched when somebody asks for it, again where that failed. */
function laboratoryOpener(parts: Omit<PageParts, 'watchSelf'>, state: AppState) {
  let opening: Promise<Laboratory> | undefined;
  const watchSelf: PageParts['watchSelf'] = (listener) =>
    state.snapshot.subscribe((snapshot) => snapshot && listener(snapshot));
  async function open(): Promise<Laboratory> {
    const { openLaboratory } = await import('../lab/open-laboratory.ts');
    return openLaboratory({ ...parts, watchSelf });
  }
  return () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
}

/** Now, and when the page is left. */
function rememberUse(room: Room, slot: number): void {
  const touch = () => roomsRegistry().touch(room, { slot, nowMs: Date.now() });
  touch();
  addEventListener('pagehide', touch);
}

/** The slot whose records are this tab's; none where it keeps nothing, whatever its number says. */
function keptSlot(snapshot: NodeSnapshot | undefined): number | undefined {
  return snapshot?.storage.state === 'memory' ? undefined : snapshot?.slot;
}

/** What is behind it is fetched when it is first asked. */
function roomsKept(topic: string, slotNow: () => number | undefined): KeptRooms {
  const open = async () => {
    const { keptRooms } = await import('../adapters/storage/rooms.ts');
    const slot = slotNow();
    return keptRooms({
      registry: roomsRegistry(),
      here: slot === undefined ? undefined : { topic, slot },
      databases: globalThis.indexedDB,
      locks: navigator.locks,
      storage: navigator.storage,
    });
  };
  return {
    list: async () => (await open()).list(),
    measure: async (of, slot) => (await open()).measure(of, slot),
    remove: async (of, slot) => (await open()).remove(of, slot),
    use: async () => (await open()).use(),
  };
}

function startOrder({ room, memory, mining }: Entrance, link: string): StartNode {
  const preferredSlot = memory.recall(SLOT_KEY);
  return {
    type: 'start',
    code: room.code,
    link,
    ...(mining.isOn ? { effort: mining.effort } : {}),
    ...(preferredSlot === undefined ? {} : { preferredSlot: Number(preferredSlot) }),
  };
}

function controlMining(
  createMiningControls: typeof import('./mine/mining-controls.ts').createMiningControls,
  node: NodeApi,
  { mining, memory }: Entrance,
): HeardControls {
  const controls = createMiningControls({
    choice: mining,
    remember: (choice) => memory.remember(MINING_KEY, writeChoice(choice)),
    call: (method, ...parameters) => node.call(method, ...parameters),
    navigator,
    isHidden: () => document.visibilityState === 'hidden',
    now: () => performance.now(),
    makeSpeedWorker: () =>
      new Worker(new URL('../worker/speed.worker.ts', import.meta.url), {
        type: 'module',
        name: 'speed',
      }),
  });
  document.addEventListener('visibilitychange', () => controls.heard());
  return controls;
}

/** The worker's message of this type; rejects with its sentence when it cannot go on. */
function heard<Type extends FromWorker['type']>(
  worker: Worker,
  type: Type,
): Promise<Extract<FromWorker, { type: Type }>> {
  return new Promise((resolve, reject) => {
    const isOver = new AbortController();
    const { signal } = isOver;
    const listen = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type !== type && data.type !== 'failed') return;
      isOver.abort();
      if (data.type === 'failed') reject(new Error(data.sentence));
      else resolve(data as Extract<FromWorker, { type: Type }>);
    };
    const fail = ({ message }: ErrorEvent) =>
      reject(new Error(message || say('its worker did not load')));
    worker.addEventListener('message', listen, { signal });
    worker.addEventListener('error', fail, { signal });
  });
}

async function lendTransport(
  room: Room,
  port: MessagePort,
  loading: ReturnType<typeof loadParts>,
): Promise<Invitations> {
  const { createWebRtcTransport, serveTransport } = await loading;
  const signalingUrl = `${location.origin.replace(/^http/, 'ws')}${SIGNAL_PATH}`;
  const { topic, sealKey } = room;
  const transport = createWebRtcTransport({ signalingUrl, topic, sealKey });
  serveTransport(transport, port);
  return transport;
}

/** `window.tabchain`: every command of the node as a function. */
async function publish(node: NodeApi): Promise<void> {
  const commands = (await node.call('help')) as ReadonlyArray<{ readonly name: string }>;
  const entries = commands.map(({ name }) => [
    name,
    (...parameters: unknown[]) => node.call(name, ...parameters),
  ]);
  Object.assign(globalThis, { tabchain: Object.freeze(Object.fromEntries(entries)) });
}
