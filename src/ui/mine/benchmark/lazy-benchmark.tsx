/** The benchmark, folded away, and fetched when it is opened for the first time. */

import type { NodeSnapshot } from '../../../node/api.ts';
import { useFetchedPart } from '../../components/use-part.ts';
import { say } from '../../language/say.ts';
import type { MiningControls } from '../mining-controls.ts';

interface LazyBenchmarkProps {
  readonly snapshot: NodeSnapshot;
  readonly controls: MiningControls;
}

export function LazyBenchmark({ snapshot, controls }: LazyBenchmarkProps) {
  const { part, fetch } = useFetchedPart(() => import('./benchmark.tsx'));
  return (
    <details class="benchmark" onToggle={fetch}>
      <summary data-testid="benchmark-open">{say('How fast is this device?')}</summary>
      {part === 'failed' && (
        <p class="quiet">{say('This part did not load. Close it and try again.')}</p>
      )}
      {typeof part === 'object' && <part.Benchmark snapshot={snapshot} controls={controls} />}
    </details>
  );
}
