/**
 * What every transport owes the node, as plain functions: the same checks run on the in-memory hub
 * and the worker's port under Node, and on WebRTC inside a browser page, where no test runner is.
 */

import type {
  MeetingState,
  PeerId,
  PeerLink,
  Transport,
  TransportEvents,
} from '../../src/node/ports.ts';

/** Two tabs of one room that have not started yet. */
export interface TransportPair {
  readonly left: Transport;
  readonly right: Transport;
  /** Lets time pass, or events be delivered. */
  settle(): Promise<void>;
  end(): Promise<void>;
}

export interface TransportCheck {
  readonly name: string;
  run(pair: TransportPair): Promise<void>;
}

/** Both ends of a link that is up. */
interface Linked {
  readonly pair: TransportPair;
  readonly left: Recorder;
  readonly right: Recorder;
  /** On the dialling side, which is `right`. */
  readonly dialled: PeerLink;
  readonly answered: PeerLink;
}

interface Recorder extends TransportEvents {
  readonly tabs: PeerId[];
  readonly misses: PeerId[];
  readonly signals: Array<readonly [peer: PeerId, payload: string]>;
  readonly links: PeerLink[];
  readonly messages: Uint8Array[];
  readonly downs: Array<{ readonly link: PeerLink; readonly reason: string }>;
  readonly states: MeetingState[];
}

const PATIENCE_MS = 30_000;
const LEFT_KEY = '1'.repeat(64);
const RIGHT_KEY = '2'.repeat(64);
const MESSAGE_MAX_BYTES = 512 * 1024;

export const transportChecks: readonly TransportCheck[] = [
  { name: 'a newcomer finds who is there, dials, and both ends come up', run: checkUp },
  { name: 'both ends hold the same binding of 64 bytes', run: checkBinding },
  { name: 'messages of all sizes arrive whole, in order, both ways', run: checkMessages },
  { name: 'the sender keeps its bytes, the receiver owns its own', run: checkOwnership },
  { name: 'the backlog counts what has not left, and returns to zero', run: checkBacklog },
  { name: 'close brings one down to each end, after the call', run: checkClose },
  { name: 'a closed link says and hears nothing more', run: checkSilence },
  { name: 'dialling nobody, or a linked tab again, is harmless', run: checkDials },
  { name: 'a dial that leads nowhere is missed, once', run: checkMissed },
  { name: 'seeking finds who is there, again and again', run: checkSeek },
  { name: 'a tab is dialled by its key, by signals that others carry', run: checkSignals },
  { name: 'a dial whose signals nobody carries is missed', run: checkNoCarrier },
  { name: 'the population is told', run: checkPopulation },
  { name: 'stop closes the links, and start works again', run: checkRestart },
];

/** For transports with a real channel: a prompt message does not wait for bulk to end. */
export const overtakingCheck: TransportCheck = {
  name: 'a prompt message overtakes bulk that waits',
  run: checkOvertaking,
};

function createRecorder(): Recorder {
  const recorder: Recorder = {
    tabs: [],
    misses: [],
    signals: [],
    links: [],
    messages: [],
    downs: [],
    states: [],
    found: (peer) => void recorder.tabs.push(peer),
    missed: (peer) => void recorder.misses.push(peer),
    signal: (peer, payload) => void recorder.signals.push([peer, payload]),
    up: (link) => void recorder.links.push(link),
    message: (_link, bytes) => void recorder.messages.push(bytes),
    down: (link, reason) => void recorder.downs.push({ link, reason }),
    meeting: (state) => void recorder.states.push(state),
  };
  return recorder;
}

async function connect(pair: TransportPair): Promise<Linked> {
  const left = createRecorder();
  const right = createRecorder();
  pair.left.start(left, LEFT_KEY);
  await until(pair, 'left is at the meeting place', () => populationOf(left) === 1);
  pair.right.start(right, RIGHT_KEY);
  await until(pair, 'right finds left', () => right.tabs.length > 0);
  pair.right.dial(right.tabs[0]!);
  await until(pair, 'both are up', () => left.links.length > 0 && right.links.length > 0);
  return { pair, left, right, dialled: right.links[0]!, answered: left.links[0]! };
}

async function checkUp(pair: TransportPair): Promise<void> {
  const { left, right, dialled, answered } = await connect(pair);
  holds(dialled.outbound && !answered.outbound, 'only the dialling side is outbound');
  holds(dialled.peer === right.tabs[0], 'the link leads to the tab that was dialled');
  holds(left.links.length === 1 && right.links.length === 1, 'one link each');
  holds(dialled.backlog === 0 && answered.backlog === 0, 'nothing waits yet');
}

