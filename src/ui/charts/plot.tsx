/**
 * The canvas of a chart, and the cursor that goes from row to row: by pointer, by finger, by the
 * arrow keys as a slider does. It is drawn when it comes into view, and anew when theme, size or
 * data change.
 */

import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type Chart, restRow, rowAt, rowText } from './chart.ts';
import { inkVersion, readInk } from './ink.ts';
import { plotData } from './plot-data.ts';
import { plotOptions, structureOf } from './plot-options.ts';
import { rowForKey } from './rows.ts';
import { inTurn } from './turns.ts';

interface PlotProps {
  readonly chart: Chart;
  readonly title: string;
  /** The place of the cursor on the x axis; undefined for none. */
  readonly cursor: Signal<number | undefined>;
  readonly testId: string;
}

/** Outside of every plot. */
const NOWHERE = { left: -10, top: -10 };

export function Plot({ chart, title, cursor, testId }: PlotProps) {
  const root = useRef<HTMLDivElement>(null);
  const plot = usePlot(root, chart, cursor);
  const last = chart.x.length - 1;
  const row = cursor.value === undefined ? restRow(chart) : rowAt(chart, cursor.value);
  const go = (to: number) => (cursor.value = chart.x[Math.min(last, Math.max(0, to))]);
  const point = (event: { readonly clientX: number }) => {
    const over = plot.current?.over;
    if (over === undefined) return;
    const left = event.clientX - over.getBoundingClientRect().left;
    go(rowAt(chart, plot.current!.posToVal(left, 'x')));
  };
  return (
    <div
      class="chart-plot"
      ref={root}
      role="slider"
      tabIndex={0}
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={row}
      aria-valuetext={rowText(chart, row)}
      data-testid={testId}
      onFocus={() => (cursor.value ??= chart.x[restRow(chart)])}
      onBlur={() => (cursor.value = undefined)}
      onPointerDown={point}
      onPointerMove={point}
      onPointerLeave={(event) => {
        const isHeld = event.pointerType !== 'mouse' || document.activeElement === root.current;
        if (!isHeld) cursor.value = undefined;
      }}
      onKeyDown={(event) => {
        const to = rowForKey(event.key, row, last);
        if (to === undefined) return;
        event.preventDefault();
        go(to);
      }}
    />
  );
}

function usePlot(
  root: { readonly current: HTMLDivElement | null },
  chart: Chart,
  cursor: Signal<number | undefined>,
) {
  const plot = useRef<uPlot | undefined>(undefined);
  const current = useRef(chart);
  current.current = chart;
  const box = useBox(root);
  const isSeen = useIsSeen(root);
  const made = useRef('');

  const draw = () => {
    const element = root.current;
    if (element === null || box.value.width === 0) return;
    const structure = `${inkVersion.peek()} ${structureOf(current.current)}`;
    const data = plotData(current.current, box.value.width);
    if (plot.current !== undefined && made.current === structure) {
      const { width, height } = plot.current;
      const isSame = width === box.value.width && height === box.value.height;
      if (!isSame) plot.current.setSize(box.value);
      plot.current.setData(data);
    } else {
      plot.current?.destroy();
      const options = plotOptions(() => current.current, readInk(element), box.value);
      plot.current = new uPlot(options, data, element);
      made.current = structure;
    }
    place();
  };
  const place = () => {
    const at = cursor.peek();
    if (at === undefined) plot.current?.setCursor(NOWHERE);
    else plot.current?.setCursor({ left: plot.current.valToPos(at, 'x'), top: 0 });
  };

  useEffect(() => {
    if (isSeen.value) return inTurn(draw);
    return undefined;
  }, [chart, box.value, isSeen.value, inkVersion.value]);
  useSignalEffect(() => {
    if (cursor.value !== null) place();
  });
  useEffect(
    () => () => {
      plot.current?.destroy();
      plot.current = undefined;
    },
    [],
  );
  return plot;
}

function useBox(root: { readonly current: HTMLDivElement | null }) {
  const box = useSignal({ width: 0, height: 0 });
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      const next = { width: Math.floor(width), height: Math.floor(height) };
      const isSame = next.width === box.peek().width && next.height === box.peek().height;
      if (!isSame) box.value = next;
    });
    observer.observe(root.current!);
    return () => observer.disconnect();
  }, []);
  return box;
}

/** Nothing is drawn far from where its user looks. */
function useIsSeen(root: { readonly current: HTMLDivElement | null }) {
  const isSeen = useSignal(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => (isSeen.value = entry!.isIntersecting), {
      rootMargin: '200px',
    });
    observer.observe(root.current!);
    return () => observer.disconnect();
  }, []);
  return isSeen;
}
