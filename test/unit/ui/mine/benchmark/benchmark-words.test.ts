import { describe, expect, it } from 'vitest';
import {
  blocksPerHour,
  kernelMeaning,
  paceSentence,
  speedText,
  stepSentence,
} from '../../../../../src/ui/mine/benchmark/benchmark-words.ts';

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

const ROWS = [
  { kernel: 'plain', one: 1_680_000, all: 3_240_000 },
  { kernel: 'simd', one: 9_690_000, all: 19_100_000 },
  { kernel: 'gpu', reason: 'this browser has no WebGPU' },
] as const;
const FACTS = {
  rows: ROWS,
  threads: 2,
  difficultyHashes: 60_000_000,
  room: 'Maple Harbour',
  browser: 'Browser/1.0',
  moment: '25 Nov 2026, 23:10:00',
};

describe('the benchmark in words', () => {
  it('turns hashes a second into blocks an hour', () => {
    expect(blocksPerHour(1_000, 3_600_000)).toBe(1);
  });

  it('says what is measured and for how long', () => {
    const step = { kernel: 'simd', threads: 2 } as const;
    expect(plain(stepSentence({ step, done: 3, total: 7, rows: [] }))).toBe(
      'Measuring SIMD on 2 threads; about 10 s left.',
    );
    const card = { kernel: 'gpu', threads: 1 } as const;
    expect(plain(stepSentence({ step: card, done: 6, total: 7, rows: [] }))).toBe(
      'Measuring the graphics card; about 3 s left.',
    );
  });

  it('tells what the best of it would find in this room', () => {
    expect(plain(paceSentence(ROWS, 60_000_000))).toBe(
      'At its most, with SIMD, this device would find 1 146 blocks an hour in this room, ' +
        'one every 3 s, at the difficulty of now.',
    );
  });

  it('promises nothing where nothing could be measured', () => {
    const none = [{ kernel: 'plain', reason: 'its worker did not start' }] as const;
    expect(paceSentence(none, 1)).toBe('Nothing could be measured here.');
  });

  it('explains each program', () => {
    expect(kernelMeaning('simd')).toMatch(/^SIMD: .*four nonces at a time/);
  });

  it('is one text of aligned columns and plain spaces', () => {
    expect(speedText(FACTS).split('\n')).toEqual([
      'Tabchain: double SHA-256 of block headers, 25 Nov 2026, 23:10:00',
      'Browser/1.0',
      '',
      '                1 thread  2 threads  blocks/hour',
      'Plain          1.68 MH/s  3.24 MH/s          194',
      'SIMD           9.69 MH/s  19.1 MH/s        1 146',
      'Graphics card          -          -            -',
      '',
      'Blocks per hour in the room Maple Harbour, where a block takes 60 000 000 hashes on ' +
        'average.',
    ]);
    expect(speedText(FACTS)).not.toMatch(/[\u00a0\u202f]/);
  });

  it('leaves out the column of all threads on one core', () => {
    const text = speedText({ ...FACTS, threads: 1 });
    expect(text).toContain('1 thread  blocks/hour');
    expect(text).not.toContain('threads');
  });
});
