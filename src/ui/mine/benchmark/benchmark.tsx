/**
 * "How fast is this device?": every kernel on one thread and on all, in workers, while mining
 * waits; then as a table, as text to copy, and as blocks an hour in this room.
 */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { NodeSnapshot } from '../../../node/api.ts';
import { CopyButton } from '../../components/controls.tsx';
import { formatHashRate, formatMoment } from '../../format.ts';
import { say } from '../../language/say.ts';
import { gpuReason } from '../gpu-reason.ts';
import type { MiningControls } from '../mining-controls.ts';
import {
  bestRate,
  blocksPerHour,
  formatPace,
  kernelMeaning,
  kernelName,
  paceSentence,
  speedText,
  stepSentence,
  threadsWords,
} from './benchmark-words.ts';
import { type BenchmarkProgress, runBenchmark, type SpeedRow } from './run-benchmark.ts';
import { SPEED_KERNELS } from './speed-messages.ts';

interface BenchmarkProps {
  readonly snapshot: NodeSnapshot;
  readonly controls: MiningControls;
}

interface Outcome {
  readonly rows: readonly SpeedRow[];
  readonly moment: string;
}

export function Benchmark({ snapshot, controls }: BenchmarkProps) {
  const progress = useSignal<BenchmarkProgress | undefined>(undefined);
  const outcome = useSignal<Outcome | undefined>(undefined);
  const ending = useRef<AbortController | undefined>(undefined);
  const { maxThreads: threads, difficultyHashes } = snapshot.mining;
  // Whoever leaves ends it, and mining goes on.
  useEffect(() => () => ending.current?.abort(), []);

  const run = async () => {
    const { signal } = (ending.current = new AbortController());
    const kernels = SPEED_KERNELS.filter(
      (name) => name !== 'gpu' || controls.noGpu.value === undefined,
    );
    const tell = (told: BenchmarkProgress) => (progress.value = told);
    try {
      await controls.holdForMeasuring('benchmark', true);
      const { makeSpeedWorker: makeWorker } = controls;
      const rows = await runBenchmark({ makeWorker, threads, kernels, signal, tell });
      outcome.value = { rows, moment: formatMoment(Date.now()) };
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      progress.value = undefined;
      await controls.holdForMeasuring('benchmark', false);
    }
  };

  const rows = progress.value?.rows ?? outcome.value?.rows ?? [];
  return (
    <div class="benchmark-body">
      {progress.value === undefined ? (
        <Start isAgain={outcome.value !== undefined} run={() => void run()} />
      ) : (
        <Running progress={progress.value} cancel={() => ending.current?.abort()} />
      )}
      {rows.length > 0 && (
        <Table rows={rows} threads={threads} difficultyHashes={difficultyHashes} />
      )}
      {progress.value === undefined && outcome.value !== undefined && (
        <Meaning outcome={outcome.value} snapshot={snapshot} />
      )}
    </div>
  );
}

interface StartProps {
  readonly isAgain: boolean;
  readonly run: () => void;
}

function Start({ isAgain, run }: StartProps) {
  return (
    <>
      {!isAgain && (
        <p class="quiet">
          {say(
            'Hashes with every program this page has, on one thread and on all, for about ' +
              '20 seconds. Mining pauses meanwhile.',
          )}
        </p>
      )}
      <button type="button" class="button" data-testid="benchmark-start" onClick={run}>
        {isAgain ? say('Measure again') : say('Measure')}
      </button>
    </>
  );
}

interface RunningProps {
  readonly progress: BenchmarkProgress;
  readonly cancel: () => void;
}

function Running({ progress, cancel }: RunningProps) {
  return (
    <div class="benchmark-progress">
      <p role="status" data-testid="benchmark-progress">
        {stepSentence(progress)}
      </p>
      <progress value={progress.done} max={progress.total} />
      <button type="button" class="button" data-testid="benchmark-cancel" onClick={cancel}>
        {say('Stop')}
      </button>
    </div>
  );
}

interface TableProps {
  readonly rows: readonly SpeedRow[];
  readonly threads: number;
  readonly difficultyHashes: number;
}

function Table({ rows, threads, difficultyHashes }: TableProps) {
  return (
    <table class="speeds">
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">{say('Program')}</span>
          </th>
          <th scope="col">{threadsWords(1)}</th>
          {threads > 1 && <th scope="col">{threadsWords(threads)}</th>}
          <th scope="col">{say('Blocks/h')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.kernel} data-testid="benchmark-row" data-kernel={row.kernel}>
            <th scope="row" title={kernelMeaning(row.kernel)}>
              {kernelName(row.kernel)}
            </th>
            {row.reason === undefined ? (
              <Figures row={row} threads={threads} difficultyHashes={difficultyHashes} />
            ) : (
              <td colSpan={threads > 1 ? 3 : 2} class="quiet">
                {gpuReason(row.reason)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FiguresProps extends Omit<TableProps, 'rows'> {
  readonly row: SpeedRow;
}

function Figures({ row, threads, difficultyHashes }: FiguresProps) {
  return (
    <>
      <td class="figure" data-value={row.one}>
        {rate(row.one)}
      </td>
      {threads > 1 && (
        <td class="figure" data-value={row.all}>
          {rate(row.all)}
        </td>
      )}
      <td class="figure">{formatPace(blocksPerHour(bestRate(row), difficultyHashes))}</td>
    </>
  );
}

function rate(hashesPerSecond: number | undefined): string {
  return hashesPerSecond === undefined ? '–' : formatHashRate(hashesPerSecond);
}

interface MeaningProps {
  readonly outcome: Outcome;
  readonly snapshot: NodeSnapshot;
}

function Meaning({ outcome: { rows, moment }, snapshot: { mining, room } }: MeaningProps) {
  const { difficultyHashes, maxThreads: threads } = mining;
  const browser = navigator.userAgent;
  const text = speedText({ rows, threads, difficultyHashes, room: room.name, browser, moment });
  return (
    <>
      <p data-testid="benchmark-meaning">{paceSentence(rows, difficultyHashes)}</p>
      <p class="quiet">
        {say(
          'More hashes make no more blocks for a room: its difficulty follows, and the shares ' +
            'change.',
        )}
      </p>
      <CopyButton text={text} label={say('Copy the result as text')} testId="benchmark-copy">
        {say('Copy as text')}
      </CopyButton>
    </>
  );
}
