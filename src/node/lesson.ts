/**
 * The archive of a lesson: a chain's file whose last record holds what one tab saw while the chain
 * grew, as JSON lines (docs/protocol.md, 9). The blocks are the evidence and are checked by whoever
 * reads the chain; the notes are hearsay, taken strictly by form and shown as inert text.
 */

import { ChainFileReader, type FileRoom, lessonRecord } from '../chain/chain-file.ts';
import { parseCoinbaseScript } from '../consensus/coinbase.ts';
import { decodeBlock } from '../consensus/encoding.ts';
import { headerHash } from '../consensus/hash.ts';
import { concatBytes, fromHex } from '../util/bytes.ts';
import { CodecError } from '../util/codec-error.ts';
import {
  LESSON_EVENTS_MAX,
  LESSON_FACTS_MAX,
  LESSON_MAX_BYTES,
  LESSON_MINERS_MAX,
  LESSON_TEXT_MAX_CHARACTERS,
} from '../util/limits.ts';
import { inertText } from '../util/text.ts';
import { roomName } from './room-name.ts';

/** Something that happened, with its facts by name. */
export interface LessonEvent {
  /** Milliseconds since 1970, by the clock of the tab that saw it. */
  readonly at: number;
  readonly kind: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Of the chain in the file, as far as it was read. */
export interface LessonChain {
  /** Two words. */
  readonly roomName: string;
  readonly kind: 'main' | 'sandbox';
  readonly targetSpacingSeconds: number;
  readonly halvingInterval: number;
  readonly genesisHash: string;
  readonly height: number;
  readonly tip: string;
  /** Seconds since 1970; of genesis and of the last block. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** Coinbases are not counted. */
  readonly payments: number;
  /** Most blocks first; the name is what stands in their coinbases. */
  readonly miners: readonly { readonly name: string; readonly blocks: number }[];
  /** Blocks by miners beyond those told apart. */
  readonly otherBlocks: number;
}

export const LESSON_VERSION = 1;

const KIND = /^[a-z][a-z-]{0,31}$/;
const FACT = /^[a-zA-Z]{1,32}$/;

/** The record that turns a chain's file into an archive; the newest notes where there are more. */
export function writeLesson(events: readonly LessonEvent[]): Uint8Array {
  const head = lineOf({ tabchainLesson: LESSON_VERSION });
  const lines: Uint8Array[] = [];
  let sizeBytes = head.length;
  for (const event of events.slice(-LESSON_EVENTS_MAX).toReversed()) {
    const line = lineOf({ ...event, facts: writableFacts(event.facts) });
    sizeBytes += line.length;
    if (sizeBytes > LESSON_MAX_BYTES) break;
    lines.push(line);
  }
  return lessonRecord(concatBytes(head, ...lines.toReversed()));
}

function lineOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}

/** JSON has no number for what is none. */
function writableFacts(facts: LessonEvent['facts']): LessonEvent['facts'] {
  const entries = Object.entries(facts).slice(0, LESSON_FACTS_MAX);
  return Object.fromEntries(
    entries.filter(([, value]) => typeof value === 'string' || Number.isFinite(value)),
  );
}

/** Throws CodecError. */
export function readLesson(bytes: Uint8Array): readonly LessonEvent[] {
  const [head, ...lines] = decodeText(bytes).split('\n').slice(0, -1);
  const { tabchainLesson } = record(parseLine(head ?? ''));
  if (tabchainLesson !== LESSON_VERSION) throw new CodecError('lesson-version', 'not version 1');
  if (lines.length > LESSON_EVENTS_MAX) throw new CodecError('lesson-too-long', 'too many notes');
  return lines.map((line) => readEvent(record(parseLine(line))));
}

/** Invariant: what it tells of the chain is that of whole blocks, each on the one before it. */
export class LessonReader {
  private readonly reader = new ChainFileReader();
  private readonly blocksOf = new Map<string, number>();
  private room: FileRoom | undefined;
  private tip = '';
  private height = 0;
  private lastTime = 0;
  private payments = 0;
  private otherBlocks = 0;
  private noted: readonly LessonEvent[] | undefined;

  /** Undefined before the room was read. */
  get chain(): LessonChain | undefined {
    if (this.room === undefined) return undefined;
    const { params, topic } = this.room;
    return {
      roomName: roomName(fromHex(topic)),
      kind: params.kind,
      targetSpacingSeconds: params.targetSpacingSeconds,
      halvingInterval: params.halvingInterval,
      genesisHash: params.genesisHash,
      height: this.height,
      tip: this.tip,
      firstTime: params.genesisTime,
      lastTime: this.lastTime,
      payments: this.payments,
      miners: [...this.blocksOf]
        .map(([name, blocks]) => ({ name, blocks }))
        .sort((left, right) => right.blocks - left.blocks),
      otherBlocks: this.otherBlocks,
    };
  }

  /** Undefined for a file that is a chain alone. */
  get events(): readonly LessonEvent[] | undefined {
    return this.noted;
  }

  push(chunk: Uint8Array): void {
    this.reader.push(chunk);
  }

  /** Takes records of about so many bytes; false when more is needed. Throws CodecError. */
  take(budgetBytes: number): boolean {
    for (let spent = 0; spent <= budgetBytes;) {
      const next = this.reader.next();
      if (next === undefined) return false;
      if (next.kind === 'room') this.enterRoom(next.room);
      else if (next.kind === 'block') this.enterBlock(next.bytes);
      else this.noted = readLesson(next.bytes);
      spent += next.kind === 'room' ? 0 : next.bytes.length;
    }
    return true;
  }

  /** Nothing follows. Throws CodecError where the file stops short. */
  end(): void {
    this.reader.end();
  }

  private enterRoom(room: FileRoom): void {
    this.room = room;
    this.tip = room.params.genesisHash;
    this.lastTime = room.params.genesisTime;
  }

  private enterBlock(bytes: Uint8Array): void {
    const { header, transactions } = decodeBlock(bytes);
    if (header.previousHash !== this.tip) {
      throw new CodecError('file-order', 'a block that is not on the one before it');
    }
    this.tip = headerHash(header);
    this.height += 1;
    this.lastTime = header.time;
    this.payments += Math.max(0, transactions.length - 1);
    const scriptSig = transactions[0]?.inputs[0]?.scriptSig;
    this.count(scriptSig === undefined ? '' : parseCoinbaseScript(scriptSig).tag);
  }

  private count(miner: string): void {
    const blocks = this.blocksOf.get(miner);
    if (blocks === undefined && this.blocksOf.size >= LESSON_MINERS_MAX) this.otherBlocks += 1;
    else this.blocksOf.set(miner, (blocks ?? 0) + 1);
  }
}

function readEvent({ at, kind, facts }: Readonly<Record<string, unknown>>): LessonEvent {
  if (typeof at !== 'number' || typeof kind !== 'string' || !KIND.test(kind)) throw badLine();
  const entries = Object.entries(record(facts));
  if (entries.length > LESSON_FACTS_MAX) throw badLine();
  return { at, kind, facts: Object.fromEntries(entries.map(readFact)) };
}

function readFact([name, value]: readonly [string, unknown]): readonly [string, string | number] {
  if (!FACT.test(name)) throw badLine();
  if (typeof value === 'number') return [name, value];
  if (typeof value !== 'string') throw badLine();
  return [name, inertText(value, LESSON_TEXT_MAX_CHARACTERS)];
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badLine();
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw badLine();
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badLine();
  return value as Record<string, unknown>;
}

function badLine(): CodecError {
  return new CodecError('lesson-bad-line', 'a note that is none');
}
