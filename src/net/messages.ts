/**
 * The messages peers exchange, as data, and their bytes.
 *
 * Payloads are Bitcoin's where Bitcoin has them. A decoder accepts exactly what an encoder writes:
 * every count is bounded before anything is allocated, and trailing bytes are refused. Only the
 * service bits and the version number of getheaders may be anything: nothing here depends on them.
 */

import {
  decodeBlock,
  readHeader,
  readTransaction,
  writeHeader,
  writeTransaction,
} from '../consensus/encoding.ts';
import { hashFromBytes, hashToBytes } from '../consensus/hash.ts';
import type { Block, Hash, Header, Transaction } from '../consensus/types.ts';
import { RuleError } from '../consensus/rule-error.ts';
import { equalBytes } from '../util/bytes.ts';
import { CodecError, Reader, Writer } from '../util/codec.ts';
import { HEADERS_MAX, INVENTORY_MAX, LOCATOR_MAX, USER_AGENT_MAX_BYTES } from '../util/limits.ts';
import {
  type CompactBlock,
  readCompactBlock,
  readTransactionsAnswer,
  readTransactionsQuestion,
  type TransactionsAnswer,
  type TransactionsQuestion,
  writeCompactBlock,
  writeTransactionsAnswer,
  writeTransactionsQuestion,
} from './compact-block.ts';
import {
  type PeersMessage,
  readPeers,
  readSignal,
  type SignalMessage,
  writePeers,
  writeSignal,
} from './neighbour-messages.ts';
import { encodeFrame, type Frame, type MessageName, MessageType, ProtocolError } from './wire.ts';

export const PROTOCOL_VERSION = 1;

/** The first words on a link, both ways; its proofs are made in handshake.ts. */
export interface Hello {
  readonly protocolVersion: number;
  readonly genesisHash: Hash;
  /** 32 bytes: x-only BIP340 key of the tab. */
  readonly nodeKey: Uint8Array;
  /** 32 bytes. */
  readonly nonce: Uint8Array;
  /** 32 bytes. */
  readonly mac: Uint8Array;
  /** 64 bytes (BIP340): the node key's own proof. */
  readonly signature: Uint8Array;
}

export interface Version {
  readonly protocolVersion: number;
  /** Seconds since 1970 on the sender's clock. */
  readonly timestamp: number;
  readonly nonce: bigint;
  readonly userAgent: string;
  readonly startHeight: number;
  readonly genesisHash: Hash;
}

/**
 * Inventory types of BIP144, whose bit 30 asks for the witness, which here is always there; and of
 * BIP339, which names a transaction by its wtxid.
 */
export const InventoryType = {
  wtx: 5,
  witnessTransaction: 0x40000001,
  block: 0x40000002,
} as const;

export interface InventoryItem {
  readonly type: number;
  readonly hash: Hash;
}

export type Message =
  | { readonly name: 'hello'; readonly hello: Hello }
  | { readonly name: 'version'; readonly version: Version }
  | { readonly name: 'verack' }
  | { readonly name: 'ping'; readonly nonce: bigint }
  | { readonly name: 'pong'; readonly nonce: bigint }
  | { readonly name: 'getheaders'; readonly locator: readonly Hash[]; readonly stop: Hash }
  | { readonly name: 'headers'; readonly headers: readonly Header[] }
  | { readonly name: 'inv'; readonly items: readonly InventoryItem[] }
  | { readonly name: 'getdata'; readonly items: readonly InventoryItem[] }
  | { readonly name: 'notfound'; readonly items: readonly InventoryItem[] }
  | { readonly name: 'block'; readonly block: Block; readonly bytes: Uint8Array }
  | { readonly name: 'tx'; readonly transaction: Transaction }
  | { readonly name: 'cmpctblock'; readonly compact: CompactBlock }
  | { readonly name: 'getblocktxn'; readonly question: TransactionsQuestion }
  | { readonly name: 'blocktxn'; readonly answer: TransactionsAnswer }
  | PeersMessage
  | SignalMessage
  | { readonly name: 'unknown'; readonly type: number };

