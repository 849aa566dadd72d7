/**
 * A message cut into the fields it is made of: an independent reader of the peer protocol, beside
 * the node's own. Whatever the bytes are, the fields tile them: what was cut off or follows no
 * format is a field too, for this is where one looks when something went wrong.
 */

import { toHex } from '../../util/bytes.ts';
import { CodecError } from '../../util/codec-error.ts';
import { inertText } from '../../util/text.ts';
import { hashText, takeHeader, takeTransaction } from '../explorer/annotate.ts';
import type { FieldKind } from '../explorer/field-words.ts';
import { type Field, type Phrase, Tape, valueAndPhrase } from '../explorer/tape.ts';
import { toSay, type Values } from '../language/say.ts';

/** By their number on the wire. */
const NAMES: readonly string[] = [
  '',
  'hello',
  'version',
  'verack',
  'ping',
  'pong',
  'getheaders',
  'headers',
  'inv',
  'getdata',
  'notfound',
  'block',
  'tx',
  'cmpctblock',
  'getblocktxn',
  'blocktxn',
  'peers',
  'signal',
];

const TYPE_AT = 4;
const AGENT_MAX_CHARACTERS = 256;
const SIGNAL_MAX_CHARACTERS = 400;
/** BIP144 with its bit for witnesses, and BIP339. */
const INVENTORY_NAMES: Readonly<Record<number, string>> = {
  5: toSay('transaction, by wtxid'),
  0x40000001: toSay('transaction, with witness'),
  0x40000002: toSay('block, with witness'),
};
const INVENTORY_BLOCK = 0x40000002;

/** 'type-99' for a number without a name, 'nothing' for a message too short to have one. */
export function messageName(bytes: Uint8Array): string {
  const type = bytes[TYPE_AT];
  if (type === undefined) return 'nothing';
  return NAMES[type] || `type-${type}`;
}

/** Of the first bytes of a message that has `sizeBytes` in all. */
export function annotateFrame(bytes: Uint8Array, sizeBytes: number): Field[] {
  const tape = new Tape(bytes);
  const isCut = bytes.length < sizeBytes;
  try {
    takeFrame(tape, messageName(bytes));
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
  }
  const { end } = tape;
  if (end === bytes.length) return tape.fields;
  const value = isCut
    ? phrase(toSay('{kept} of {size} bytes are kept'), { kept: bytes.length, size: sizeBytes })
    : toHex(bytes.subarray(end));
  return [
    ...tape.fields,
    { kind: isCut ? 'cut' : 'unreadable', from: end, to: bytes.length, ...valueAndPhrase(value) },
  ];
}

function takeFrame(tape: Tape, name: string): void {
  hex(tape, 'frame-magic', 4);
  tape.take('frame-type', (reader) => `${reader.u8()}: ${name}`);
  number(tape, 'frame-length');
  PAYLOADS[name]?.(tape);
}

const PAYLOADS: Readonly<Record<string, (tape: Tape) => void>> = {
  hello: takeHello,
  version: takeVersion,
  ping: (tape) => long(tape, 'ping-nonce'),
  pong: (tape) => long(tape, 'ping-nonce'),
  getheaders: (tape) => {
    number(tape, 'protocol-version');
    list(tape, (at) => hash(tape, 'locator-hash', at));
    hash(tape, 'stop-hash');
  },
  headers: (tape) =>
    list(tape, (at) => {
      takeHeader(tape, at);
      tape.take('no-transactions', (reader) => String(reader.u8()), at);
    }),
  inv: takeInventory,
  getdata: takeInventory,
  notfound: takeInventory,
  block: (tape) => {
    takeHeader(tape);
    list(tape, (at) => wholeTransaction(tape, at));
  },
  tx: takeTransaction,
  cmpctblock: takeCompactBlock,
  getblocktxn: (tape) => {
    hash(tape, 'block-hash');
    let next = 0;
    list(tape, (at) => (next = place(tape, at, next)));
  },
  blocktxn: (tape) => {
    hash(tape, 'block-hash');
    list(tape, (at) => wholeTransaction(tape, at));
  },
  peers: (tape) => list(tape, (at) => hex(tape, 'neighbour-key', 32, at)),
  signal: (tape) => {
    hex(tape, 'signal-from', 32);
    hex(tape, 'signal-to', 32);
    text(tape, ['signal-length', 'signal-text'], SIGNAL_MAX_CHARACTERS);
  },
};

