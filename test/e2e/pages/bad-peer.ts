/**
 * A member of a room that is no help: it shows the headers of the whole chain, and asked for blocks
 * says nothing, or says false ones; or it shows nothing, and never stops talking.
 */

import { createWebRtcTransport } from '../../../src/adapters/transport/webrtc.ts';
import { decodeBlock, encodeBlock } from '../../../src/consensus/encoding.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import type { Block, Hash } from '../../../src/consensus/types.ts';
import { makeHello } from '../../../src/net/handshake.ts';
import {
  decodeMessage,
  encodeMessage,
  InventoryType,
  type Message,
  type Version,
} from '../../../src/net/messages.ts';
import { openNodeKey } from '../../../src/net/node-key.ts';
import { decodeFrame, encodeFrame } from '../../../src/net/wire.ts';
import type { PeerLink } from '../../../src/node/ports.ts';
import { parseRoomCode, type Room } from '../../../src/node/room.ts';
import { fromHex, toHex } from '../../../src/util/bytes.ts';

export type Badness = 'serves nothing' | 'serves garbage' | 'floods';

/** What became of it so far. */
export interface Career {
  downs: number;
  /** Blocks that it was asked for. */
  asked: number;
}

interface Foe {
  readonly badness: Badness;
  readonly room: Room;
  readonly blocks: readonly Block[];
  readonly heights: ReadonlyMap<Hash, number>;
}

const HEADERS_MAX = 2_000;
/** Newer tabs may speak of what we do not know, so such a message alone is no fault. */
const UNKNOWN_TYPE = 99;
const NOISE_BYTES = 2 ** 18;
const BACKLOG_BYTES = 2 ** 20;
const PAUSE_MS = 10;
const NODE_KEY = openNodeKey(crypto.getRandomValues(new Uint8Array(32)));
const career: Career = { downs: 0, asked: 0 };
const live = new Set<PeerLink>();

/** Joins and waits to be dialled. `blockHexes` is the chain from height 1 on. */
function misbehave(badness: Badness, code: string, blockHexes: readonly string[]): void {
  const parsed = parseRoomCode(code);
  if (!parsed.ok) throw new Error(parsed.sentence);
  const { room } = parsed;
  const blocks = [room.genesis, ...blockHexes.map((hex) => decodeBlock(fromHex(hex)))];
  const heights = new Map(blocks.map(({ header }, height) => [headerHash(header), height]));
  const foe = { badness, room, blocks, heights };
  const transport = createWebRtcTransport({
    signalingUrl: `${location.origin.replace(/^http/, 'ws')}/signal`,
    topic: room.topic,
    sealKey: room.sealKey,
  });
  const events = {
    found: () => {},
    missed: () => {},
    signal: () => {},
    up: (link: PeerLink) => void live.add(link),
    message: (link: PeerLink, bytes: Uint8Array) =>
      answer(foe, link, decodeMessage(decodeFrame(bytes, room.magic))),
    down: (link: PeerLink) => {
      live.delete(link);
      career.downs += 1;
    },
    meeting: () => {},
  };
  transport.start(events, toHex(NODE_KEY.nodeKey));
}

function answer(foe: Foe, link: PeerLink, message: Message): void {
  const say = (said: Message) => link.send(encodeMessage(foe.room.magic, said), 'prompt');
  switch (message.name) {
    case 'hello':
      return say(helloTo(foe, link, message.hello.nonce));
    case 'version':
      say({ name: 'version', version: versionOf(foe, message.version) });
      return say({ name: 'verack' });
    case 'verack':
      if (foe.badness === 'floods') flood(foe, link);
      return undefined;
    case 'ping':
      return say({ name: 'pong', nonce: message.nonce });
    case 'getheaders':
      // Who floods shows nothing, lest it be given up for the blocks that it does not bring.
      return say({
        name: 'headers',
        headers: foe.badness === 'floods' ? [] : headersAfter(foe, message.locator),
      });
    case 'getdata':
      return serve(foe, message.items, say);
    default:
      return undefined;
  }
}

function helloTo({ room }: Foe, { binding }: PeerLink, heard: Uint8Array): Message {
  const { linkKey, params } = room;
  const secrets = { genesisHash: params.genesisHash, linkKey, ...NODE_KEY };
  const ownNonce = crypto.getRandomValues(new Uint8Array(32));
  const hello = makeHello(secrets, { binding, ownNonce }, 'answerer', heard);
  return { name: 'hello', hello };
}

/** As the other side's own, but for what must not be the same. */
function versionOf({ badness, blocks }: Foe, heard: Version): Version {
  const nonce = heard.nonce ^ 1n;
  return { ...heard, nonce, userAgent: `/${badness}/`, startHeight: blocks.length - 1 };
}

function headersAfter({ blocks, heights }: Foe, locator: readonly Hash[]) {
  const common = locator.map((hash) => heights.get(hash)).find((height) => height !== undefined);
  const start = (common ?? 0) + 1;
  return blocks.slice(start, start + HEADERS_MAX).map(({ header }) => header);
}

type Question = Extract<Message, { name: 'getdata' }>['items'];

/** The garbage is a true header over the body of another block. */
function serve({ badness, blocks, heights }: Foe, items: Question, say: (said: Message) => void) {
  const wanted = items.filter(({ type }) => type === InventoryType.block);
  career.asked += wanted.length;
  if (badness !== 'serves garbage') return;
  for (const { hash } of wanted) {
    const height = heights.get(hash);
    if (height === undefined) continue;
    const other = blocks[height === 1 ? 2 : height - 1]!;
    const block = { header: blocks[height]!.header, transactions: other.transactions };
    say({ name: 'block', block, bytes: encodeBlock(block) });
  }
}

/** As fast as the line takes it, for as long as there is one: messages that nobody asked for. */
function flood({ room }: Foe, link: PeerLink): void {
  const noise = encodeFrame(room.magic, UNKNOWN_TYPE, new Uint8Array(NOISE_BYTES));
  const talking = setInterval(() => {
    if (!live.has(link)) return clearInterval(talking);
    while (link.backlog < BACKLOG_BYTES) link.send(noise, 'prompt');
  }, PAUSE_MS);
}

Object.assign(globalThis, { misbehave, career });