export function encodeMessage(magic: number, message: Message): Uint8Array {
  if (message.name === 'unknown') return encodeFrame(magic, message.type, new Uint8Array());
  const writer = new Writer();
  writePayload(writer, message);
  return encodeFrame(magic, MessageType[message.name], writer.finish());
}

/** Throws ProtocolError with code 'message-malformed' when the payload is not canonical. */
export function decodeMessage(frame: Frame): Message {
  const name = NAMES.get(frame.type);
  const decode = name === undefined ? undefined : DECODERS[name];
  if (decode === undefined) return { name: 'unknown', type: frame.type };
  try {
    const reader = new Reader(frame.payload);
    const message = decode(reader, frame.payload);
    reader.expectEnd();
    return message;
  } catch (error) {
    if (!(error instanceof CodecError || error instanceof RuleError)) throw error;
    throw malformed(`${name}: ${error.message}`);
  }
}

const NAMES = new Map<number, MessageName>(
  Object.entries(MessageType).map(([name, type]) => [type, name as MessageName]),
);

type Decoder = (reader: Reader, payload: Uint8Array) => Message;

const DECODERS: Partial<Record<MessageName, Decoder>> = {
  hello: (reader) => ({ name: 'hello', hello: readHello(reader) }),
  version: (reader) => ({ name: 'version', version: readVersion(reader) }),
  verack: () => ({ name: 'verack' }),
  ping: (reader) => ({ name: 'ping', nonce: reader.u64() }),
  pong: (reader) => ({ name: 'pong', nonce: reader.u64() }),
  getheaders: readGetHeaders,
  headers: readHeaders,
  inv: (reader) => ({ name: 'inv', items: readInventory(reader) }),
  getdata: (reader) => ({ name: 'getdata', items: readInventory(reader) }),
  notfound: (reader) => ({ name: 'notfound', items: readInventory(reader) }),
  block: (reader, payload) => {
    reader.bytes(payload.length);
    return { name: 'block', block: decodeBlock(payload), bytes: payload };
  },
  tx: (reader) => ({ name: 'tx', transaction: readTransaction(reader) }),
  cmpctblock: (reader) => ({ name: 'cmpctblock', compact: readCompactBlock(reader) }),
  getblocktxn: (reader) => ({ name: 'getblocktxn', question: readTransactionsQuestion(reader) }),
  blocktxn: (reader) => ({ name: 'blocktxn', answer: readTransactionsAnswer(reader) }),
  peers: readPeers,
  signal: readSignal,
};

function writePayload(writer: Writer, message: Exclude<Message, { name: 'unknown' }>): void {
  switch (message.name) {
    case 'hello':
      return writeHello(writer, message.hello);
    case 'version':
      return writeVersion(writer, message.version);
    case 'verack':
      return undefined;
    case 'ping':
    case 'pong':
      return void writer.u64(message.nonce);
    case 'getheaders':
      return writeGetHeaders(writer, message.locator, message.stop);
    case 'headers':
      return writeHeaders(writer, message.headers);
    case 'inv':
    case 'getdata':
    case 'notfound':
      return writeInventory(writer, message.items);
    case 'block':
      return void writer.bytes(message.bytes);
    case 'tx':
      return writeTransaction(writer, message.transaction);
    case 'cmpctblock':
      return writeCompactBlock(writer, message.compact);
    case 'getblocktxn':
      return writeTransactionsQuestion(writer, message.question);
    case 'blocktxn':
      return writeTransactionsAnswer(writer, message.answer);
    case 'peers':
      return writePeers(writer, message);
    case 'signal':
      return writeSignal(writer, message);
  }
}

function writeHello(writer: Writer, hello: Hello): void {
  writer.u32(hello.protocolVersion);
  writer.bytes(hashToBytes(hello.genesisHash));
  writer.bytes(hello.nodeKey);
  writer.bytes(hello.nonce);
  writer.bytes(hello.mac);
  writer.bytes(hello.signature);
}

function readHello(reader: Reader): Hello {
  return {
    protocolVersion: reader.u32(),
    genesisHash: hashFromBytes(reader.bytes(32)),
    nodeKey: reader.copyBytes(32),
    nonce: reader.copyBytes(32),
    mac: reader.copyBytes(32),
    signature: reader.copyBytes(64),
  };
}

