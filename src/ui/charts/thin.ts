/**
 * Which rows are drawn where there are more than pixels: of each pixel's rows the lowest and the
 * highest of every series, so that no peak is lost, and one gap where there is any. What is read
 * out and what stands in the table is never thinned.
 *
 * Cost: one pass, O(rows × series).
 */

import type { Values } from './chart.ts';

/** Rows per pixel up to which all are drawn. */
const ROWS_PER_PIXEL = 2;

/** Row numbers, rising. `x` rises. */
export function thin(x: readonly number[], series: readonly Values[], pixels: number): number[] {
  const rows = x.length;
  if (rows <= pixels * ROWS_PER_PIXEL) return Array.from({ length: rows }, (_, row) => row);
  const [first, span] = [x[0]!, x[rows - 1]! - x[0]!];
  const kept: number[] = [];
  for (let start = 0; start < rows;) {
    const pixel = pixelOf(x[start]!);
    let end = start + 1;
    while (end < rows && pixelOf(x[end]!) === pixel) end += 1;
    kept.push(...extremes(series, start, end));
    start = end;
  }
  return kept;

  function pixelOf(place: number): number {
    return span === 0 ? 0 : Math.min(pixels - 1, Math.floor(((place - first) / span) * pixels));
  }
}

function extremes(series: readonly Values[], start: number, end: number): number[] {
  // The ends of a stretch keep lines of series that stand still where they are.
  const rows = new Set([start, end - 1]);
  for (const values of series) {
    let [low, high, gap] = [-1, -1, -1];
    for (let row = start; row < end; row += 1) {
      const value = values[row] ?? null;
      if (value === null) gap = row;
      else {
        if (low < 0 || value < values[low]!) low = row;
        if (high < 0 || value > values[high]!) high = row;
      }
    }
    for (const row of [low, high, gap]) if (row >= 0) rows.add(row);
  }
  return [...rows].toSorted((left, right) => left - right);
}
