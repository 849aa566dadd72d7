import { describe, expect, it } from 'vitest';
import { buildScan } from '../../../../../src/adapters/miner/kernel/double-sha256.ts';
import {
  ALWAYS,
  BY_NONCE,
  Graph,
  type Word,
} from '../../../../../src/adapters/miner/kernel/graph.ts';
import { SIMD } from '../../../../../src/adapters/miner/kernel/machine.ts';
import { planPhases } from '../../../../../src/adapters/miner/kernel/phases.ts';

const SHAPES = [
  { versions: 1, phases: 1 },
  { versions: 1, phases: 32 },
  { versions: 2, phases: 5 },
  { versions: 4, phases: 122 },
];

describe.each(SHAPES)('$phases phases of $versions versions', (shape) => {
  const plan = planPhases(buildScan(new Graph(SIMD), shape));

  it('hold each word once, operands first, in about equal parts', () => {
    const words = plan.phases.flatMap((phase) => phase.words);
    expect(plan.phases).toHaveLength(shape.phases);
    expect(new Set(words).size).toBe(words.length);
    expect(words.at(-1)).toBe(plan.root);
    const seen = new Set<Word>(plan.table);
    for (const word of words) {
      const isThere = (operand: Word) => operand.known === ALWAYS || seen.has(operand);
      expect(word.operands.every(isThere)).toBe(true);
      seen.add(word);
    }
    const sizes = plan.phases.map((phase) => phase.words.length);
    expect(Math.max(...sizes)).toBeLessThan(3 * (words.length / shape.phases));
  });

  it('find in its slot whatever an earlier phase left', () => {
    const memory: Array<Word | undefined> = [];
    for (const { words, kept } of plan.phases) {
      // Within a phase any order of reading and writing must do.
      const before = [...memory];
      for (const word of kept) memory[plan.slots.get(word)!] = word;
      const own = new Set(words);
      for (const operand of words.flatMap(({ operands }) => operands)) {
        if (operand.known !== BY_NONCE || own.has(operand)) continue;
        expect(before[plan.slots.get(operand)!]).toBe(operand);
        expect(memory[plan.slots.get(operand)!]).toBe(operand);
      }
    }
    expect(memory.length).toBe(plan.slotCount);
  });
});

describe('two versions of a header', () => {
  it('share the schedule of their last block', () => {
    const count = (versions: number) =>
      planPhases(buildScan(new Graph(SIMD), { versions, phases: 1 })).phases[0]!.words.length;
    expect(count(2)).toBeLessThan(1.9 * count(1));
  });
});
