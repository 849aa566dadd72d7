import { describe, expect, it } from 'vitest';
import { encodeBlock, encodeTransaction } from '../../../src/consensus/encoding.ts';
import type { Hash, Header } from '../../../src/consensus/types.ts';
import {
  decodeMessage,
  encodeMessage,
  InventoryType,
  type Message,
  type Version,
} from '../../../src/net/messages.ts';
import { decodeFrame, encodeFrame, MessageType, ProtocolError } from '../../../src/net/wire.ts';
import { concatBytes, fromHex, toHex } from '../../../src/util/bytes.ts';
import { Writer } from '../../../src/util/codec.ts';
import { BlockLab, payment, rewardOf } from '../../support/block-lab.ts';
import { editInputs, pay } from '../../support/blocks.ts';

const MAGIC = 1;
const HASH = 'ab'.repeat(32) as Hash;
const KEY = new Uint8Array(32).fill(4);
const SIGNAL_MAX_BYTES = 32 * 1024;
const lab = new BlockLab();
const block = lab.make();
const { header } = block;
const transaction = payment([rewardOf(block)], [pay(1_000)]);

const VERSION: Version = {
  protocolVersion: 1,
  timestamp: 1_700_000_000,
  nonce: 0xffff_ffff_ffff_ffffn,
  userAgent: '/tabchain:0.1.0(Ämber Otter)/',
  startHeight: 0xffff_ffff,
  genesisHash: HASH,
};

const MESSAGES: readonly Message[] = [
  {
    name: 'hello',
    hello: {
      protocolVersion: 1,
      genesisHash: HASH,
      nodeKey: new Uint8Array(32).fill(1),
      nonce: new Uint8Array(32).fill(2),
      mac: new Uint8Array(32).fill(3),
      signature: new Uint8Array(64).fill(4),
    },
  },
  { name: 'version', version: VERSION },
  { name: 'verack' },
  { name: 'ping', nonce: 5n },
  { name: 'pong', nonce: 6n },
  { name: 'getheaders', locator: [HASH, HASH], stop: HASH },
  { name: 'headers', headers: [header, header] },
  { name: 'headers', headers: [] },
  { name: 'getdata', items: [{ type: InventoryType.block, hash: HASH }] },
  { name: 'notfound', items: [{ type: 77, hash: HASH }] },
  { name: 'inv', items: [{ type: InventoryType.wtx, hash: HASH }] },
  { name: 'tx', transaction },
  { name: 'block', block, bytes: encodeBlock(block) },
  { name: 'peers', keys: [new Uint8Array(32), new Uint8Array(32).fill(1)] },
  { name: 'peers', keys: [] },
  { name: 'signal', from: KEY, to: new Uint8Array(32).fill(5), text: 'offer.1.Zw' },
  { name: 'signal', from: KEY, to: KEY, text: '' },
];

function decode(type: number, payload: Uint8Array): Message {
  return decodeMessage(decodeFrame(encodeFrame(MAGIC, type, payload), MAGIC));
}

