/** A chart in the words of uPlot: nothing of it is bound to the mouse, and no style is inlined. */

import uPlot from 'uplot';
import type { Axis, Chart, Series } from './chart.ts';
import { drawnSeries } from './plot-data.ts';
import type { Ink } from './ink.ts';
import { markTime, markWhole } from './marks.ts';

export interface Box {
  readonly width: number;
  readonly height: number;
}

const LINE_PX = 1.75;
const POINT_PX = 5;
/** Half of a tick. */
const TICK_PX = 3;
const BAR_SHARE = 0.86;
const BAR_MAX_PX = 48;
const DASH = [4, 4];
const MARK_PX = 5;
const GAP_PX = 4;
const X_AXIS_PX = 28;
/** Half of a mark of the x axis may stand out on either side. */
const EDGE_PX = 24;
/** Between the marks of the x axis, and of the y axes. */
const SPACE_PX = { x: 72, y: 36 };
const TIME_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
  172_800, 604_800, 1_209_600, 2_592_000, 7_776_000, 31_536_000,
];
const COUNT_STEPS = Array.from({ length: 8 }, (_, power) => 10 ** power).flatMap((step) => [
  step,
  2 * step,
  5 * step,
]);

/** Whatever a chart can change in without being made anew is left out. */
export function structureOf({ xKind, series, left, right }: Chart): string {
  const each = series.map(({ name, shape, tone, side, isDashed }) =>
    [name, shape, tone, side, isDashed].join(),
  );
  return [xKind, left.logarithmicFrom, right !== undefined, ...each].join('|');
}

/** `current` gives the chart as it is now: its marks change with the language. */
export function plotOptions(current: () => Chart, ink: Ink, { width, height }: Box): uPlot.Options {
  const chart = current();
  const drawn = drawnSeries(chart);
  return {
    width,
    height,
    padding: [8, chart.right === undefined ? EDGE_PX : 0, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      bind: {
        mousedown: none,
        mouseup: none,
        click: none,
        dblclick: none,
        mousemove: none,
        mouseleave: none,
        mouseenter: none,
      },
      points: { size: POINT_PX + 3 },
    },
    scales: {
      x: { time: false, range: rangeX(chart) },
      left: scaleOf(chart.left),
      ...(chart.right === undefined ? {} : { right: scaleOf(chart.right) }),
    },
    axes: [
      xAxis(current, ink),
      yAxis('left', () => current().left, ink),
      ...(chart.right === undefined ? [] : [yAxis('right', () => current().right!, ink)]),
    ],
    series: [{}, ...drawn.map((series) => seriesOptions(series, ink))],
  };
}

function none(): null {
  return null;
}

/** Bars need room on both sides, and a single row some width. */
function rangeX({ series }: Chart): uPlot.Range.Function {
  const hasBars = series.some(({ shape }) => shape === 'bars');
  return (plot, least, most) => {
    if (least === null || most === null) return [0, 1];
    const x = plot.data[0];
    const step = hasBars && x.length > 1 ? (x[1]! - x[0]!) / 2 : 0;
    return least === most ? [least - 1, most + 1] : [least - step, most + step];
  };
}

function scaleOf({ logarithmicFrom }: Axis): uPlot.Scale {
  if (logarithmicFrom !== undefined) {
    const least = logarithmicFrom;
    const range: uPlot.Range.Function = (_, low, high) =>
      uPlot.rangeLog(Math.min(low ?? least, least), Math.max(high ?? 1, least * 10), 10, true);
    return { distr: 3, log: 10, range };
  }
  const range: uPlot.Range.Function = (_, __, most) =>
    most === null || most <= 0 ? [0, 1] : [0, uPlot.rangeNum(0, most, 0.1, true)[1]];
  return { range };
}

function xAxis(current: () => Chart, ink: Ink): uPlot.Axis {
  const isTime = current().xKind === 'time';
  return {
    ...axisInk(ink),
    space: SPACE_PX.x,
    size: X_AXIS_PX,
    incrs: isTime ? TIME_STEPS : COUNT_STEPS,
    values: (_, splits, __, ___, step) => {
      const { markX = markWhole } = current();
      return splits.map((split) => (isTime ? markTime(split, step) : markX(split)));
    },
  };
}