function takeHello(tape: Tape): void {
  number(tape, 'protocol-version');
  hash(tape, 'genesis');
  hex(tape, 'node-key', 32);
  hex(tape, 'hello-nonce', 32);
  hex(tape, 'hello-mac', 32);
  hex(tape, 'hello-signature', 64);
}

function takeVersion(tape: Tape): void {
  number(tape, 'protocol-version');
  long(tape, 'services');
  long(tape, 'sender-time');
  tape.take('no-addresses', (reader) => emptiness(reader.bytes(52)));
  long(tape, 'version-nonce');
  text(tape, ['agent-length', 'user-agent'], AGENT_MAX_CHARACTERS);
  number(tape, 'start-height');
  tape.take('relay', (reader) => String(reader.u8()));
  hash(tape, 'genesis');
}

function takeInventory(tape: Tape): void {
  list(tape, (at) => {
    let type = 0;
    tape.take('inventory-type', (reader) => inventoryName((type = reader.u32())), at);
    const kind = type === INVENTORY_BLOCK ? 'inventory-block' : 'inventory-transaction';
    hash(tape, kind, at);
  });
}

/** BIP152, version 2. */
function takeCompactBlock(tape: Tape): void {
  takeHeader(tape);
  long(tape, 'compact-nonce');
  list(tape, (at) => hex(tape, 'short-id', 6, at));
  let next = 0;
  list(tape, (at) => {
    next = place(tape, at, next);
    wholeTransaction(tape, at);
  });
}

/** The place that follows. */
function place(tape: Tape, at: number, next: number): number {
  let index = next;
  tape.take(
    'place-skipped',
    (reader) => {
      index += reader.compactSize();
      return phrase(toSay('transaction {number} of the block'), { number: index });
    },
    at,
  );
  return index + 1;
}

/** As one field: its own fields would drown those of the message. */
function wholeTransaction(tape: Tape, at: number): void {
  const rest = tape.peek(tape.remaining);
  const inner = new Tape(rest);
  takeTransaction(inner);
  const { end } = inner;
  tape.take(
    'whole-transaction',
    (reader) => (reader.bytes(end), transactionWords(inner.fields, end)),
    at,
  );
}

function transactionWords(fields: readonly Field[], sizeBytes: number): Phrase {
  const valueOf = (kind: FieldKind) => fields.find((field) => field.kind === kind)?.value ?? '';
  const [height, miner] = [valueOf('coinbase-height'), valueOf('miner-tag')];
  if (height !== '' && miner === '') return phrase(toSay('reward of block {height}'), { height });
  if (height !== '') {
    return phrase(toSay('reward of block {height}, mined by {miner}'), { height, miner });
  }
  const [inputs, outputs] = [valueOf('input-count'), valueOf('output-count')];
  const values = { size: sizeBytes, inputs, outputs };
  return phrase(toSay('{size} bytes, inputs {inputs}, outputs {outputs}'), values);
}

function list(tape: Tape, take: (at: number) => void): void {
  const count = tape.count('count');
  for (let at = 0; at < count; at += 1) take(at);
}

function number(tape: Tape, kind: FieldKind): void {
  tape.take(kind, (reader) => String(reader.u32()));
}

function long(tape: Tape, kind: FieldKind): void {
  tape.take(kind, (reader) => String(reader.u64()));
}

function hash(tape: Tape, kind: FieldKind, at?: number): void {
  tape.take(kind, (reader) => hashText(reader.bytes(32)), at);
}

function hex(tape: Tape, kind: FieldKind, ...[length, at]: readonly [number, number?]): void {
  tape.take(kind, (reader) => toHex(reader.bytes(length)), at);
}

function text(
  tape: Tape,
  [lengthKind, kind]: readonly [FieldKind, FieldKind],
  maxCharacters: number,
): void {
  const length = tape.count(lengthKind);
  if (length === 0) return;
  tape.take(kind, (reader) =>
    inertText(new TextDecoder().decode(reader.bytes(length)), maxCharacters),
  );
}

function emptiness(bytes: Uint8Array): string | Phrase {
  return bytes.every((byte) => byte === 0) ? phrase(toSay('all zero')) : toHex(bytes);
}

function inventoryName(type: number): Phrase {
  const known = INVENTORY_NAMES[type];
  return known === undefined ? phrase(toSay('unknown kind {type}'), { type }) : phrase(known);
}

function phrase(message: string, values: Values = {}): Phrase {
  return { message, values };
}