async function checkBinding(pair: TransportPair): Promise<void> {
  const { dialled, answered } = await connect(pair);
  holds(dialled.binding.length === 64, '64 bytes');
  holds(isSame(dialled.binding, answered.binding), 'both ends agree');
  const halves = [dialled.binding.slice(0, 32), dialled.binding.slice(32)] as const;
  holds(!isSame(...halves), 'each end contributes its own half');
}

async function checkMessages(pair: TransportPair): Promise<void> {
  const { left, right, dialled, answered } = await connect(pair);
  const sizes = [1, 2, 16_370, 16_371, 16_372, 16_384, 65_537, 400_000, MESSAGE_MAX_BYTES, 3];
  const messages = sizes.map(patternOf);
  for (const message of messages) dialled.send(message, 'bulk');
  for (const message of messages) answered.send(message, 'bulk');
  const isAll = () => left.messages.length + right.messages.length === 2 * sizes.length;
  await until(pair, 'all messages arrive', isAll);
  for (const [index, message] of messages.entries()) {
    holds(isSame(left.messages[index]!, message), `message ${index} to the answering side`);
    holds(isSame(right.messages[index]!, message), `message ${index} to the dialling side`);
  }
}

async function checkOwnership(pair: TransportPair): Promise<void> {
  const { left, dialled } = await connect(pair);
  const backing = patternOf(50_000);
  const view = backing.subarray(100, 20_100);
  const expected = view.slice();
  dialled.send(view, 'prompt');
  dialled.send(view, 'bulk');
  backing.fill(0);
  await until(pair, 'both arrive', () => left.messages.length === 2);
  holds(view.length === 20_000, 'the sender still has its bytes');
  for (const message of left.messages) {
    holds(isSame(message, expected), 'what is written after send is not sent');
    holds(message.buffer.byteLength === message.length, 'a buffer of its own');
  }
}

async function checkBacklog(pair: TransportPair): Promise<void> {
  const { left, dialled } = await connect(pair);
  for (let count = 0; count < 8; count++) dialled.send(patternOf(400_000), 'bulk');
  holds(dialled.backlog > 400_000, `${dialled.backlog} bytes wait`);
  holds(dialled.backlog <= 8 * 400_000 * 1.01, `${dialled.backlog} bytes wait`);
  await until(pair, 'all arrive', () => left.messages.length === 8);
  await until(pair, 'the backlog is gone', () => dialled.backlog === 0);
}

async function checkClose(pair: TransportPair): Promise<void> {
  const { left, right, dialled } = await connect(pair);
  dialled.close('test-reason');
  dialled.close('again');
  holds(right.downs.length === 0, 'not within the call');
  await until(pair, 'both are down', () => left.downs.length > 0 && right.downs.length > 0);
  await pair.settle();
  holds(left.downs.length === 1 && right.downs.length === 1, 'once each');
  holds(right.downs[0]!.link === dialled, 'the same link object');
  holds(right.downs[0]!.reason === 'test-reason', 'our own reason on our side');
  holds(left.downs[0]!.reason === 'closed', `the other side hears ${left.downs[0]!.reason}`);
}

async function checkSilence(pair: TransportPair): Promise<void> {
  const { left, right, dialled, answered } = await connect(pair);
  answered.send(patternOf(10), 'prompt');
  dialled.close('enough');
  dialled.send(patternOf(10), 'prompt');
  await until(pair, 'both are down', () => left.downs.length + right.downs.length === 2);
  answered.send(patternOf(10), 'prompt');
  await pair.settle();
  holds(left.messages.length === 0, 'nothing is sent by a closed link');
  holds(right.messages.length === 0, 'nothing is heard by a closed link');
}

async function checkDials(pair: TransportPair): Promise<void> {
  const { left, right, dialled } = await connect(pair);
  pair.right.dial('f'.repeat(32));
  pair.right.dial(dialled.peer);
  pair.right.dial(dialled.peer);
  pair.left.dial(left.links[0]!.peer);
  await pair.settle();
  dialled.send(patternOf(10), 'prompt');
  await until(pair, 'the link still works', () => left.messages.length === 1);
  holds(left.links.length === 1 && right.links.length === 1, 'still one link each');
}

async function checkMissed(pair: TransportPair): Promise<void> {
  const { right } = await connect(pair);
  pair.right.dial('f'.repeat(32));
  holds(right.misses.length === 0, 'not within the call');
  await until(pair, 'the dial is missed', () => right.misses.length > 0);
  await pair.settle();
  holds(right.misses.length === 1 && right.misses[0] === 'f'.repeat(32), 'once, by its id');
}

