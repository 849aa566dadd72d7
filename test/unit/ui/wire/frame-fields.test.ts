/** The page's reader of messages against the node's writer: every byte has one name. */

import { describe, expect, it } from 'vitest';
import { encodeBlock } from '../../../../src/consensus/encoding.ts';
import { hashFromBytes } from '../../../../src/consensus/hash.ts';
import type { Hash, Header, Transaction } from '../../../../src/consensus/types.ts';
import { encodeMessage, type Message } from '../../../../src/net/messages.ts';
import type { Field } from '../../../../src/ui/explorer/tape.ts';
import { wordsOf } from '../../../../src/ui/explorer/field-words.ts';
import { annotateFrame, messageName } from '../../../../src/ui/wire/frame-fields.ts';
import { compareBytes, toHex } from '../../../../src/util/bytes.ts';
import { Random } from '../../../../src/util/random.ts';
import { blockOf, coinbase, pay } from '../../../support/blocks.ts';
import { anyPayment, listOf } from '../../../support/random-transactions.ts';

const SEED = 20_261_125;
const ROUNDS = 30;
const MAGIC = 0x1234_5678;
const FRAME_HEADER_BYTES = 9;

const anyHash = (random: Random): Hash => hashFromBytes(random.bytes(32));
const anyLong = (random: Random) => BigInt(random.u32()) * 0x1_0000_0000n + BigInt(random.u32());
const anyHeader = (random: Random): Header => ({
  version: random.u32() | 0,
  previousHash: anyHash(random),
  merkleRoot: anyHash(random),
  time: random.u32(),
  bits: random.u32(),
  nonce: random.u32(),
});

/** As it stands in a block: each input with its signature. */
function anySigned(random: Random): Transaction {
  const payment = anyPayment(random);
  const inputs = payment.inputs.map(({ prevout, scriptSig, sequence }) => ({
    prevout,
    scriptSig,
    sequence,
    witness: [new Uint8Array(64)],
  }));
  return { ...payment, inputs };
}

const anyInventory = (random: Random) =>
  listOf(random, 9, () => ({
    type: [5, 0x40000001, 0x40000002, 77][random.below(4)]!,
    hash: anyHash(random),
  }));

function anyIndexes(random: Random): number[] {
  let last = -1;
  return listOf(random, 9, () => (last += 1 + random.below(100)));
}

const MAKERS: Readonly<Record<string, (random: Random) => Message>> = {
  hello: (random) => ({
    name: 'hello',
    hello: {
      protocolVersion: random.u32(),
      genesisHash: anyHash(random),
      nodeKey: random.bytes(32),
      nonce: random.bytes(32),
      mac: random.bytes(32),
      signature: random.bytes(64),
    },
  }),
  version: (random) => ({
    name: 'version',
    version: {
      protocolVersion: random.u32(),
      timestamp: random.u32(),
      nonce: anyLong(random),
      userAgent: 'x'.repeat(random.below(200)),
      startHeight: random.u32(),
      genesisHash: anyHash(random),
    },
  }),
  verack: () => ({ name: 'verack' }),
  ping: (random) => ({ name: 'ping', nonce: anyLong(random) }),
  pong: (random) => ({ name: 'pong', nonce: anyLong(random) }),
  getheaders: (random) => ({
    name: 'getheaders',
    locator: listOf(random, 64, () => anyHash(random)),
    stop: anyHash(random),
  }),
  headers: (random) => ({ name: 'headers', headers: listOf(random, 9, () => anyHeader(random)) }),
  inv: (random) => ({ name: 'inv', items: anyInventory(random) }),
  getdata: (random) => ({ name: 'getdata', items: anyInventory(random) }),
  notfound: (random) => ({ name: 'notfound', items: anyInventory(random) }),
  block: (random) => {
    const block = blockOf([coinbase(7, [pay(5)]), ...listOf(random, 5, () => anySigned(random))]);
    return { name: 'block', block, bytes: encodeBlock(block) };
  },
  tx: (random) => ({ name: 'tx', transaction: anySigned(random) }),
  cmpctblock: (random) => {
    const prefilled = anyIndexes(random).map((index) => ({
      index,
      transaction: anySigned(random),
    }));
    const shortIds = listOf(random, 20, () => random.u32() * 0x1_0000 + random.below(0x1_0000));
    const compact = { header: anyHeader(random), nonce: anyLong(random), shortIds, prefilled };
    return { name: 'cmpctblock', compact };
  },
  getblocktxn: (random) => ({
    name: 'getblocktxn',
    question: { blockHash: anyHash(random), indexes: anyIndexes(random) },
  }),
  blocktxn: (random) => ({
    name: 'blocktxn',
    answer: {
      blockHash: anyHash(random),
      transactions: listOf(random, 5, () => anySigned(random)),
    },
  }),
  peers: (random) => ({
    name: 'peers',
    keys: listOf(random, 32, () => random.bytes(32)).toSorted(compareBytes),
  }),
  signal: (random) => ({
    name: 'signal',
    from: random.bytes(32),
    to: random.bytes(32),
    text: 'y'.repeat(random.below(600)),
  }),
};

function expectTiled(fields: readonly Field[], sizeBytes: number): void {
  let at = 0;
  for (const { from, to } of fields) {
    expect(from).toBe(at);
    expect(to).toBeGreaterThan(from);
    at = to;
  }
  expect(at).toBe(sizeBytes);
}

