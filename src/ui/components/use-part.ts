/** Parts of the page that are fetched when they are needed: the chain is drawn before them. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Its module; 'failed' when it did not load; undefined before. */
export type Part<Module> = Module | 'failed' | undefined;

/** `fetch` begins, or tries again what has failed. */
export function useFetchedPart<Module extends object>(
  load: () => Promise<Module>,
): { readonly part: Part<Module>; readonly fetch: () => void } {
  const part = useSignal<Part<Module>>(undefined);
  const fetch = () => {
    if (typeof part.value === 'object') return;
    load().then(
      (module) => (part.value = module),
      () => (part.value = 'failed'),
    );
  };
  return { part: part.value, fetch };
}

/** Fetched with the first drawing for which it is needed. */
export function usePart<Module extends object>(
  load: () => Promise<Module>,
  isNeeded = true,
): Part<Module> {
  const { part, fetch } = useFetchedPart(load);
  useEffect(() => {
    if (isNeeded) fetch();
  }, [isNeeded]);
  return part;
}
