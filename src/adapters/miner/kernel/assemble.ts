/**
 * An assembler for the few instructions of WebAssembly that a kernel needs, in their text form,
 * with numbers for names: `local.get 0 i32.const 4 i32.add` (WebAssembly 2.0, chapters 5.4 and
 * 6.5).
 */

import { type Code, signed, unsigned } from './wasm-format.ts';

/** What follows an opcode, from the numbers that follow the name. */
type Immediate = (take: () => number) => Code;

const index: Immediate = (take) => unsigned(take());
const integer: Immediate = (take) => signed(take());
/** An offset; the alignment is the access's own size, as the exponent of 2. */
const words: Immediate = (take) => [2, ...unsigned(take())];
const vectors: Immediate = (take) => [4, ...unsigned(take())];
const fourWords: Immediate = (take) => Array.from({ length: 4 }, () => littleEndian(take())).flat();
const sixteenLanes: Immediate = (take) => Array.from({ length: 16 }, take);
/** A block without parameters and results. */
const noType: Immediate = () => [0x40];

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];

const INSTRUCTIONS: Readonly<Record<string, readonly [Code, Immediate?]>> = {
  block: [[0x02], noType],
  loop: [[0x03], noType],
  if: [[0x04], noType],
  end: [[0x0b]],
  br_if: [[0x0d], index],
  return: [[0x0f]],
  call: [[0x10], index],
  select: [[0x1b]],
  'local.get': [[0x20], index],
  'local.set': [[0x21], index],
  'local.tee': [[0x22], index],
  'i32.load': [[0x28], words],
  'i32.store': [[0x36], words],
  'i32.const': [[0x41], integer],
  'i32.lt_u': [[0x49]],
  'i32.le_u': [[0x4d]],
  'i32.add': [[0x6a]],
  'i32.sub': [[0x6b]],
  'i32.mul': [[0x6c]],
  'i32.div_u': [[0x6e]],
  'i32.and': [[0x71]],
  'i32.or': [[0x72]],
  'i32.xor': [[0x73]],
  'i32.shl': [[0x74]],
  'i32.shr_u': [[0x76]],
  'i32.rotr': [[0x78]],
  'v128.load': [simd(0), vectors],
  'v128.store': [simd(11), vectors],
  'v128.const_i32x4': [simd(12), fourWords],
  'i8x16.shuffle': [simd(13), sixteenLanes],
  'i32x4.splat': [simd(17)],
  'i32x4.le_u': [simd(62)],
  'v128.and': [simd(78)],
  'v128.or': [simd(80)],
  'v128.xor': [simd(81)],
  'v128.bitselect': [simd(82)],
  'v128.any_true': [simd(83)],
  'i32x4.shl': [simd(171)],
  'i32x4.shr_u': [simd(173)],
  'i32x4.add': [simd(174)],
  'i32x4.mul': [simd(181)],
};

/** A kernel says few things, and those thousands of times. */
const assembled = new Map<string, Code>();

/** Line breaks and spaces are alike. */
export function assemble(text: string): Code {
  const known = assembled.get(text);
  if (known) return known;
  const code = assembleAnew(text);
  assembled.set(text, code);
  return code;
}

function assembleAnew(text: string): Code {
  const tokens = text.split(/\s+/).filter((token) => token !== '');
  const code: number[] = [];
  let at = 0;
  const take = () => Number(tokens[at++]);
  while (at < tokens.length) {
    const [opcode, immediate] = INSTRUCTIONS[tokens[at++]!]!;
    code.push(...opcode, ...(immediate?.(take) ?? []));
  }
  return code;
}

function littleEndian(word: number): Code {
  return [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24];
}
