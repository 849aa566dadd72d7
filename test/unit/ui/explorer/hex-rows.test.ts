import { describe, expect, it } from 'vitest';
import type { Field } from '../../../../src/ui/explorer/tape.ts';
import { rowOf, toRows } from '../../../../src/ui/explorer/hex-rows.ts';

const field = (from: number, to: number): Field => ({ kind: 'nonce', from, to, value: '' });

describe('hex in rows', () => {
  it('is cut into rows of sixteen bytes, and within them where fields meet', () => {
    const hex = Array.from({ length: 20 }, (_, at) => at.toString(16).padStart(2, '0')).join('');
    const rows = toRows(hex, [field(0, 4), field(4, 18), field(18, 20)]);
    expect(rows).toEqual([
      {
        offset: 0,
        runs: [
          { at: 0, text: '00 01 02 03' },
          { at: 1, text: '04 05 06 07 08 09 0a 0b 0c 0d 0e 0f' },
        ],
      },
      {
        offset: 16,
        runs: [
          { at: 1, text: '10 11' },
          { at: 2, text: '12 13' },
        ],
      },
    ]);
  });

  it('finds the first row of a field, and none for no field', () => {
    const rows = toRows('00'.repeat(40), [field(0, 4), field(4, 34), field(34, 40)]);
    expect([0, 1, 2].map((at) => rowOf(rows, at))).toEqual([0, 0, 2]);
    expect(rowOf(rows, undefined)).toBe(-1);
  });

  it('has no row where there is no byte', () => {
    expect(toRows('', [])).toEqual([]);
  });
});
