/** What the charts of blocks share: the ranges that one chooses from, and typed columns. */

import type { Choice } from './chart-figure.tsx';
import { sayCount, say } from '../language/say.ts';
import type { MinedColumns } from './statistics.ts';
import { newest, type Stretch } from './stretch.ts';
import type { Values } from './chart.ts';

export type BlockRange = 100 | 1000 | 'all';

/** What is in blocks has to be read: 'all' ends there. */
export const BODIES_SHOWN_MAX = 5_000;

/** Those that show less than all there are. */
export function blockRanges(blocks: number): ReadonlyArray<Choice<BlockRange>> {
  const ranges: ReadonlyArray<Choice<BlockRange>> = [
    { value: 100, label: sayCount(100, 'Last block', 'Last {count}') },
    { value: 1000, label: sayCount(1000, 'Last block', 'Last {count}') },
    { value: 'all', label: say('All') },
  ];
  return ranges.filter(({ value }) => rowsOf(value) < blocks || value === 'all');
}

export function rowsOf(range: BlockRange): number {
  return range === 'all' ? Infinity : range;
}

/** `rows` of the stretch and, before them, as many as a window over them needs. */
export function minedColumns(stretch: Stretch, rows: number): MinedColumns {
  const { first, columns } = newest(stretch, rows);
  return { first, time: numbers(columns, 'time'), difficulty: numbers(columns, 'difficulty') };
}

export function numbers(columns: Stretch['columns'], name: string): readonly number[] {
  return (columns[name] ?? []) as readonly number[];
}

export function values(columns: Stretch['columns'], name: string): Values {
  return (columns[name] ?? []) as Values;
}

export function heights(first: number, rows: number): number[] {
  // Ten times as quick as Array.from, which counts among 100,000 rows.
  const list: number[] = [];
  for (let height = first; list.length < rows; height += 1) list.push(height);
  return list;
}
