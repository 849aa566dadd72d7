/**
 * Cuts a graph into phases. A program that does a whole hash for one nonce after the other is 20 kB
 * of code with too many values for the processor's registers; a phase is a few rounds, done for
 * many nonces before the next phase begins. What one phase leaves for another lies in a slot in
 * memory.
 */

import { BY_JOB, BY_NONCE, type Word } from './graph.ts';

export interface Phase {
  /** What it calculates, operands first. */
  readonly words: readonly Word[];
  /** Those of its words that later phases use. */
  readonly kept: ReadonlySet<Word>;
}

export interface Plan {
  readonly root: Word;
  /** The words that a job decides for all its nonces, as far as they are used. */
  readonly table: readonly Word[];
  readonly phases: readonly Phase[];
  /** Where a word lies from the phase that makes it to the last that uses it. */
  readonly slots: ReadonlyMap<Word, number>;
  readonly slotCount: number;
}

export function planPhases(root: Word): Plan {
  const words = [...reachable(root)].sort((left, right) => left.id - right.id);
  const used = new Set(words.flatMap(({ operands }) => operands));
  const table = [...used].filter(({ known }) => known === BY_JOB);
  const lastUses = findLastUses(words);
  const wordsOf = Array.from({ length: root.phase + 1 }, (): Word[] => []);
  for (const word of words) wordsOf[word.phase]!.push(word);
  const phases = wordsOf.map((own, at): Phase => {
    return { words: own, kept: new Set(own.filter((word) => (lastUses.get(word) ?? at) > at)) };
  });
  return { root, table, phases, ...assignSlots(phases, lastUses) };
}

/** The words that depend on the nonce, as far as the root needs them. */
function reachable(root: Word): Set<Word> {
  const found = new Set([root]);
  for (const word of found) {
    for (const operand of word.operands) if (operand.known === BY_NONCE) found.add(operand);
  }
  return found;
}

function findLastUses(words: readonly Word[]): Map<Word, number> {
  const lastUses = new Map<Word, number>();
  for (const { operands, phase } of words) {
    for (const operand of operands) {
      lastUses.set(operand, Math.max(phase, lastUses.get(operand) ?? 0));
    }
  }
  return lastUses;
}

/** A slot is free again after the last phase that reads it, so none is overwritten too early. */
function assignSlots(phases: readonly Phase[], lastUses: ReadonlyMap<Word, number>) {
  const slots = new Map<Word, number>();
  const free: number[] = [];
  let slotCount = 0;
  let living: Word[] = [];
  phases.forEach(({ kept }, phase) => {
    for (const word of kept) slots.set(word, free.shift() ?? slotCount++);
    const all = [...living, ...kept];
    living = all.filter((word) => lastUses.get(word)! > phase);
    for (const word of all) if (lastUses.get(word)! <= phase) free.push(slots.get(word)!);
  });
  return { slots, slotCount };
}