function codeOf(type: number, payload: Uint8Array): string {
  try {
    decode(type, payload);
    return 'accepted';
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

function payloadOf(message: Message): Uint8Array {
  return encodeMessage(MAGIC, message).subarray(9);
}

describe('a message', () => {
  it.each(MESSAGES)('$name comes back as it was', (message) => {
    const bytes = encodeMessage(MAGIC, message);
    const read = decodeMessage(decodeFrame(bytes, MAGIC));
    expect(read).toEqual(message);
    expect(toHex(encodeMessage(MAGIC, read))).toBe(toHex(bytes));
  });

  it.each(MESSAGES)('$name with a byte too many or too few is malformed', (message) => {
    const payload = payloadOf(message);
    const type = MessageType[message.name as keyof typeof MessageType];
    expect(codeOf(type, concatBytes(payload, Uint8Array.of(0)))).toBe('message-malformed');
    if (payload.length > 0) expect(codeOf(type, payload.slice(0, -1))).toBe('message-malformed');
  });

  it('of a type not spoken here is read as unknown', () => {
    expect(decode(200, Uint8Array.of(1))).toEqual({ name: 'unknown', type: 200 });
  });

  it('has Bitcoin’s bytes where Bitcoin has it', () => {
    const getdata = payloadOf({ name: 'getdata', items: [{ type: 0x40000002, hash: HASH }] });
    expect(toHex(getdata)).toBe(`0102000040${'ab'.repeat(32)}`);
    // BIP339: MSG_WTX.
    const inv = payloadOf({ name: 'inv', items: [{ type: InventoryType.wtx, hash: HASH }] });
    expect(toHex(inv)).toBe(`0105000000${'ab'.repeat(32)}`);
    expect(toHex(payloadOf({ name: 'tx', transaction }))).toBe(
      toHex(encodeTransaction(transaction)),
    );
    const getheaders = payloadOf({ name: 'getheaders', locator: [HASH], stop: HASH });
    expect(toHex(getheaders)).toBe(`0100000001${'ab'.repeat(64)}`);
    expect(payloadOf({ name: 'headers', headers: [header] })).toHaveLength(1 + 81);
  });
});

describe('a list', () => {
  const headers = (count: number): Message => ({
    name: 'headers',
    headers: Array.from<Header>({ length: count }).fill(header),
  });
  const locator = (count: number): Message => ({
    name: 'getheaders',
    locator: Array.from<Hash>({ length: count }).fill(HASH),
    stop: HASH,
  });
  const inventory = (name: 'getdata' | 'inv' | 'notfound', count: number): Message => ({
    name,
    items: Array.from({ length: count }, () => ({ type: 1, hash: HASH })),
  });

  const peers = (count: number): Message => ({
    name: 'peers',
    keys: Array.from({ length: count }, (_, key) => new Uint8Array(32).fill(key)),
  });

  it.each([
    ['32 neighbours', peers(32), peers(33)],
    ['2,000 headers', headers(2_000), headers(2_001)],
    ['64 locator hashes', locator(64), locator(65)],
    ['500 inventory entries', inventory('getdata', 500), inventory('getdata', 501)],
    ['500 entries of inv', inventory('inv', 500), inventory('inv', 501)],
    ['500 entries of notfound', inventory('notfound', 500), inventory('notfound', 501)],
  ])('of %s is read, and not of one more', (_, most, more) => {
    const type = MessageType[most.name as keyof typeof MessageType];
    expect(codeOf(type, payloadOf(most))).toBe('accepted');
    expect(codeOf(type, payloadOf(more))).toBe('message-list-too-long');
  });

  it.each([
    ['a count in a longer form', 'fd0100'],
    ['a count beyond the bytes', 'fdd007'],
    ['a count of four billion', 'feffffffff'],
    ['no count', ''],
  ])('with %s is malformed', (_, hex) => {
    expect(codeOf(MessageType.headers, fromHex(hex))).toBe('message-malformed');
  });

  it('of headers has no transactions behind any of them', () => {
    const payload = payloadOf(headers(1)).slice();
    payload[81] = 1;
    expect(codeOf(MessageType.headers, payload)).toBe('message-malformed');
  });
});

describe('peers and signal', () => {
  it('names each neighbour once, in order', () => {
    const [low, high] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    for (const keys of [
      [high, low],
      [low, low],
    ]) {
      const payload = payloadOf({ name: 'peers', keys });
      expect(codeOf(MessageType.peers, payload)).toBe('message-malformed');
    }
  });

  it('carries a text of 32 kB, and not of one byte more, in UTF-8', () => {
    const signal = (text: string) => payloadOf({ name: 'signal', from: KEY, to: KEY, text });
    expect(codeOf(MessageType.signal, signal('x'.repeat(SIGNAL_MAX_BYTES)))).toBe('accepted');
    const larger = signal('x'.repeat(SIGNAL_MAX_BYTES + 1));
    expect(codeOf(MessageType.signal, larger)).toBe('message-malformed');
    const broken = signal('ab').slice();
    broken[broken.length - 1] = 0xff;
    expect(codeOf(MessageType.signal, broken)).toBe('message-malformed');
  });
});

describe('tx', () => {
  it.each([
    ['no inputs', '0200000000010000000000'],
    ['a superfluous flag', '020000000001'],
    ['nothing', ''],
  ])('with %s is malformed', (_, hex) => {
    expect(codeOf(MessageType.tx, fromHex(hex))).toBe('message-malformed');
  });

  it('without a witness is malformed where it claims to have one', () => {
    const bare = editInputs(transaction, { witness: [] });
    const stripped = encodeTransaction(bare);
    const marked = concatBytes(
      stripped.slice(0, 4),
      Uint8Array.of(0, 1),
      stripped.slice(4, -4),
      Uint8Array.of(0),
      stripped.slice(-4),
    );
    expect(codeOf(MessageType.tx, stripped)).toBe('accepted');
    expect(codeOf(MessageType.tx, marked)).toBe('message-malformed');
  });
});

describe('version', () => {
  const payloadWith = (change: Partial<Version>) =>
    payloadOf({ name: 'version', version: { ...VERSION, ...change } });
  const type = MessageType.version;

  it('names its software in 256 bytes and not in 257', () => {
    expect(codeOf(type, payloadWith({ userAgent: 'x'.repeat(256) }))).toBe('accepted');
    expect(codeOf(type, payloadWith({ userAgent: 'x'.repeat(257) }))).toBe('message-malformed');
  });

  it.each([
    ['a name that is not UTF-8', 81, 0xff],
    ['an address', 20, 1],
    ['no relay', 80 + 1 + 30 + 4, 0],
  ])('with %s is malformed', (_, offset, byte) => {
    const payload = payloadWith({}).slice();
    payload[offset] = byte;
    expect(codeOf(type, payload)).toBe('message-malformed');
  });

  it('with a byte order mark in its name is malformed: it would be lost', () => {
    expect(codeOf(type, payloadWith({ userAgent: '\ufeffa' }))).toBe('message-malformed');
  });

  it('with a time that is no safe number is malformed', () => {
    const writer = new Writer();
    writer.bytes(payloadWith({}));
    const payload = writer.finish().slice();
    payload.fill(0xff, 12, 20);
    expect(codeOf(type, payload)).toBe('message-malformed');
  });

  it('may offer services that nobody knows yet', () => {
    const payload = payloadWith({}).slice();
    payload[4] = 0xff;
    expect(codeOf(type, payload)).toBe('accepted');
  });
});
