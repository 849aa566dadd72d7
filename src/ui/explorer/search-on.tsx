/**
 * A search down the chain, stretch by stretch: goes on by itself until something is found, the
 * first block is reached, or its user leaves; and says how far it has come.
 */

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Found } from './answers.ts';
import { searchedWords } from './explorer-words.ts';
import { Waiting } from './waiting.tsx';

type Hit<Extra> = Extract<Found<Extra>, { found: true }>;

interface SearchOnProps<Extra> {
  /** The height to begin at. */
  readonly from: number;
  readonly ask: (height: number) => Promise<Found<Extra>>;
  /** 'this transaction'. */
  readonly noun: string;
  /** Where else it was looked for in vain, or what may help. */
  readonly besides: string;
  readonly show: (hit: Hit<Extra>) => ComponentChildren;
}

type State<Extra> =
  | { readonly kind: 'searching'; readonly next: number }
  | { readonly kind: 'found'; readonly hit: Hit<Extra> }
  | { readonly kind: 'nowhere'; readonly unread: number }
  | { readonly kind: 'refused'; readonly sentence: string };

export function SearchOn<Extra>({ from, ask, noun, besides, show }: SearchOnProps<Extra>) {
  const state = useSignal<State<Extra>>({ kind: 'searching', next: from });
  useEffect(() => {
    const isOver = new AbortController();
    const { signal } = isOver;
    const run = async () => {
      let unread = 0;
      for (let next: number | null = from; next !== null && !signal.aborted;) {
        const answer: Found<Extra> = await ask(next);
        if (signal.aborted) return;
        if (answer.found) return void (state.value = { kind: 'found', hit: answer });
        unread += answer.unread;
        next = answer.next;
        if (next !== null) state.value = { kind: 'searching', next };
      }
      if (!signal.aborted) state.value = { kind: 'nowhere', unread };
    };
    run().catch((error: unknown) => {
      const sentence = error instanceof Error ? error.message : String(error);
      if (!signal.aborted) state.value = { kind: 'refused', sentence };
    });
    return () => isOver.abort();
  }, []);
  return <Outcome state={state.value} from={from} noun={noun} besides={besides} show={show} />;
}

interface OutcomeProps<Extra> extends Pick<
  SearchOnProps<Extra>,
  'from' | 'noun' | 'besides' | 'show'
> {
  readonly state: State<Extra>;
}

function Outcome<Extra>({ state, from, noun, besides, show }: OutcomeProps<Extra>) {
  switch (state.kind) {
    case 'searching':
      return (
        <Waiting>
          Searching the chain for {noun}. {state.next < from && searchedWords(from, state.next)}
        </Waiting>
      );
    case 'found':
      return <div data-testid="search-found">{show(state.hit)}</div>;
    case 'refused':
      return <p data-testid="search-refused">{state.sentence}.</p>;
    case 'nowhere':
      return (
        <div class="explorer-refused" data-testid="search-nowhere">
          <h2>Not found</h2>
          <p>
            {searchedWords(from, null)} {besides}
            {state.unread > 0 && ` ${state.unread} of them are not kept on this device.`}
          </p>
        </div>
      );
  }
}
