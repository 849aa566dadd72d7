/**
 * A search down the chain, stretch by stretch: goes on by itself until something is found, the
 * first block is reached, or its user leaves; and says how far it has come.
 */

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { say, sayCount } from '../language/say.ts';
import type { Found } from './answers.ts';
import { searchedWords } from './explorer-words.ts';
import { Waiting } from './waiting.tsx';

type Hit<Extra> = Extract<Found<Extra>, { found: true }>;

interface SearchOnProps<Extra> {
  /** The height it begins at, for the words. */
  readonly from: number;
  /** Undefined asks from the node's tip on, which may be newer than what the page shows. */
  readonly ask: (height: number | undefined) => Promise<Found<Extra>>;
  /** What is done, while it is. */
  readonly searching: string;
  /** Where else it was looked for in vain, or what may help. */
  readonly besides: string;
  readonly show: (hit: Hit<Extra>) => ComponentChildren;
}

type State<Extra> =
  | { readonly kind: 'searching'; readonly next: number }
  | { readonly kind: 'found'; readonly hit: Hit<Extra> }
  | { readonly kind: 'nowhere'; readonly unread: number }
  | { readonly kind: 'refused'; readonly sentence: string };

export function SearchOn<Extra>({ from, ask, searching, besides, show }: SearchOnProps<Extra>) {
  const state = useSignal<State<Extra>>({ kind: 'searching', next: from });
  useEffect(() => {
    const isOver = new AbortController();
    const { signal } = isOver;
    const run = async () => {
      let unread = 0;
      for (let next: number | null | undefined; next !== null && !signal.aborted;) {
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
  const props = { from, searching, besides, show };
  return <Outcome state={state.value} {...props} />;
}

interface OutcomeProps<Extra> extends Pick<
  SearchOnProps<Extra>,
  'from' | 'searching' | 'besides' | 'show'
> {
  readonly state: State<Extra>;
}

function Outcome<Extra>({ state, from, searching, besides, show }: OutcomeProps<Extra>) {
  switch (state.kind) {
    case 'searching':
      return (
        <Waiting>
          {searching} {state.next < from && searchedWords(from, state.next)}
        </Waiting>
      );
    case 'found':
      return <div data-testid="search-found">{show(state.hit)}</div>;
    case 'refused':
      return <p data-testid="search-refused">{say(state.sentence)}.</p>;
    case 'nowhere':
      return (
        <div class="explorer-refused" data-testid="search-nowhere">
          <h2>{say('Not found')}</h2>
          <p>
            {searchedWords(from, null)} {besides}
            {state.unread > 0 && ` ${unreadWords(state.unread)}`}
          </p>
        </div>
      );
  }
}

function unreadWords(unread: number): string {
  return sayCount(
    unread,
    '{count} of them is not kept on this device.',
    '{count} of them are not kept on this device.',
  );
}
