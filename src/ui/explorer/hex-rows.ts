/** Hex of many bytes as rows of sixteen, each cut where its fields meet. */

import type { Field } from './tape.ts';

export const BYTES_PER_ROW = 16;

export interface Run {
  /** The number of the field. */
  readonly at: number;
  /** Its bytes in this row, parted by spaces. */
  readonly text: string;
}

export interface Row {
  /** Of its first byte. */
  readonly offset: number;
  readonly runs: readonly Run[];
}

/** The fields tile the bytes, in order. */
export function toRows(hex: string, fields: readonly Field[]): Row[] {
  const rows: Row[] = [];
  const sizeBytes = hex.length / 2;
  let at = 0;
  for (let offset = 0; offset < sizeBytes; offset += BYTES_PER_ROW) {
    const end = Math.min(offset + BYTES_PER_ROW, sizeBytes);
    const runs: Run[] = [];
    for (let from = offset; from < end;) {
      while (fields[at]!.to <= from) at += 1;
      const to = Math.min(end, fields[at]!.to);
      runs.push({ at, text: spaced(hex.slice(2 * from, 2 * to)) });
      from = to;
    }
    rows.push({ offset, runs });
  }
  return rows;
}

/** The first row that shows some of a field; -1 where there is none. */
export function rowOf(rows: readonly Row[], field: number | undefined): number {
  return rows.findIndex(({ runs }) => runs.some(({ at }) => at === field));
}

function spaced(hex: string): string {
  return hex.replaceAll(/..(?=.)/g, '$& ');
}
