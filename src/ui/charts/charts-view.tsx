/** The charts of a room: each from the chain, from what waits here, or from what peers tell. */

import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { language } from '../language/language.ts';
import { say } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import '../styles/charts.css';
import { type BlockRange, BODIES_SHOWN_MAX, blockRanges, rowsOf } from './chain-rows.ts';
import { ChartFigure } from './chart-figure.tsx';
import { difficultyChart, difficultySentence, difficultyWhy } from './difficulty-chart.ts';
import { feeChart, feeSentence, feeWhy } from './fee-chart.ts';
import { watchInk } from './ink.ts';
import { intervalChart, intervalSentence, intervalsIn, intervalWhy } from './interval-chart.ts';
import { mempoolChart, mempoolSentence, mempoolWhy } from './mempool-chart.ts';
import { rateChart, rateSentence, rateWhy, roomRates, windowOf } from './rate-chart.ts';
import { samples } from './samples.ts';
import { recent, type TimeRange, timeRanges } from './time-ranges.ts';
import { travelChart, travelRows, travelSentence, travelWhy } from './travel-chart.ts';
import { useArrivals } from './use-arrivals.ts';
import { useStretch } from './use-stretch.ts';
import { useTurned } from './use-turned.ts';
import type { Stretch } from './stretch.ts';

watchInk();

/** As one answer holds them (node: CHAIN_STATS_MAX_BLOCKS, BLOCK_STATS_MAX_BLOCKS). */
const HEADERS_AT_ONCE = 10_000;
const BODIES_AT_ONCE = 250;
/** Looked at before the first row, for windows. */
const WINDOW_BLOCKS = 121;
const FIRST_LOOK = 1_000;

interface ChartsViewProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions;
}

export function ChartsView({ snapshot, actions }: ChartsViewProps) {
  const ranges = {
    rate: useSignal<BlockRange>(100),
    difficulty: useSignal<BlockRange>(100),
    intervals: useSignal<BlockRange>(1000),
  };
  const furthest = Math.max(FIRST_LOOK, ...Object.values(ranges).map(({ value }) => rowsOf(value)));
  const depth = Math.min(furthest + WINDOW_BLOCKS, snapshot.height + 1);
  const look = { depth: Number.isFinite(depth) ? depth : snapshot.height + 1, bodies: false };
  const stretch = useStretch(actions, snapshot, { ...look, most: HEADERS_AT_ONCE }).value;
  // Drawn at their full height at once; a branch that leaves nothing of a stretch hides no chart.
  const isOpen = useRef(false);
  isOpen.current ||= stretch !== undefined;
  return (
    <section class="charts" aria-labelledby="charts-title" data-testid="charts">
      <h2 id="charts-title">{say('Charts')}</h2>
      {!isOpen.current ? (
        <p class="quiet">{say('Opening the charts')}</p>
      ) : (
        <div class="charts-grid">
          <RateFigure snapshot={snapshot} stretch={stretch} range={ranges.rate} />
          <DifficultyFigure snapshot={snapshot} stretch={stretch} range={ranges.difficulty} />
          <IntervalFigure snapshot={snapshot} stretch={stretch} range={ranges.intervals} />
          <MempoolFigure />
          <TravelFigure snapshot={snapshot} actions={actions} />
          <FeeFigure snapshot={snapshot} actions={actions} />
        </div>
      )}
    </section>
  );
}

interface FigureProps {
  readonly snapshot: NodeSnapshot;
  readonly stretch: Stretch | undefined;
  readonly range: { value: BlockRange };
}

function RateFigure({ snapshot, stretch, range }: FigureProps) {
  const rows = rowsOf(range.value);
  const { rows: seen } = samples.value;
  const room = useTurned(
    () => stretch && roomRates(stretch, rows),
    [stretch, rows],
    Math.min(rows, snapshot.height),
  );
  const chart = useMemo(() => room && rateChart(room, seen), [room, seen, language()]);
  const window = windowOf(rows);
  const blocks = Math.min(window, snapshot.height - 1);
  const isMining = snapshot.mining.state === 'mining';
  return (
    <ChartFigure
      id="rate"
      title={say('Hash rate')}
      sentence={rateSentence({ chart, blocks, height: snapshot.height, isMining })}
      why={rateWhy(window)}
      chart={chart}
      ranges={blockRanges(snapshot.height)}
      range={range.value}
      choose={(next) => (range.value = next)}
    />
  );
}

