/**
 * The ledger on disk, in pages: a block that brings one payment rewrites one page of 64 entries and
 * a small head, however long the history is.
 *
 * `head` says whose the ledger is, up to which block it is accounted for, and how many entries and
 * scripts there must be. `entries-N` holds 64 sequences, `receive-N` and `change-N` hold 256
 * scripts each; scripts are stored because deriving ten thousand of them would take a minute. All
 * records are to be written in one transaction.
 */

import { hashFromBytes, hashToBytes } from '../consensus/hash.ts';
import { readTransaction, writeTransaction } from '../consensus/encoding.ts';
import type { Hash } from '../consensus/types.ts';
import { CodecError, type Reader, Writer } from '../util/codec.ts';
import { type DropReason, type Entry, newEntry, type PaymentState } from './entries.ts';
import { CHANGE, type KeyChain, RECEIVE, type ScriptSource } from './keys.ts';
import { Ledger } from './ledger.ts';
import { sealRecord, unsealRecord } from './record.ts';
import { payToTaproot } from './taproot.ts';
import { type KeyMarks, WatchedKeys } from './watched-keys.ts';

/** Whose records they are: a wallet of another room, or of other words, is never taken for ours. */
export interface LedgerOwner {
  readonly genesisHash: Hash;
  readonly xpub: string;
}

