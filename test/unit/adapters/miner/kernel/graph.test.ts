import { describe, expect, it } from 'vitest';
import {
  ALWAYS,
  BY_JOB,
  BY_NONCE,
  evaluate,
  Graph,
} from '../../../../../src/adapters/miner/kernel/graph.ts';
import { SCALAR, SIMD } from '../../../../../src/adapters/miner/kernel/machine.ts';

describe.each([
  ['a machine with rotations', SCALAR],
  ['a machine with shuffles', SIMD],
])('a graph for %s', (_, machine) => {
  it('folds what is always known', () => {
    const graph = new Graph(machine);
    const left = graph.constant(0x89abcdef);
    const right = graph.constant(0x01234567);
    const values = [
      graph.add(left, right, right),
      graph.xor(left, right),
      graph.and(left, right),
      graph.or(left, right),
      graph.select(left, right, graph.constant(-1)),
      graph.shr(left, 4),
      graph.shl(left, 4),
      graph.rotr(left, 8),
      graph.rotrByProduct(left, 8),
      graph.swap(left),
      graph.atMost(left, right),
      graph.atMost(right, left),
    ];
    expect(values.map(({ known }) => known)).toEqual(values.map(() => ALWAYS));
    expect(values.map(({ immediate }) => immediate >>> 0)).toEqual([
      0x8bf258bd, 0x88888888, 0x01234567, 0x89abcdef, 0x77777777, 0x089abcde, 0x9abcdef0,
      0xef89abcd, 0xef89abcd, 0xefcdab89, 0, 1,
    ]);
  });

  it('calculates from a job what the job makes known', () => {
    const graph = new Graph(machine);
    const [a, b] = [graph.job(0), graph.job(1)];
    const words = [
      graph.add(a, b, graph.constant(2)),
      graph.rotr(a, 1),
      graph.rotrByProduct(b, 1),
      graph.swap(b),
      graph.select(a, b, graph.constant(0)),
    ];
    expect(words.every(({ known }) => known === BY_JOB)).toBe(true);
    const values = evaluate(words, [-1, 0x01020304]).map((value) => value >>> 0);
    expect(values).toEqual([0x01020305, 0xffffffff, 0x00810182, 0x04030201, 0x01020304]);
  });

  it('adds up first what is known early', () => {
    const graph = new Graph(machine);
    const nonce = graph.nonce();
    const sum = graph.add(nonce, graph.job(0), graph.constant(5), graph.job(1));
    expect(sum.known).toBe(BY_NONCE);
    expect(sum.operands).toContain(nonce);
    const early = sum.operands.find((operand) => operand !== nonce);
    expect(evaluate([early!], [10, 100])).toEqual([115]);
  });

  it('makes the same calculation once', () => {
    const graph = new Graph(machine);
    const nonce = graph.nonce();
    const other = graph.shr(nonce, 1);
    expect(graph.xor(nonce, other)).toBe(graph.xor(other, nonce));
    expect(graph.shr(nonce, 1)).toBe(other);
    expect(graph.shr(nonce, 2)).not.toBe(other);
  });

  it('does not calculate with zero', () => {
    const graph = new Graph(machine);
    const nonce = graph.nonce();
    const zero = graph.constant(0);
    expect(graph.add(nonce, zero)).toBe(nonce);
    expect(graph.xor(zero, nonce)).toBe(nonce);
    expect(graph.or(zero, nonce)).toBe(nonce);
  });
});
