/**
 * Writes the words of one phase as WebAssembly. Its machine works on a stack, so a word used once
 * is calculated right where it is used; one used again gets a local when it is first calculated.
 */

import { assemble } from './assemble.ts';
import { ALWAYS, BY_NONCE, type Word } from './graph.ts';
import type { Machine } from './machine.ts';
import type { Phase, Plan } from './phases.ts';
import type { Code } from './wasm-format.ts';

/** Locals of a phase; those behind them hold words. */
export const AT = 0;
export const END = 1;
export const FIRST_NONCE = 2;
export const NONCES = 3;
const FIRST_WORD = 4;

const SHIFTS = new Set(['shl', 'shr', 'rotr']);

export interface PhaseCode {
  readonly code: Code;
  /** How many locals hold words. */
  readonly locals: number;
}

/** For one group: NONCES holds its nonces, AT where its slots lie. A hit leaves by `br_if 1`. */
export function writePhase(plan: Plan, phase: Phase, machine: Machine): PhaseCode {
  return new PhaseWriter(plan, phase, machine).write();
}

/** Invariant: whatever a word needs is on the stack, in a local or in a slot when it is needed. */
class PhaseWriter {
  readonly #plan: Plan;
  readonly #phase: Phase;
  readonly #machine: Machine;
  readonly #own: ReadonlySet<Word>;
  readonly #table: ReadonlyMap<Word, number>;
  readonly #uses: ReadonlyMap<Word, number>;
  readonly #locals = new Map<Word, number>();
  readonly #code: number[] = [];

  constructor(plan: Plan, phase: Phase, machine: Machine) {
    this.#plan = plan;
    this.#phase = phase;
    this.#machine = machine;
    this.#own = new Set(phase.words);
    this.#table = new Map(plan.table.map((word, at) => [word, at]));
    this.#uses = countUses(phase.words);
  }

  write(): PhaseCode {
    for (const word of this.#phase.words) {
      if (this.#phase.kept.has(word)) this.#keep(word);
      else if (word === this.#plan.root) this.#leaveAtHit(word);
      else if (this.#usedAgain(word)) this.#name(word);
    }
    return { code: this.#code, locals: this.#locals.size };
  }

  #emit(text: string): void {
    for (const byte of assemble(text)) this.#code.push(byte);
  }

  /** For later phases in its slot, and for this one in a local. */
  #keep(word: Word): void {
    this.#emit(`local.get ${AT}`);
    this.#calculate(word);
    if (this.#uses.has(word)) this.#emit(`local.tee ${this.#newLocal(word)}`);
    this.#emit(`${this.#machine.store} ${this.#slotOffset(word)}`);
  }

  #name(word: Word): void {
    this.#calculate(word);
    this.#emit(`local.set ${this.#newLocal(word)}`);
  }

  #leaveAtHit(root: Word): void {
    this.#calculate(root);
    this.#emit(`${this.#machine.any} br_if 1`);
  }

  #push(word: Word): void {
    const local = this.#locals.get(word);
    if (local !== undefined) this.#emit(`local.get ${local}`);
    else if (word.known !== BY_NONCE) this.#pushUniform(word);
    else if (this.#own.has(word)) this.#calculate(word);
    else this.#pushFromSlot(word);
  }

  #pushUniform(word: Word): void {
    const { constant, load, valueBytes } = this.#machine;
    if (word.known === ALWAYS) this.#emit(constant(word.immediate));
    else this.#emit(`i32.const 0 ${load} ${this.#table.get(word)! * valueBytes}`);
  }

  #pushFromSlot(word: Word): void {
    this.#emit(`local.get ${AT} ${this.#machine.load} ${this.#slotOffset(word)}`);
    if (this.#usedAgain(word)) this.#emit(`local.tee ${this.#newLocal(word)}`);
  }

  #calculate(word: Word): void {
    if (word.operation === 'nonce') {
      this.#emit(`local.get ${NONCES}`);
      return;
    }
    for (const operand of inputsOf(word)) this.#push(operand);
    if (SHIFTS.has(word.operation)) this.#emit(`i32.const ${word.immediate}`);
    this.#emit(this.#machine.operations[word.operation]!);
  }

  #usedAgain(word: Word): boolean {
    return (this.#uses.get(word) ?? 0) > 1;
  }

  #slotOffset(word: Word): number {
    return this.#plan.slots.get(word)! * this.#machine.valueBytes;
  }

  #newLocal(word: Word): number {
    const local = FIRST_WORD + this.#locals.size;
    this.#locals.set(word, local);
    return local;
  }
}

function countUses(words: readonly Word[]): Map<Word, number> {
  const uses = new Map<Word, number>();
  for (const operand of words.flatMap(inputsOf)) uses.set(operand, (uses.get(operand) ?? 0) + 1);
  return uses;
}

/** A shuffle mixes two vectors; to swap the bytes of one, it takes that twice. */
function inputsOf({ operation, operands }: Word): readonly Word[] {
  return operation === 'swap' ? [...operands, ...operands] : operands;
}
