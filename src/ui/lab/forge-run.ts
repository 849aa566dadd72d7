/** One forgery at a time: how far it is, and what became of it. */

import { type ReadonlySignal, type Signal, useSignal } from '@preact/signals';
import type { ForgeryOutcome, ForgeryStage } from '../../lab/api.ts';

export type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly stage: ForgeryStage }
  | { readonly state: 'done'; readonly outcome: ForgeryOutcome }
  | { readonly state: 'failed'; readonly code: string };

export interface Runner {
  readonly run: ReadonlySignal<Run>;
  /** Does nothing while another one runs. */
  start(forge: (progress: (stage: ForgeryStage) => void) => Promise<ForgeryOutcome>): void;
  /** Forgets what became of it. */
  clear(): void;
}

/** `busy` is shared by all that must not run at once. */
export function useRunner(busy: Signal<boolean>): Runner {
  const run = useSignal<Run>({ state: 'idle' });
  const end = (next: Run) => {
    busy.value = false;
    run.value = next;
  };
  return {
    run,
    start(forge) {
      if (busy.value) return;
      busy.value = true;
      run.value = { state: 'running', stage: { kind: 'preparing' } };
      const progress = (stage: ForgeryStage) => (run.value = { state: 'running', stage });
      forge(progress).then(
        (outcome) => end({ state: 'done', outcome }),
        (error: unknown) => end({ state: 'failed', code: codeOf(error) }),
      );
    },
    clear() {
      if (!busy.value) run.value = { state: 'idle' };
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