async function checkSeek(pair: TransportPair): Promise<void> {
  const { left, right, dialled } = await connect(pair);
  for (let round = 0; round < 2; round++) {
    left.tabs.length = right.tabs.length = 0;
    pair.left.seek();
    pair.right.seek();
    await until(pair, 'both find', () => left.tabs.length > 0 && right.tabs.length > 0);
    holds(right.tabs.includes(dialled.peer), 'also one that is linked');
  }
}

/** Stands for the nodes between the two, each of which knows the other by its key. */
function carry(from: Recorder, sender: PeerId, to: Transport): void {
  for (const [, payload] of from.signals.splice(0)) to.signal(sender, payload);
}

async function checkSignals(pair: TransportPair): Promise<void> {
  const left = createRecorder();
  const right = createRecorder();
  pair.left.start(left, LEFT_KEY);
  pair.right.start(right, RIGHT_KEY);
  await until(pair, 'both are there', () => populationOf(left) === 2);
  pair.right.dial(LEFT_KEY);
  await until(pair, 'both are up', () => {
    carry(right, RIGHT_KEY, pair.left);
    carry(left, LEFT_KEY, pair.right);
    return left.links.length > 0 && right.links.length > 0;
  });
  holds(right.links[0]!.peer === LEFT_KEY && left.links[0]!.peer === RIGHT_KEY, 'named by key');
  holds(right.links[0]!.outbound && !left.links[0]!.outbound, 'the dialling side is outbound');
  holds(isSame(right.links[0]!.binding, left.links[0]!.binding), 'both ends agree');
  right.links[0]!.send(patternOf(100), 'prompt');
  await until(pair, 'it carries messages', () => left.messages.length === 1);
}

async function checkNoCarrier(pair: TransportPair): Promise<void> {
  const right = createRecorder();
  pair.right.start(right, RIGHT_KEY);
  await until(pair, 'right is there', () => populationOf(right) === 1);
  pair.right.dial(LEFT_KEY);
  await until(pair, 'it signals', () => right.signals.length > 0);
  holds(right.signals[0]![0] === LEFT_KEY, 'to the tab that is dialled');
  pair.right.signal(LEFT_KEY, '');
  await until(pair, 'the dial is missed', () => right.misses.length > 0);
  holds(right.misses[0] === LEFT_KEY && right.links.length === 0, 'by its key');
}

async function checkPopulation(pair: TransportPair): Promise<void> {
  const { left, right } = await connect(pair);
  const isTold = () => populationOf(left) === 2 && populationOf(right) === 2;
  await until(pair, 'both know that they are two', isTold);
  holds(left.states.at(-1)!.status === 'online', 'online');
  pair.right.stop();
  await until(pair, 'the other one is alone', () => populationOf(left) === 1);
  holds(right.states.at(-1)!.status === 'off', 'who stopped is off');
}

async function checkRestart(pair: TransportPair): Promise<void> {
  const { left, right, dialled } = await connect(pair);
  pair.right.stop();
  await until(pair, 'both are down', () => left.downs.length + right.downs.length === 2);
  const again = createRecorder();
  pair.right.start(again, RIGHT_KEY);
  await until(pair, 'left is found anew', () => again.tabs.length > 0);
  pair.right.dial(again.tabs[0]!);
  await until(pair, 'up again', () => again.links.length === 1 && left.links.length === 2);
  holds(again.links[0]!.id > dialled.id, 'link ids only grow');
  again.links[0]!.send(patternOf(100), 'prompt');
  await until(pair, 'the new link works', () => left.messages.length === 1);
  holds(right.downs.length === 1, 'the old listener hears nothing more');
}

async function checkOvertaking(pair: TransportPair): Promise<void> {
  const { left, dialled } = await connect(pair);
  for (let count = 0; count < 10; count++) dialled.send(patternOf(400_000), 'bulk');
  dialled.send(patternOf(1_000), 'prompt');
  await until(pair, 'all arrive', () => left.messages.length === 11);
  const position = left.messages.findIndex((message) => message.length === 1_000);
  holds(position < 5, `the prompt message came as number ${position + 1} of 11`);
}

function populationOf(recorder: Recorder): number {
  return recorder.states.at(-1)?.population ?? 0;
}

function patternOf(sizeBytes: number): Uint8Array {
  return Uint8Array.from({ length: sizeBytes }, (_, index) => (index * 31 + sizeBytes) & 0xff);
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

function holds(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(`does not hold: ${sentence}`);
}

async function until(pair: TransportPair, what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await pair.settle();
  }
}
