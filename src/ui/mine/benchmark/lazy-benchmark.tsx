/** The benchmark, folded away, and fetched when it is opened for the first time. */

import { useSignal } from '@preact/signals';
import type { NodeSnapshot } from '../../../node/api.ts';
import type { MiningControls } from '../mining-controls.ts';
import type { Benchmark as BenchmarkComponent } from './benchmark.tsx';

interface LazyBenchmarkProps {
  readonly snapshot: NodeSnapshot;
  readonly controls: MiningControls;
}

interface Loaded {
  readonly Benchmark: typeof BenchmarkComponent;
}

export function LazyBenchmark({ snapshot, controls }: LazyBenchmarkProps) {
  const loaded = useSignal<Loaded | 'failed' | undefined>(undefined);
  const load = () => {
    if (typeof loaded.value === 'object') return;
    import('./benchmark.tsx').then(
      (module) => (loaded.value = module),
      () => (loaded.value = 'failed'),
    );
  };
  const part = loaded.value;
  return (
    <details class="benchmark" onToggle={load}>
      <summary data-testid="benchmark-open">How fast is this device?</summary>
      {part === 'failed' && <p class="quiet">This part did not load. Close it and try again.</p>}
      {typeof part === 'object' && <part.Benchmark snapshot={snapshot} controls={controls} />}
    </details>
  );
}
