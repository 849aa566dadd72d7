/** The rows of a chart as its canvas gets them: thinned to its width, fit for its axes. */

import type { AlignedData } from 'uplot';
import type { Chart, Series } from './chart.ts';
import { thin } from './thin.ts';

/** What the canvas gets: the drawn series, thinned to its width. */
export function plotData(chart: Chart, width: number): AlignedData {
  const { x } = chart;
  const drawn = drawnSeries(chart);
  const rows = thin(
    x,
    drawn.map(({ values }) => values),
    Math.max(1, width),
  );
  const isWhole = rows.length === x.length;
  const columns = drawn.map(({ values, side }) => {
    const lowest = (side === 'right' ? chart.right : chart.left)?.logarithmicFrom;
    const taken = isWhole ? values.slice() : rows.map((row) => values[row] ?? null);
    return lowest === undefined ? taken : taken.map((value) => clamp(value, lowest));
  });
  return [isWhole ? [...x] : rows.map((row) => x[row]!), ...columns];
}

export function drawnSeries({ series }: Chart): readonly Series[] {
  return series.filter(({ shape }) => shape !== 'silent');
}

/** A logarithm knows no zero. */
function clamp(value: number | null, lowest: number): number | null {
  return value === null ? null : Math.max(lowest, value);
}
