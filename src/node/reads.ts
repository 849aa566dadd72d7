/**
 * Bodies and undo data that are on their way from the disk. The disk answers by record, and several
 * blocks may stand in one record, so a question is asked once and its answer serves all who wait.
 */

import type { Body } from '../chain/bodies.ts';
import type { Handle } from '../chain/block-index.ts';
import type { Chain, Need } from '../chain/chain.ts';
import { decodeBlock } from '../consensus/encoding.ts';
import { CodecError } from '../util/codec-error.ts';
import type { Input, StoreKey, StoreTable, StoreValue } from './ports.ts';
import type { ChainRecords } from './schema.ts';

type Stored = Extract<Input, { type: 'stored' }>;
type Answer = (bytes: Uint8Array | undefined) => void;
type Ask = (table: StoreTable, key: StoreKey) => void;

export interface ReadWays {
  readonly ask: Ask;
  readonly lost: (need: Need) => void;
}

interface Question extends Need {
  readonly answer: Answer;
}

export class Reads {
  private readonly chain: Chain;
  private readonly records: ChainRecords;
  private readonly ask: Ask;
  private readonly waiting = new Map<string, Question[]>();
  private readonly lost: (need: Need) => void;
  private supplies = 0;

  /** `lost` hears of what the disk should have had for the chain, and had not. */
  constructor(chain: Chain, records: ChainRecords, ways: ReadWays) {
    this.chain = chain;
    this.records = records;
    this.ask = ways.ask;
    this.lost = ways.lost;
  }

  /** The chain has to wait for something it needs. */
  get isSupplying(): boolean {
    return this.supplies > 0;
  }

  /** `answer` gets the block, from memory at once; undefined where it is not kept (any more). */
  body(handle: Handle, answer: (body: Body | undefined) => void): void {
    const body = this.chain.bodies.get(handle);
    if (body !== undefined) return answer(body);
    const parse: Answer = (bytes) => answer(bytes && parseBody(bytes));
    return this.put({ kind: 'body', handle, answer: parse });
  }

  /** `answer` gets the undo data as they are kept; undefined where there are none (any more). */
  undo(handle: Handle, answer: Answer): void {
    const undo = this.chain.undo.get(handle);
    if (undo !== undefined) return answer(undo.bytes);
    return this.put({ kind: 'undo', handle, answer });
  }

  /** Brings the chain what it asked for, or tells it that the disk has lost it. */
  supply(need: Need): void {
    this.supplies += 1;
    this.put({
      ...need,
      answer: (bytes) => {
        this.supplies -= 1;
        const isGood =
          need.kind === 'body' ? this.giveBody(need, bytes) : this.giveUndo(need, bytes);
        if (!isGood) this.lost(need);
      },
    });
  }

  private giveBody({ handle }: Need, bytes: Uint8Array | undefined): boolean {
    const body = bytes && parseBody(bytes);
    if (body !== undefined) return this.chain.supplyBody(handle, body);
    this.chain.loseBody(handle);
    return false;
  }

  /** Without undo data there is no way down but to begin again from genesis. */
  private giveUndo({ handle }: Need, bytes: Uint8Array | undefined): boolean {
    if (bytes !== undefined) return this.chain.supplyUndo(handle, bytes);
    this.chain.restart();
    return false;
  }

  /** Hands a record to all who asked for something in it. */
  arrived(name: Pick<Stored, 'table' | 'key'>, value: StoreValue | undefined): void {
    const id = idOf(name);
    const questions = this.waiting.get(id) ?? [];
    this.waiting.delete(id);
    for (const question of questions) this.answer(question, value);
  }

  /** Some data need no record: a block that spent nothing has its undo data without one. */
  private answer({ kind, handle, answer }: Question, value: StoreValue | undefined): void {
    const { records } = this;
    if (kind === 'body') answer(records.readBody(handle, value));
    else answer(records.readUndo(handle, value));
  }

  private put(question: Question): void {
    const { kind, handle } = question;
    const { records } = this;
    const name = kind === 'body' ? records.bodyRecord(handle) : records.undoRecord(handle);
    if (name === undefined) return this.answer(question, undefined);
    const id = idOf(name);
    const questions = this.waiting.get(id);
    if (questions !== undefined) return void questions.push(question);
    this.waiting.set(id, [question]);
    return this.ask(name.table, name.key);
  }
}

function idOf({ table, key }: Pick<Stored, 'table' | 'key'>): string {
  return `${table}/${key}`;
}

/** Undefined for bytes that are no block: the disk changed them. */
function parseBody(bytes: Uint8Array): Body | undefined {
  try {
    return { block: decodeBlock(bytes), bytes };
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
