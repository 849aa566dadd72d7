/**
 * A calculation on 32-bit words as a graph, before it is a program. Each word knows when its value
 * is known: always, once a job is given, or only for each nonce. Whatever is known earlier is
 * calculated earlier, and the program that is made of the graph holds the rest alone.
 */

import { swapBytes } from './sha256.ts';

/** When the value of a word is known, from early to late. */
export const ALWAYS = 0;
export const BY_JOB = 1;
export const BY_NONCE = 2;

export type Operation =
  | 'constant'
  | 'job'
  | 'nonce'
  | 'add'
  | 'mul'
  | 'xor'
  | 'and'
  | 'or'
  | 'select'
  | 'shl'
  | 'shr'
  | 'rotr'
  | 'swap'
  | 'atMost';

export interface Word {
  /** Words are numbered as they are made: operands before what is made of them. */
  readonly id: number;
  readonly operation: Operation;
  readonly operands: readonly Word[];
  /** The value of a constant, the index of a word of the job, the bits of a shift; or 0. */
  readonly immediate: number;
  readonly known: typeof ALWAYS | typeof BY_JOB | typeof BY_NONCE;
  /** The part of the program that calculates it. */
  readonly phase: number;
}

/** What the machine can do in one instruction; what it cannot is put together from others. */
export interface Instructions {
  readonly rotates: boolean;
  readonly swapsBytes: boolean;
  readonly selectsBits: boolean;
  /** Whether other instructions run beside shifts, of which the processor does one at a time. */
  readonly sparesShifts: boolean;
}

/** Invariant: one calculation is one word, however often it is asked for. */
export class Graph {
  readonly #instructions: Instructions;
  readonly #words = new Map<string, Word>();
  #count = 0;
  #phase = 0;

  constructor(instructions: Instructions) {
    this.#instructions = instructions;
  }

  get sparesShifts(): boolean {
    return this.#instructions.sparesShifts;
  }

  /** Words made from now on are calculated in this phase, those made before stay where they are. */
  enterPhase(phase: number): void {
    this.#phase = phase;
  }

  constant(value: number): Word {
    return this.#make('constant', [], value | 0);
  }

  job(index: number): Word {
    return this.#make('job', [], index);
  }

  nonce(): Word {
    return this.#make('nonce', [], 0);
  }

  /** The sum modulo 2^32. What is known early is added up early, as one term. */
  add(...terms: readonly Word[]): Word {
    const early = terms.filter(({ known }) => known !== BY_NONCE);
    const late = terms.filter(({ known }) => known === BY_NONCE);
    const sorted = [...early.sort((left, right) => left.known - right.known), ...late];
    return sorted.reduce((sum, term) => this.#pair('add', sum, term));
  }

  xor(...terms: readonly Word[]): Word {
    return terms.reduce((sum, term) => this.#pair('xor', sum, term));
  }

  and(left: Word, right: Word): Word {
    return this.#pair('and', left, right);
  }

  or(left: Word, right: Word): Word {
    return this.#pair('or', left, right);
  }

  /** The bits of `ones` where `mask` has a one, the bits of `zeros` where it has a zero. */
  select(mask: Word, ones: Word, zeros: Word): Word {
    if (this.#instructions.selectsBits) return this.#make('select', [ones, zeros, mask], 0);
    return this.xor(zeros, this.and(mask, this.xor(ones, zeros)));
  }

  shr(word: Word, bits: number): Word {
    return this.#make('shr', [word], bits);
  }

  shl(word: Word, bits: number): Word {
    return this.#make('shl', [word], bits);
  }

  rotr(word: Word, bits: number): Word {
    if (this.#instructions.rotates) return this.#make('rotr', [word], bits);
    return this.or(this.shr(word, bits), this.shl(word, 32 - bits));
  }

  /** The same, where shifts are dear with a product for one of the two. */
  rotrByProduct(word: Word, bits: number): Word {
    if (!this.sparesShifts) return this.rotr(word, bits);
    const factor = this.constant(1 << (32 - bits));
    return this.or(this.shr(word, bits), this.#make('mul', [word, factor], 0));
  }

  /** The four bytes of the word in the other order. */
  swap(word: Word): Word {
    if (this.#instructions.swapsBytes) return this.#make('swap', [word], 0);
    const odd = this.and(word, this.constant(0x00ff00ff));
    const even = this.and(word, this.constant(0xff00ff00));
    return this.or(this.rotr(odd, 8), this.rotr(even, 24));
  }

  /** All ones, or one, where `word` as an unsigned number is at most `limit`; else zero. */
  atMost(word: Word, limit: Word): Word {
    return this.#make('atMost', [word, limit], 0);
  }

  /** For operations that do not care for the order of their operands. */
  #pair(operation: 'add' | 'xor' | 'and' | 'or', left: Word, right: Word): Word {
    if (operation !== 'and' && isZero(left)) return right;
    if (operation !== 'and' && isZero(right)) return left;
    const operands = left.id < right.id ? [left, right] : [right, left];
    return this.#make(operation, operands, 0);
  }

  #make(operation: Operation, operands: readonly Word[], immediate: number): Word {
    if (operands.length > 0 && operands.every(({ known }) => known === ALWAYS)) {
      return this.constant(calculate(operation, operands.map(constantOf), immediate));
    }
    const key = `${operation} ${operands.map(({ id }) => id).join(' ')} ${immediate}`;
    const known = this.#words.get(key);
    if (known) return known;
    const word: Word = {
      id: this.#count++,
      operation,
      operands,
      immediate,
      known: whenKnown(operation, operands),
      phase: this.#phase,
    };
    this.#words.set(key, word);
    return word;
  }
}

/** The values of words that are known once the job's words are given. */
export function evaluate(words: readonly Word[], job: ArrayLike<number>): number[] {
  const values = new Map<Word, number>();
  const valueOf = (word: Word): number => {
    const value = values.get(word) ?? evaluateOne(word, job, valueOf);
    values.set(word, value);
    return value;
  };
  return words.map(valueOf);
}

function evaluateOne(
  { operation, operands, immediate }: Word,
  job: ArrayLike<number>,
  valueOf: (word: Word) => number,
): number {
  if (operation === 'constant') return immediate;
  if (operation === 'job') return job[immediate]!;
  return calculate(operation, operands.map(valueOf), immediate);
}

function calculate(operation: Operation, values: readonly number[], immediate: number): number {
  const [left = 0, right = 0, mask = 0] = values;
  if (operation === 'add') return (left + right) | 0;
  if (operation === 'mul') return Math.imul(left, right);
  if (operation === 'xor') return left ^ right;
  if (operation === 'and') return left & right;
  if (operation === 'or') return left | right;
  if (operation === 'select') return (left & mask) | (right & ~mask);
  if (operation === 'shl') return left << immediate;
  if (operation === 'shr') return (left >>> immediate) | 0;
  if (operation === 'rotr') return (left >>> immediate) | (left << (32 - immediate));
  if (operation === 'swap') return swapBytes(left);
  return left >>> 0 <= right >>> 0 ? 1 : 0;
}

function whenKnown(operation: Operation, operands: readonly Word[]): Word['known'] {
  if (operation === 'nonce') return BY_NONCE;
  if (operation === 'job') return BY_JOB;
  if (operands.some(({ known }) => known === BY_NONCE)) return BY_NONCE;
  return operands.some(({ known }) => known === BY_JOB) ? BY_JOB : ALWAYS;
}

function constantOf(constant: Word): number {
  return constant.immediate;
}

function isZero({ operation, immediate }: Word): boolean {
  return operation === 'constant' && immediate === 0;
}
