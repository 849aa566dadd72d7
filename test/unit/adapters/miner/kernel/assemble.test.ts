import { describe, expect, it } from 'vitest';
import { assemble } from '../../../../../src/adapters/miner/kernel/assemble.ts';
import {
  encodeModule,
  I32,
  signed,
  unsigned,
} from '../../../../../src/adapters/miner/kernel/wasm-format.ts';

describe('numbers of WebAssembly', () => {
  it('are LEB128, as in its specification', () => {
    expect([0, 127, 128, 624_485, 0xffffffff].map(unsigned)).toEqual([
      [0],
      [0x7f],
      [0x80, 0x01],
      [0xe5, 0x8e, 0x26],
      [0xff, 0xff, 0xff, 0xff, 0x0f],
    ]);
    expect([0, 63, 64, -1, -64, -65, -123_456, 0x7fffffff, -0x80000000].map(signed)).toEqual([
      [0],
      [0x3f],
      [0xc0, 0x00],
      [0x7f],
      [0x40],
      [0xbf, 0x7f],
      [0xc0, 0xbb, 0x78],
      [0xff, 0xff, 0xff, 0xff, 0x07],
      [0x80, 0x80, 0x80, 0x80, 0x78],
    ]);
  });
});

describe('the assembler', () => {
  it('reads instructions with their numbers, whatever space is between', () => {
    expect(assemble('local.get 3\n  i32.const -2 i32.add local.set 300')).toEqual([
      0x20, 3, 0x41, 0x7e, 0x6a, 0x21, 0xac, 0x02,
    ]);
    expect(assemble('block loop br_if 1 end end')).toEqual([
      0x02, 0x40, 0x03, 0x40, 0x0d, 1, 0x0b, 0x0b,
    ]);
    expect(assemble('')).toEqual([]);
  });

  it('writes four words and sixteen lanes', () => {
    expect(assemble('v128.const_i32x4 0 1 2 3')).toEqual([
      0xfd, 12, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0,
    ]);
    expect(
      assemble(`i8x16.shuffle ${Array.from({ length: 16 }, (_, at) => at).join(' ')}`),
    ).toEqual([0xfd, 13, ...Array.from({ length: 16 }, (_, at) => at)]);
  });

  it('makes modules whose functions call each other', () => {
    const half = { parameters: [I32], results: [I32], locals: [] };
    const bytes = encodeModule([
      { ...half, body: assemble('local.get 0 i32.const 1 i32.shr_u') },
      {
        ...half,
        locals: [I32],
        exportName: 'quarter',
        body: assemble(`
          local.get 0 call 0 local.tee 1 call 0`),
      },
    ]);
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      kernel: { memory },
    });
    expect((exports['quarter'] as (number: number) => number)(41)).toBe(10);
  });
});
