/** Each thread's hash rate, and the graphics card's, as a small line over the last two minutes. */

import { useRef } from 'preact/hooks';
import type { MiningState } from '../../node/api.ts';
import { formatHashRate } from '../format.ts';
import { say } from '../language/say.ts';
import { EMPTY_HISTORY, type RateHistory, rateLine, sampleRates } from './rate-history.ts';
import { rateLabel } from './words.ts';

const BOX = { width: 240, height: 20 };

interface Source {
  readonly mark: string;
  readonly name: string;
  readonly hashesPerSecond: number;
}

export function RateLines({ mining }: { readonly mining: MiningState }) {
  const sources = sourcesOf(mining);
  const rates = sources.map(({ hashesPerSecond }) => hashesPerSecond);
  const history = useRef<RateHistory>(EMPTY_HISTORY);
  history.current = sampleRates(history.current, rates, performance.now());
  const { series } = history.current;
  const peak = Math.max(...series.flat(), 1);
  if (sources.length === 0) return null;
  return (
    <ol class="rates" aria-label={say('Hash rate of each thread')}>
      {sources.map(({ mark, name, hashesPerSecond }, index) => (
        <li key={mark} aria-label={rateLabel(name, hashesPerSecond)}>
          <span class="quiet">{mark}</span>
          <svg
            viewBox={`0 -2 ${BOX.width} ${BOX.height + 4}`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <path class="rate-base" d={`M0 ${BOX.height}H${BOX.width}`} />
            <path class="rate-line" d={rateLine(series[index] ?? [], peak * 1.1, BOX)} />
          </svg>
          <span class="figure">{formatHashRate(hashesPerSecond)}</span>
        </li>
      ))}
    </ol>
  );
}

function sourcesOf({ perWorker, gpu, state }: MiningState): readonly Source[] {
  const threads = perWorker.map((hashesPerSecond, index) => {
    const mark = String(index + 1);
    return { mark, name: say('Thread {number}', { number: mark }), hashesPerSecond };
  });
  if (state !== 'mining' || gpu === undefined || gpu.intensity === 0) return threads;
  const { hashesPerSecond } = gpu;
  return [...threads, { mark: 'GPU', name: say('Graphics card'), hashesPerSecond }];
}