export interface LedgerRecord {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How many scripts of each chain are stored already. */
export type StoredScripts = readonly [receive: number, change: number];

export const ENTRIES_PER_PAGE = 64;
export const SCRIPTS_PER_PAGE = 256;
const SCRIPT_NAMES = ['receive', 'change'] as const;
const SCRIPT_KEY_AT = 2;
const KEY_BYTES = 32;
const XPUB_MAX_BYTES = 120;
const ENTRY_MIN_BYTES = 64;
const KINDS = ['pending', 'confirmed', 'replaced', 'orphaned', 'dropped'] as const;
const REASONS: readonly DropReason[] = [
  'conflict',
  'replaced',
  'evicted',
  'expired',
  'reorganised',
];

/** Everything that changed since the last call, for one transaction of the store. */
export function encodeChanges(
  ledger: Ledger,
  owner: LedgerOwner,
  stored: StoredScripts = [0, 0],
): LedgerRecord[] {
  const pages = new Set([...ledger.takeChanged()].map((it) => Math.floor(it / ENTRIES_PER_PAGE)));
  const scripts = ([RECEIVE, CHANGE] as const).flatMap((chain) =>
    encodeScripts(ledger, chain, stored[chain]!),
  );
  return [
    { name: 'head', content: encodeHead(ledger, owner) },
    ...scripts,
    ...encodePages(ledger, pages),
  ].map(({ name, content }) => ({ name, bytes: sealRecord(placeOf(name, owner), content) }));
}

export function scriptsOf({ keys }: Ledger): StoredScripts {
  return [keys.stored(RECEIVE).scripts.length, keys.stored(CHANGE).scripts.length];
}

export interface LedgerOpening {
  readonly owner: LedgerOwner;
  readonly source: ScriptSource;
  readonly coinbaseMaturity: number;
}

/**
 * The ledger that these records hold. Throws CodecError: `wallet-record-missing`, `-damaged`,
 * `-version`, `-foreign`, or that of a content which no encoder wrote.
 */
export function decodeLedger(
  records: ReadonlyMap<string, Uint8Array>,
  { coinbaseMaturity, owner, source }: LedgerOpening,
): Ledger {
  const open = (name: string): Reader => {
    const bytes = records.get(name);
    if (bytes === undefined) throw new CodecError('wallet-record-missing', name);
    return unsealRecord(placeOf(name, owner), bytes);
  };
  const head = decodeHead(open('head'), owner);
  const stored = ([RECEIVE, CHANGE] as const).map((chain) => ({
    marks: head.marks[chain]!,
    scripts: decodeScripts(open, SCRIPT_NAMES[chain]!, head.scripts[chain]!),
  }));
  const entries = decodePages(open, head.sequences);
  const keys = new WatchedKeys(source, stored);
  const { sequences, tip } = head;
  return new Ledger({ keys, tip, coinbaseMaturity, entries, sequences });
}

/**
 * The head alone is not bound to its owner: so that a foreign one can be told from a broken one.
 */
function placeOf(name: string, { genesisHash, xpub }: LedgerOwner): string {
  return name === 'head' ? name : `${name} ${genesisHash} ${xpub}`;
}

interface Content {
  readonly name: string;
  readonly content: Uint8Array;
}

function encodeHead(ledger: Ledger, { genesisHash, xpub }: LedgerOwner): Uint8Array {
  const writer = new Writer();
  writer.bytes(hashToBytes(genesisHash));
  writer.varBytes(new TextEncoder().encode(xpub));
  writer.u32(ledger.tip.height);
  writer.bytes(hashToBytes(ledger.tip.hash));
  writer.u32(ledger.sequences);
  for (const chain of [RECEIVE, CHANGE] as const) {
    const { marks, scripts } = ledger.keys.stored(chain);
    writer.i32(marks.seen);
    writer.i32(marks.confirmed);
    writer.i32(marks.handedOut);
    writer.u32(scripts.length);
  }
  return writer.finish();
}

function decodeHead(reader: Reader, owner: LedgerOwner) {
  const genesisHash = hashFromBytes(reader.bytes(32));
  const xpub = new TextDecoder().decode(reader.varBytes(XPUB_MAX_BYTES));
  if (genesisHash !== owner.genesisHash || xpub !== owner.xpub) {
    throw new CodecError('wallet-record-foreign', 'of another room, or of other words');
  }
  const tip = { height: reader.u32(), hash: hashFromBytes(reader.bytes(32)) };
  const sequences = reader.u32();
  const [receive, change] = [readChain(reader), readChain(reader)];
  reader.expectEnd();
  const marks = [receive.marks, change.marks];
  return { tip, sequences, marks, scripts: [receive.count, change.count] };
}

function readChain(reader: Reader): { readonly marks: KeyMarks; readonly count: number } {
  const marks = { seen: reader.i32(), confirmed: reader.i32(), handedOut: reader.i32() };
  return { marks, count: reader.u32() };
}

/** From the page on that was not full when it was stored. */
function encodeScripts({ keys }: Ledger, chain: KeyChain, from: number): Content[] {
  const { scripts } = keys.stored(chain);
  const contents: Content[] = [];
  if (from === scripts.length) return contents;
  let page = Math.floor(from / SCRIPTS_PER_PAGE);
  for (; page * SCRIPTS_PER_PAGE < scripts.length; page += 1) {
    const writer = new Writer(SCRIPTS_PER_PAGE * KEY_BYTES);
    const start = page * SCRIPTS_PER_PAGE;
    for (const script of scripts.slice(start, start + SCRIPTS_PER_PAGE)) {
      writer.bytes(script.subarray(SCRIPT_KEY_AT));
    }
    contents.push({ name: `${SCRIPT_NAMES[chain]}-${page}`, content: writer.finish() });
  }
  return contents;
}

function decodeScripts(open: (name: string) => Reader, name: string, count: number): Uint8Array[] {
  const scripts: Uint8Array[] = [];
  for (let page = 0; page * SCRIPTS_PER_PAGE < count; page += 1) {
    const reader = open(`${name}-${page}`);
    while (reader.remaining > 0) scripts.push(payToTaproot(reader.bytes(KEY_BYTES)));
  }
  if (scripts.length !== count) throw new CodecError('wallet-record-damaged', `${name} scripts`);
  return scripts;
}

function encodePages({ entries }: Ledger, pages: ReadonlySet<number>): Content[] {
  const members = new Map([...pages].map((page) => [page, [] as Entry[]]));
  for (const entry of entries.values()) {
    members.get(Math.floor(entry.sequence / ENTRIES_PER_PAGE))?.push(entry);
  }
  return [...members].map(([page, members]) => {
    const writer = new Writer(ENTRIES_PER_PAGE * 256);
    writer.compactSize(members.length);
    for (const entry of members) writeEntry(writer, entry);
    return { name: `entries-${page}`, content: writer.finish() };
  });
}

function decodePages(open: (name: string) => Reader, sequences: number): Entry[] {
  const entries: Entry[] = [];
  for (let page = 0; page * ENTRIES_PER_PAGE < sequences; page += 1) {
    const reader = open(`entries-${page}`);
    for (let left = reader.count(ENTRY_MIN_BYTES); left > 0; left -= 1) {
      entries.push(readEntry(reader));
    }
    reader.expectEnd();
  }
  return entries.toSorted((left, right) => left.sequence - right.sequence);
}

function writeEntry(writer: Writer, { sequence, seenAt, state, transaction }: Entry): void {
  writer.u32(sequence);
  writer.u64(seenAt);
  writer.u8(KINDS.indexOf(state.kind));
  writeState(writer, state);
  writeTransaction(writer, transaction);
}

function writeState(writer: Writer, state: PaymentState): void {
  if (state.kind === 'replaced') writer.bytes(hashToBytes(state.by));
  if (state.kind === 'dropped') writer.u8(REASONS.indexOf(state.reason));
  if (state.kind === 'confirmed' || state.kind === 'orphaned') {
    writer.u32(state.height);
    writer.bytes(hashToBytes(state.blockHash));
  }
  if (state.kind === 'confirmed') writer.u32(state.time);
}

function readEntry(reader: Reader): Entry {
  const sequence = reader.u32();
  const seenAt = Number(reader.u64());
  const state = readState(reader);
  return newEntry(readTransaction(reader), sequence, { seenAt, state });
}

function readState(reader: Reader): PaymentState {
  const kind = KINDS[reader.u8()];
  if (kind === 'pending') return { kind };
  if (kind === 'replaced') return { kind, by: hashFromBytes(reader.bytes(32)) };
  if (kind === 'dropped') return { kind, reason: readReason(reader) };
  if (kind === undefined) throw new CodecError('wallet-record-state', 'an unknown state');
  const [height, blockHash] = [reader.u32(), hashFromBytes(reader.bytes(32))];
  return kind === 'orphaned'
    ? { kind, height, blockHash }
    : { kind, height, blockHash, time: reader.u32() };
}

function readReason(reader: Reader): DropReason {
  const reason = REASONS[reader.u8()];
  if (reason === undefined) throw new CodecError('wallet-record-state', 'an unknown reason');
  return reason;
}
