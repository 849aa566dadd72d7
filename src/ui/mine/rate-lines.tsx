/** Each mining thread's hash rate as a small line over the last two minutes. */

import { useRef } from 'preact/hooks';
import { formatHashRate } from '../format.ts';
import { rateLabel } from '../words.ts';
import { EMPTY_HISTORY, type RateHistory, rateLine, sampleRates } from './rate-history.ts';

const BOX = { width: 240, height: 20 };

export function RateLines({ perWorker }: { readonly perWorker: readonly number[] }) {
  const history = useRef<RateHistory>(EMPTY_HISTORY);
  history.current = sampleRates(history.current, perWorker, performance.now());
  const { series } = history.current;
  const peak = Math.max(...series.flat(), 1);
  return (
    <ol class="rates" aria-label="Hash rate of each thread">
      {perWorker.map((rate, index) => (
        <li key={index} aria-label={rateLabel(index, rate)}>
          <span class="quiet">{index + 1}</span>
          <svg
            viewBox={`0 -2 ${BOX.width} ${BOX.height + 4}`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <path class="rate-base" d={`M0 ${BOX.height}H${BOX.width}`} />
            <path class="rate-line" d={rateLine(series[index] ?? [], peak * 1.1, BOX)} />
          </svg>
          <span class="figure">{formatHashRate(rate)}</span>
        </li>
      ))}
    </ol>
  );
}
