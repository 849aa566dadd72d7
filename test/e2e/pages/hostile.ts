/**
 * A hostile member of a room: it holds the link, so it gets past the seal, and then says what no
 * honest tab would. It speaks through the real transport to a real node in another tab.
 */

import { createWebRtcTransport } from '../../../src/adapters/transport/webrtc.ts';
import { decodeBlock, encodeBlock } from '../../../src/consensus/encoding.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import { expandCompact, hashToTarget } from '../../../src/consensus/pow.ts';
import type { Block, Hash, Header } from '../../../src/consensus/types.ts';
import { makeHello } from '../../../src/net/handshake.ts';
import { decodeMessage, encodeMessage, type Message } from '../../../src/net/messages.ts';
import { openNodeKey } from '../../../src/net/node-key.ts';
import { decodeFrame, encodeFrame, MessageType } from '../../../src/net/wire.ts';
import type { PeerLink, Transport, TransportEvents } from '../../../src/node/ports.ts';
import { type Room, parseRoomCode } from '../../../src/node/room.ts';
import { toHex } from '../../../src/util/bytes.ts';

interface Foe {
  readonly room: Room;
  readonly link: PeerLink;
  readonly transport: Transport;
  /** Frames the victim sent, oldest first. */
  readonly heard: Uint8Array[];
  /** Why the victim's end came down. */
  readonly down: Promise<string>;
}

type Attack = (foe: Foe, blockHex: string) => Promise<void> | void;

const SANDBOX_SPACING_SECONDS = 10;
const PATIENCE_MS = 10_000;
const LOOK_MS = 20;
const OWN_NONCE = crypto.getRandomValues(new Uint8Array(32));
const NODE_KEY = openNodeKey(crypto.getRandomValues(new Uint8Array(32)));

const ATTACKS: Readonly<Record<string, Attack>> = {
  'a frame shorter than its header': ({ link }) => link.send(Uint8Array.of(1, 2, 3), 'prompt'),
  'a message before hello': (foe) => say(foe, { name: 'ping', nonce: 1n }),
  'another room’s genesis': (foe) => {
    const genesisHash = '12'.repeat(32) as Room['params']['genesisHash'];
    greet(foe, { ...secretsOf(foe), genesisHash });
  },
  'a hello without the room’s key': (foe) =>
    greet(foe, { ...secretsOf(foe), linkKey: new Uint8Array(32) }),
  'another’s node key': (foe) => {
    const { nodeKey } = openNodeKey(crypto.getRandomValues(new Uint8Array(32)));
    greet(foe, { ...secretsOf(foe), nodeKey });
  },
  'a second hello': async (foe) => {
    await join(foe);
    greet(foe, secretsOf(foe));
  },
  'another room’s magic': async (foe) => {
    await join(foe);
    foe.link.send(encodeMessage(foe.room.magic ^ 1, { name: 'ping', nonce: 1n }), 'prompt');
  },
  'a length of four gigabytes': async (foe) => {
    await join(foe);
    const frame = encodeMessage(foe.room.magic, { name: 'ping', nonce: 1n });
    new DataView(frame.buffer).setUint32(5, 0xffff_ffff, true);
    foe.link.send(frame, 'prompt');
  },
  'a payload that does not parse': async (foe) => {
    await join(foe);
    const notShortest = Uint8Array.of(0xfd, 1, 0);
    foe.link.send(encodeFrame(foe.room.magic, MessageType.headers, notShortest), 'prompt');
  },
  'a header without work': async (foe, blockHex) => {
    await join(foe);
    const { header } = decodeBlock(bytesOf(blockHex));
    say(foe, { name: 'headers', headers: [withoutWork(header)] });
  },
  'a block whose body does not match its header': async (foe, blockHex) => {
    await join(foe);
    const block = withOtherBody(decodeBlock(bytesOf(blockHex)));
    say(foe, { name: 'block', block, bytes: encodeBlock(block) });
  },
};

/** Resolves to why the link came down; rejects when the victim keeps it. */
async function attack(name: string, code: string, blockHex: string): Promise<string> {
  const foe = await connect(code);
  try {
    await ATTACKS[name]!(foe, blockHex);
    return await within(foe.down, `the link outlived ${name}`);
  } finally {
    foe.transport.stop();
  }
}

function connect(code: string): Promise<Foe> {
  const parsed = parseRoomCode(code);
  if (!parsed.ok) throw new Error(parsed.sentence);
  const { room } = parsed;
  const transport = createWebRtcTransport({
    signalingUrl: `${location.origin.replace(/^http/, 'ws')}/signal`,
    topic: room.topic,
    sealKey: room.sealKey,
  });
  const heard: Uint8Array[] = [];
  let goDown: (reason: string) => void;
  const down = new Promise<string>((resolve) => (goDown = resolve));
  const linked = new Promise<Foe>((resolve) => {
    const events: TransportEvents = {
      found: (peer) => transport.dial(peer),
      missed: () => {},
      signal: () => {},
      up: (link) => resolve({ room, link, transport, heard, down }),
      message: (_link, bytes) => void heard.push(bytes),
      down: (_link, reason) => goDown(reason),
      meeting: () => {},
    };
    transport.start(events, toHex(NODE_KEY.nodeKey));
  });
  return within(linked, 'nobody to attack');
}

function secretsOf({ room }: Foe) {
  return { genesisHash: room.params.genesisHash, linkKey: room.linkKey, ...NODE_KEY };
}

function greet(foe: Foe, secrets: ReturnType<typeof secretsOf>): void {
  const facts = { binding: foe.link.binding, ownNonce: OWN_NONCE };
  say(foe, { name: 'hello', hello: makeHello(secrets, facts, 'dialler') });
}

/** Becomes a peer like any other. */
async function join(foe: Foe): Promise<void> {
  greet(foe, secretsOf(foe));
  await hear(foe, 'version');
  const nonce = 7n;
  const { genesisHash } = foe.room.params;
  const timestamp = Math.floor(Date.now() / 1_000);
  const version = { protocolVersion: 1, timestamp, nonce, userAgent: '/foe/', startHeight: 0 };
  say(foe, { name: 'version', version: { ...version, genesisHash } });
  say(foe, { name: 'verack' });
  await hear(foe, 'verack');
}

async function hear(foe: Foe, name: Message['name']): Promise<void> {
  const isIt = (bytes: Uint8Array) =>
    decodeMessage(decodeFrame(bytes, foe.room.magic)).name === name;
  const look = async () => {
    while (!foe.heard.some(isIt)) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  };
  await within(look(), `no ${name} came`);
}

function say(foe: Foe, message: Message): void {
  foe.link.send(encodeMessage(foe.room.magic, message), 'prompt');
}

function withoutWork(header: Header): Header {
  return { ...header, nonce: (header.nonce + 1) % 2 ** 32 };
}

/** A header with real work on top of the given block, and under it a body of another. */
function withOtherBody({ header, transactions }: Block): Block {
  const draft = {
    ...header,
    previousHash: headerHash(header),
    merkleRoot: '12'.repeat(32) as Hash,
    time: header.time + SANDBOX_SPACING_SECONDS,
  };
  const { target } = expandCompact(header.bits);
  let nonce = 0;
  while (hashToTarget(headerHash({ ...draft, nonce })) > target) nonce += 1;
  return { header: { ...draft, nonce }, transactions };
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function within<Value>(promise: Promise<Value>, complaint: string): Promise<Value> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(complaint)), PATIENCE_MS);
  });
  return Promise.race([promise, late]);
}

Object.assign(globalThis, { attack });