function DifficultyFigure({ snapshot, stretch, range }: FigureProps) {
  const rows = rowsOf(range.value);
  const { targetSpacingSeconds: spacingSeconds, code } = snapshot.room;
  const chart = useTurned(
    () => {
      const hrefOf = (height: number) => addressOf(code, 'block', String(height));
      return stretch && difficultyChart(stretch, { spacingSeconds, hrefOf }, rows);
    },
    [stretch, rows, language()],
    Math.min(rows, snapshot.height),
  );
  return (
    <ChartFigure
      id="difficulty"
      title={say('Difficulty')}
      sentence={difficultySentence(chart, spacingSeconds)}
      why={difficultyWhy()}
      chart={chart}
      ranges={blockRanges(snapshot.height)}
      range={range.value}
      choose={(next) => (range.value = next)}
    />
  );
}

function IntervalFigure({ snapshot, stretch, range }: FigureProps) {
  const rows = rowsOf(range.value);
  const { targetSpacingSeconds } = snapshot.room;
  const { chart, sentence, why } = useTurned(
    () => {
      const intervals = stretch === undefined ? [] : intervalsIn(stretch, rows);
      return {
        chart: intervalChart(intervals, targetSpacingSeconds),
        sentence: intervalSentence(intervals, targetSpacingSeconds),
        why: intervalWhy(intervals.filter((interval) => interval < 0).length),
      };
    },
    [stretch, rows, language()],
    Math.min(rows, snapshot.height),
  );
  return (
    <ChartFigure
      id="intervals"
      title={say('Intervals between blocks')}
      sentence={sentence}
      why={why}
      chart={chart}
      ranges={blockRanges(snapshot.height)}
      range={range.value}
      choose={(next) => (range.value = next)}
    />
  );
}

function MempoolFigure() {
  const range = useSignal<TimeRange>('all');
  const { rows: all, spanMs } = samples.value;
  const rows = recent(all, range.value);
  const chart = useMemo(() => mempoolChart(rows), [all, range.value, language()]);
  return (
    <ChartFigure
      id="mempool"
      title={say('Waiting payments')}
      sentence={mempoolSentence(rows)}
      why={mempoolWhy(spanMs)}
      chart={chart}
      ranges={timeRanges(all)}
      range={range.value}
      choose={(next) => (range.value = next)}
    />
  );
}

interface AskingProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions;
}

function TravelFigure({ snapshot, actions }: AskingProps) {
  const range = useSignal<BlockRange>(100);
  const arrivals = useArrivals(actions).value;
  const { code, kind } = snapshot.room;
  const travelled = useMemo(() => travelRows(arrivals), [arrivals]);
  const rows = useMemo(() => travelled.slice(-rowsOf(range.value)), [travelled, range.value]);
  const chart = useMemo(() => {
    const names = new Map(snapshot.peers.map(({ id, name }) => [id, name]));
    return travelChart(rows, {
      nameOf: (peer, key) => names.get(peer) || key.slice(0, 8),
      hrefOf: (height) => addressOf(code, 'block', String(height)),
      isSandbox: kind === 'sandbox',
    });
  }, [rows, language()]);
  return (
    <ChartFigure
      id="travel"
      title={say('How blocks travel')}
      sentence={travelSentence(rows, snapshot.peers.length)}
      why={travelWhy(rows)}
      chart={chart}
      ranges={blockRanges(travelled.length)}
      range={range.value}
      choose={(next) => (range.value = next)}
    />
  );
}

function FeeFigure({ snapshot, actions }: AskingProps) {
  const range = useSignal<BlockRange>(100);
  const rows = Math.min(BODIES_SHOWN_MAX, rowsOf(range.value));
  const depth = Math.min(rows, snapshot.height + 1);
  const look = { depth, most: BODIES_AT_ONCE, bodies: true };
  const stretch = useStretch(actions, snapshot, look).value;
  const presets = snapshot.wallet?.feePresets ?? [];
  const { code } = snapshot.room;
  const { chart, sentence } = useMemo(() => {
    const hrefOf = (height: number) => addressOf(code, 'block', String(height));
    return {
      chart: stretch && feeChart(stretch, { presets, hrefOf }, rows),
      sentence: feeSentence(stretch, presets, rows),
    };
  }, [stretch, rows, language(), JSON.stringify(presets)]);
  return (
    <ChartFigure
      id="fees"
      title={say('Fees')}
      sentence={sentence}
      why={feeWhy()}
      chart={chart}
      ranges={blockRanges(snapshot.height)}
      range={range.value}
      choose={(next) => (range.value = next)}
    />
  );
}
