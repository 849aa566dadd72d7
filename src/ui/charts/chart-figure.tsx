/** One chart with all that belongs to it: what one sees, the canvas, what stands at the cursor. */

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { say } from '../language/say.ts';
import { cellText, type Chart, restRow, rowAt, type Series, type Shape } from './chart.ts';
import { ChartTable } from './chart-table.tsx';
import { Plot } from './plot.tsx';

export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
}

interface ChartFigureProps<Range> {
  /** Stands in its test ids. */
  readonly id: string;
  readonly title: string;
  /** What one sees, in one sentence or two. */
  readonly sentence: string;
  /** How it is known, for who asks. */
  readonly why: string;
  /** Undefined where there is too little: then the sentence says what is missing. */
  readonly chart: Chart | undefined;
  /** The last one is all. */
  readonly ranges: ReadonlyArray<Choice<Range>>;
  readonly range: Range;
  readonly choose: (range: Range) => void;
}

export function ChartFigure<Range extends string | number>(props: ChartFigureProps<Range>) {
  const { id, title, sentence, why, chart } = props;
  const isTable = useSignal(false);
  const cursor = useSignal<number | undefined>(undefined);
  const titleId = useId();
  return (
    <section
      class="chart"
      aria-labelledby={titleId}
      data-testid={`chart-${id}`}
      data-rows={chart?.x.length ?? 0}
    >
      <header class="chart-head">
        <h3 id={titleId}>{title}</h3>
        {chart !== undefined && <Ranges {...props} />}
      </header>
      <p
        class={chart === undefined ? 'empty chart-empty' : 'chart-sentence'}
        data-testid={`chart-${id}-sentence`}
      >
        {sentence}
      </p>
      {chart === undefined ? null : isTable.value ? (
        <ChartTable chart={chart} title={title} testId={`chart-${id}-table`} />
      ) : (
        <>
          <Plot chart={chart} title={title} cursor={cursor} testId={`chart-${id}-plot`} />
          <Readout chart={chart} place={cursor.value} testId={`chart-${id}-readout`} />
        </>
      )}
      <footer class="chart-foot">
        {chart !== undefined && (
          <button
            type="button"
            class="text-button"
            data-testid={`chart-${id}-switch`}
            onClick={() => (isTable.value = !isTable.value)}
          >
            {isTable.value ? say('Show as chart') : say('Show as table')}
          </button>
        )}
        <details class="chart-why">
          <summary>{say('How this is known')}</summary>
          <p>{why}</p>
        </details>
      </footer>
    </section>
  );
}

function Ranges<Range extends string | number>(props: ChartFigureProps<Range>) {
  const { id, title, ranges, range, choose } = props;
  if (ranges.length < 2) return null;
  // What reaches further than there is shows all.
  const isOffered = ranges.some(({ value }) => value === range);
  const pressed = isOffered ? range : ranges.at(-1)!.value;
  return (
    <div class="chart-ranges" role="group" aria-label={say('{chart}: range', { chart: title })}>
      {ranges.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === pressed}
          data-testid={`chart-${id}-range-${value}`}
          onClick={() => choose(value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

interface ReadoutProps {
  readonly chart: Chart;
  readonly place: number | undefined;
  readonly testId: string;
}

/** The key to the lines and, under the cursor, their values; at rest those of the newest row. */
function Readout({ chart, place, testId }: ReadoutProps) {
  const { x, xName, formatX, series } = chart;
  const row = place === undefined ? restRow(chart) : rowAt(chart, place);
  return (
    <dl class="chart-readout" data-testid={testId} data-row={row}>
      <Pair name={xName}>{formatX(x[row]!, row)}</Pair>
      {series.map((each) => (
        <Pair key={each.name} name={each.name} series={each}>
          {each.isForeign ? <bdi class="inert">{cellText(each, row)}</bdi> : cellText(each, row)}
        </Pair>
      ))}
    </dl>
  );
}

interface PairProps {
  readonly name: string;
  readonly series?: Series;
  readonly children: ComponentChildren;
}

function Pair({ name, series, children }: PairProps) {
  return (
    <div>
      <dt>
        {series !== undefined && series.shape !== 'silent' && <Swatch series={series} />}
        {name}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Drawn as on the canvas. */
function Swatch({ series: { shape, tone, isDashed } }: { readonly series: Series }) {
  return (
    <svg class="chart-tone chart-swatch" data-tone={tone} viewBox="0 0 16 8" aria-hidden="true">
      <Mark shape={shape} dashes={isDashed ? '4 4' : undefined} />
    </svg>
  );
}

interface MarkProps {
  readonly shape: Shape;
  readonly dashes: string | undefined;
}

function Mark({ shape, dashes }: MarkProps) {
  switch (shape) {
    case 'dots':
      return <circle cx="8" cy="4" r="3" fill="currentcolor" />;
    case 'rings':
      return <circle cx="8" cy="4" r="3" stroke="currentcolor" />;
    case 'ticks':
      return <path d="M4 4H12" stroke="currentcolor" />;
    case 'bars':
      return <rect x="2" width="12" height="8" fill="currentcolor" />;
    default:
      return <path d="M0 4H16" stroke="currentcolor" stroke-dasharray={dashes} />;
  }
}
