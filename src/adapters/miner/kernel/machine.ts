/**
 * The two machines that WebAssembly is to a kernel: four words at a time, or one. Each is told by
 * the instructions that it has, in the words of assemble.ts.
 */

import type { Instructions, Operation } from './graph.ts';
import { I32, V128 } from './wasm-format.ts';

export interface Machine extends Instructions {
  /** Nonces tried at a time. */
  readonly lanes: number;
  readonly valueType: number;
  readonly valueBytes: number;
  /** Reads or writes all lanes at the address on the stack; an offset follows. */
  readonly load: string;
  readonly store: string;
  /** The same number in all lanes. */
  readonly constant: (value: number) => string;
  /** From a number on the stack: the same in each lane. */
  readonly splat: string;
  /** From a nonce in each lane: the nonces that are tried together. */
  readonly spread: string;
  readonly operations: Partial<Record<Operation, string>>;
  /** From all lanes: a number that is not zero if one of them is not. */
  readonly any: string;
}

const SWAPPED_BYTES = [0, 4, 8, 12].flatMap((at) => [at + 3, at + 2, at + 1, at]);

export const SIMD: Machine = {
  rotates: false,
  swapsBytes: true,
  selectsBits: true,
  sparesShifts: true,
  lanes: 4,
  valueType: V128,
  valueBytes: 16,
  load: 'v128.load',
  store: 'v128.store',
  constant: (value) => `v128.const_i32x4 ${value} ${value} ${value} ${value}`,
  splat: 'i32x4.splat',
  spread: 'v128.const_i32x4 0 1 2 3 i32x4.add',
  operations: {
    add: 'i32x4.add',
    mul: 'i32x4.mul',
    xor: 'v128.xor',
    and: 'v128.and',
    or: 'v128.or',
    select: 'v128.bitselect',
    shl: 'i32x4.shl',
    shr: 'i32x4.shr_u',
    swap: `i8x16.shuffle ${SWAPPED_BYTES.join(' ')}`,
    atMost: 'i32x4.le_u',
  },
  any: 'v128.any_true',
};

export const SCALAR: Machine = {
  rotates: true,
  swapsBytes: false,
  selectsBits: false,
  sparesShifts: false,
  lanes: 1,
  valueType: I32,
  valueBytes: 4,
  load: 'i32.load',
  store: 'i32.store',
  constant: (value) => `i32.const ${value}`,
  splat: '',
  spread: '',
  operations: {
    add: 'i32.add',
    xor: 'i32.xor',
    and: 'i32.and',
    or: 'i32.or',
    shl: 'i32.shl',
    shr: 'i32.shr_u',
    rotr: 'i32.rotr',
    atMost: 'i32.le_u',
  },
  any: '',
};
