/** The answer of a command as a component sees it: awaited, here, or refused with a sentence. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeActions } from '../state.ts';

export type Answer<Result> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'here'; readonly result: Result }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Asks anew whenever one of `causes` changes; what was there stays until the next answer. */
export function useAnswer<Result>(
  ask: () => Promise<Result>,
  causes: readonly unknown[],
): Answer<Result> {
  const answer = useSignal<Answer<Result>>({ kind: 'waiting' });
  useEffect(() => {
    let isOver = false;
    ask().then(
      (result) => isOver || (answer.value = { kind: 'here', result }),
      (error: unknown) => isOver || (answer.value = refusal(error)),
    );
    return () => void (isOver = true);
  }, causes);
  return answer.value;
}

function refusal(error: unknown): Answer<never> {
  return { kind: 'refused', sentence: error instanceof Error ? error.message : String(error) };
}

/** A command with the shape of its answer named where it is asked. */
export function call<Result>(
  actions: NodeActions,
  method: string,
  ...parameters: unknown[]
): Promise<Result> {
  return actions.call(method, ...parameters) as Promise<Result>;
}