/** Bitcoin's version message; its two network addresses mean nothing here and are zero. */
const ADDRESS_BYTES = 26;
const NO_ADDRESSES = new Uint8Array(2 * ADDRESS_BYTES);
/** BIP37: announcements are welcome. */
const RELAY = Uint8Array.of(1);

function writeVersion(writer: Writer, version: Version): void {
  writer.u32(version.protocolVersion);
  writer.u64(0n);
  writer.u64(BigInt(version.timestamp));
  writer.bytes(NO_ADDRESSES);
  writer.u64(version.nonce);
  writer.varBytes(new TextEncoder().encode(version.userAgent));
  writer.u32(version.startHeight);
  writer.bytes(RELAY);
  writer.bytes(hashToBytes(version.genesisHash));
}

function readVersion(reader: Reader): Version {
  const protocolVersion = reader.u32();
  reader.u64();
  const timestamp = Number(reader.u64());
  expectFixed(reader.bytes(2 * ADDRESS_BYTES), NO_ADDRESSES);
  const nonce = reader.u64();
  const userAgent = readText(reader.varBytes(USER_AGENT_MAX_BYTES));
  const startHeight = reader.u32();
  expectFixed(reader.bytes(1), RELAY);
  if (!Number.isSafeInteger(timestamp)) throw malformed('a time past all calendars');
  return {
    protocolVersion,
    timestamp,
    nonce,
    userAgent,
    startHeight,
    genesisHash: hashFromBytes(reader.bytes(32)),
  };
}

function expectFixed(bytes: Uint8Array, expected: Uint8Array): void {
  if (!equalBytes(bytes, expected)) throw malformed('a field that is always the same differs');
}

function malformed(detail: string): ProtocolError {
  return new ProtocolError('message-malformed', detail);
}

/** Text must be valid UTF-8, or the same name would have two encodings. */
function readText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  if (!equalBytes(new TextEncoder().encode(text), bytes)) {
    throw malformed('text that is not UTF-8');
  }
  return text;
}

function writeGetHeaders(writer: Writer, locator: readonly Hash[], stop: Hash): void {
  writer.u32(PROTOCOL_VERSION);
  writer.compactSize(locator.length);
  for (const hash of locator) writer.bytes(hashToBytes(hash));
  writer.bytes(hashToBytes(stop));
}

function readGetHeaders(reader: Reader): Message {
  reader.u32();
  const locator = readList(reader, 32, LOCATOR_MAX, () => hashFromBytes(reader.bytes(32)));
  return { name: 'getheaders', locator, stop: hashFromBytes(reader.bytes(32)) };
}

/** Each header is followed by a transaction count of zero, as Bitcoin has it. */
function writeHeaders(writer: Writer, headers: readonly Header[]): void {
  writer.compactSize(headers.length);
  for (const header of headers) {
    writeHeader(writer, header);
    writer.u8(0);
  }
}

function readHeaders(reader: Reader): Message {
  const headers = readList(reader, 81, HEADERS_MAX, () => {
    const header = readHeader(reader);
    if (reader.u8() !== 0) throw malformed('header with a body');
    return header;
  });
  return { name: 'headers', headers };
}

function writeInventory(writer: Writer, items: readonly InventoryItem[]): void {
  writer.compactSize(items.length);
  for (const { type, hash } of items) {
    writer.u32(type);
    writer.bytes(hashToBytes(hash));
  }
}

function readInventory(reader: Reader): readonly InventoryItem[] {
  return readList(reader, 36, INVENTORY_MAX, () => ({
    type: reader.u32(),
    hash: hashFromBytes(reader.bytes(32)),
  }));
}

function readList<Item>(
  reader: Reader,
  itemMinBytes: number,
  max: number,
  read: () => Item,
): readonly Item[] {
  const count = reader.count(itemMinBytes);
  if (count > max) throw new ProtocolError('message-list-too-long', `${count} of at most ${max}`);
  return Array.from({ length: count }, read);
}
