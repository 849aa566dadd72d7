/** One field for everything that can be looked up. */

import { useSignal } from '@preact/signals';
import { addressOf } from '../address.ts';
import { Icon } from '../components/icon.tsx';
import { say } from '../language/say.ts';
import { readQuery } from './query.ts';

/** Longer than any hash, address or note. */
const QUERY_MAX_CHARACTERS = 120;

export function SearchBox({ code }: { readonly code: string }) {
  const text = useSignal('');
  const search = (event: Event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (readQuery(words) !== undefined) location.hash = addressOf(code, 'search', words);
  };
  return (
    <form class="search-box" role="search" onSubmit={search}>
      <input
        type="search"
        aria-label={say('Search by height, hash, address or note')}
        placeholder={say('Height, hash, address or note')}
        maxLength={QUERY_MAX_CHARACTERS}
        autocomplete="off"
        spellcheck={false}
        data-testid="search"
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <button type="submit" class="icon-button" aria-label={say('Search')}>
        <Icon name="search" />
      </button>
    </form>
  );
}