const whole = (bytes: Uint8Array) => annotateFrame(bytes, bytes.length);
const kindsOf = (fields: readonly Field[]) => fields.map(({ kind }) => kind);
const valueOf = (fields: readonly Field[], kind: Field['kind'], at?: number) =>
  fields.find((field) => field.kind === kind && (at === undefined || field.at === at))?.value;

describe('a message', () => {
  it.each(Object.entries(MAKERS))('%s falls into fields with names', (name, make) => {
    const random = new Random(SEED);
    for (let round = 0; round < ROUNDS; round += 1) {
      const bytes = encodeMessage(MAGIC, make(random));
      expect(messageName(bytes)).toBe(name);
      const fields = whole(bytes);
      expectTiled(fields, bytes.length);
      expect(kindsOf(fields)).not.toContain('unreadable');
      expect(fields.every(({ kind }) => wordsOf(kind).rule.length > 0)).toBe(true);
    }
  });

  it.each(Object.entries(MAKERS))('%s is tiled however its end is cut', (_, make) => {
    const random = new Random(SEED);
    const bytes = encodeMessage(MAGIC, make(random));
    const step = Math.max(1, Math.floor(bytes.length / 40));
    for (let length = 1; length < bytes.length; length += step) {
      const head = bytes.subarray(0, length);
      expectTiled(annotateFrame(head, bytes.length), length);
      expect(kindsOf(annotateFrame(head, bytes.length))).not.toContain('unreadable');
      expectTiled(whole(head), length);
    }
  });

  it('of any bytes is tiled, and says what it cannot read', () => {
    const random = new Random(SEED);
    for (let round = 0; round < 500; round += 1) {
      const bytes = random.bytes(1 + random.below(300));
      if (bytes.length > 4) bytes[4] = random.below(20);
      expectTiled(whole(bytes), bytes.length);
    }
    const verack = encodeMessage(MAGIC, { name: 'verack' });
    const longer = Uint8Array.of(...verack, 1, 2);
    expect(whole(longer).at(-1)).toEqual({ kind: 'unreadable', from: 9, to: 11, value: '0102' });
    expect(whole(new Uint8Array())).toEqual([]);
    expect(messageName(new Uint8Array())).toBe('nothing');
    expect(messageName(Uint8Array.of(0, 0, 0, 0, 99))).toBe('type-99');
  });

  it('says where the kept part ends', () => {
    const ping = encodeMessage(MAGIC, { name: 'ping', nonce: 5n });
    const fields = annotateFrame(ping.subarray(0, 12), ping.length);
    expect(fields.at(-1)).toMatchObject({
      kind: 'cut',
      from: FRAME_HEADER_BYTES,
      to: 12,
      value: '12 of 17 bytes are kept',
    });
  });
});

describe('fields', () => {
  const read = (name: keyof typeof MAKERS) => {
    const message = MAKERS[name]!(new Random(SEED));
    return { message, fields: whole(encodeMessage(MAGIC, message)) };
  };

  it('hold what was written', () => {
    const { message, fields } = read('version');
    if (message.name !== 'version') throw new Error('a version');
    const { version } = message;
    expect(valueOf(fields, 'frame-magic')).toBe('78563412');
    expect(valueOf(fields, 'frame-type')).toBe('2: version');
    expect(valueOf(fields, 'sender-time')).toBe(String(version.timestamp));
    expect(valueOf(fields, 'user-agent')).toBe(version.userAgent);
    expect(valueOf(fields, 'start-height')).toBe(String(version.startHeight));
    expect(valueOf(fields, 'genesis')).toBe(version.genesisHash);
    expect(valueOf(fields, 'no-addresses')).toBe('all zero');
  });

  it('name headers, items and neighbours one by one', () => {
    const headers = read('headers');
    if (headers.message.name !== 'headers') throw new Error('headers');
    for (const [at, header] of headers.message.headers.entries()) {
      expect(valueOf(headers.fields, 'previous-block', at)).toBe(header.previousHash);
    }
    const peers = read('peers');
    if (peers.message.name !== 'peers') throw new Error('peers');
    for (const [at, key] of peers.message.keys.entries()) {
      expect(valueOf(peers.fields, 'neighbour-key', at)).toBe(toHex(key));
    }
  });

  it('undo the differences between places', () => {
    const { message, fields } = read('getblocktxn');
    if (message.name !== 'getblocktxn') throw new Error('getblocktxn');
    const places = fields.filter(({ kind }) => kind === 'place-skipped');
    expect(places.map(({ value }) => value)).toEqual(
      message.question.indexes.map((index) => `transaction ${index} of the block`),
    );
  });

  it('tell in a word what a transaction of a block is', () => {
    const { fields } = read('block');
    expect(valueOf(fields, 'whole-transaction', 0)).toMatch(/^reward of block 7/);
    expect(valueOf(fields, 'whole-transaction', 1)).toMatch(/^\d+ bytes, inputs \d, outputs \d$/);
  });

  it('show text of strangers inertly', () => {
    const message = MAKERS['version']!(new Random(SEED));
    if (message.name !== 'version') throw new Error('a version');
    const version = { ...message.version, userAgent: '/evil\u202e(<b>\u0000x)/' };
    const fields = whole(encodeMessage(MAGIC, { name: 'version', version }));
    expect(valueOf(fields, 'user-agent')).toBe('/evil(<b>x)/');
  });
});