function yAxis(scale: 'left' | 'right', current: () => Axis, ink: Ink): uPlot.Axis {
  const isLogarithmic = current().logarithmicFrom !== undefined;
  const filter = isLogarithmic ? { filter: powersOfTen } : {};
  return {
    ...axisInk(ink),
    ...filter,
    scale,
    side: scale === 'left' ? 3 : 1,
    space: SPACE_PX.y,
    grid: { show: scale === 'left', stroke: ink.grid, width: 1, ...filter },
    ticks: { stroke: ink.grid, width: 1, size: MARK_PX, ...filter },
    values: (_, splits) => {
      const { format } = current();
      return splits.map((split) => (split === null ? '' : format(split)));
    },
    size: fittedSize(),
  };
}

/** The lines between them would be a grey wall. */
function powersOfTen(_: uPlot, splits: readonly number[]): (number | null)[] {
  return splits.map((split) => (Number.isInteger(Math.log10(split)) ? split : null));
}

/** As wide as its widest mark. What a first pass found stays: two could differ for ever. */
function fittedSize(): Exclude<uPlot.Axis.Size, number> {
  let size = 0;
  return (plot, marks, axisIndex, cycle) => {
    if (cycle > 1) return size;
    plot.ctx.font = (plot.axes[axisIndex]!.font as unknown as readonly [string])[0];
    const widths = (marks ?? []).map((each) => plot.ctx.measureText(each ?? '').width);
    size = Math.ceil(MARK_PX + GAP_PX + Math.max(0, ...widths) / uPlot.pxRatio);
    size = Math.max(EDGE_PX, size);
    return size;
  };
}

function axisInk({ text, grid, font }: Ink): uPlot.Axis {
  return {
    stroke: text,
    font,
    gap: GAP_PX,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1, size: MARK_PX },
  };
}

function seriesOptions(
  { shape, tone, isDashed, side }: Series,
  { paper, tones }: Ink,
): uPlot.Series {
  const color = tones[tone];
  const { bars, linear, stepped } = uPlot.paths;
  const base: uPlot.Series = { scale: side ?? 'left', stroke: color, width: LINE_PX };
  switch (shape) {
    case 'bars':
      return {
        ...base,
        fill: color,
        width: 0,
        points: { show: false },
        paths: bars!({ size: [BAR_SHARE, BAR_MAX_PX] }),
      };
    case 'dots':
      return { ...base, paths: none, points: { show: true, size: POINT_PX, fill: color } };
    case 'rings':
      return { ...base, paths: none, points: { show: true, size: POINT_PX + 1, fill: paper } };
    case 'ticks':
      return { ...base, paths: ticks, points: { show: false } };
    case 'step':
      return { ...base, paths: stepped!({ align: 1 }), points: { show: false }, ...dash(isDashed) };
    default:
      return {
        ...base,
        paths: linear!(),
        points: { show: false, size: POINT_PX },
        ...dash(isDashed),
      };
  }
}

/** A short stroke at each row. */
const ticks: uPlot.Series.PathBuilder = (plot, seriesIndex, first, last) => {
  const [x, y] = [plot.data[0], plot.data[seriesIndex]!];
  const scale = plot.series[seriesIndex]!.scale!;
  const half = TICK_PX * uPlot.pxRatio;
  const stroke = new Path2D();
  for (let row = first; row <= last; row += 1) {
    const value = y[row] ?? null;
    if (value === null) continue;
    const [left, top] = [plot.valToPos(x[row]!, 'x', true), plot.valToPos(value, scale, true)];
    stroke.moveTo(left - half, top);
    stroke.lineTo(left + half, top);
  }
  return { stroke, flags: 2 };
};

function dash(isDashed: boolean | undefined) {
  return isDashed ? { dash: DASH } : {};
}
