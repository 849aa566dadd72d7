/**
 * What a chart is: rows, and for each row a place on the x axis and a value in each series. The
 * canvas, the line that is read out and the table are drawn from the same rows.
 */

export type Values = readonly (number | null)[];

/**
 * Dots, rings and ticks mark single rows, so that no colour has to be told apart. 'silent' is read
 * out and stands in the table, and is not drawn.
 */
export type Shape = 'line' | 'step' | 'dots' | 'rings' | 'ticks' | 'bars' | 'silent';

export type Tone = 'accent' | 'ink' | 'quiet' | 'amber';

export interface Series {
  readonly name: string;
  readonly values: Values;
  /** With its unit. */
  readonly format: (value: number, row: number) => string;
  readonly shape: Shape;
  readonly tone: Tone;
  readonly isDashed?: boolean;
  /** The axis that it is measured on; the left one unless said. */
  readonly side?: 'right';
  /** Its text comes from others. */
  readonly isForeign?: boolean;
}

export interface Axis {
  /** A mark of the axis, short, with its unit. */
  readonly format: (value: number) => string;
  /** Each mark ten times the one below; what is smaller stands at the lowest. */
  readonly logarithmicFrom?: number;
}

export interface Chart {
  /** Names what stands on the x axis: 'Block', 'Time'. */
  readonly xName: string;
  /** Rising. */
  readonly x: readonly number[];
  /** 'time' in seconds since 1970. */
  readonly xKind: 'count' | 'time';
  readonly formatX: (x: number, row: number) => string;
  /** A mark of the axis where a number alone would not do. */
  readonly markX?: (x: number) => string;
  /** Where more is told of a row. */
  readonly hrefX?: (x: number) => string;
  readonly series: readonly Series[];
  /** Bins are read from the first one on, all else from the newest back. */
  readonly isForward?: boolean;
  readonly left: Axis;
  readonly right?: Axis;
}

/** What is told while no cursor is anywhere. */
export function restRow({ x, isForward }: Pick<Chart, 'x' | 'isForward'>): number {
  return isForward ? 0 : x.length - 1;
}

/** The row nearest to a place on the x axis. */
export function rowAt({ x }: Pick<Chart, 'x'>, place: number): number {
  let [low, high] = [0, x.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < place) low = middle + 1;
    else high = middle;
  }
  const isNearerBelow = low > 0 && place - x[low - 1]! <= x[low]! - place;
  return isNearerBelow ? low - 1 : low;
}

/** One cell, or one value that is read out. */
export function cellText({ values, format }: Series, row: number): string {
  const value = values[row] ?? null;
  return value === null ? '–' : format(value, row);
}

/** A row in words, for who does not see the canvas. */
export function rowText(chart: Chart, row: number): string {
  const { x, xName, formatX, series } = chart;
  const place = `${xName} ${formatX(x[row]!, row)}`;
  const known = series.filter(({ values }) => (values[row] ?? null) !== null);
  return [place, ...known.map((each) => `${each.name} ${cellText(each, row)}`)].join(', ');
}
