/** The page's head: whose room this is, and the two controls that concern the whole page. */

import type { Signal } from '@preact/signals';
import type { RoomView } from '../../node/api.ts';
import { Icon } from '../components/icon.tsx';
import { SearchBox } from '../explorer/search-box.tsx';
import { say, toSay } from '../language/say.ts';
import { type Theme, nextTheme } from '../theme.ts';

interface HeaderProps {
  readonly room: RoomView | undefined;
  readonly theme: Signal<Theme>;
}

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  auto: toSay('Auto'),
  light: toSay('Light'),
  dark: toSay('Dark'),
};

export function Header({ room, theme }: HeaderProps) {
  return (
    <header class="page-head">
      <h1 class="wordmark">
        <Emblem />
        Tabchain
      </h1>
      {room !== undefined && (
        <p class="room-tag">
          <span class="quiet">{say('Room')}</span> <strong>{room.name}</strong>
          {room.kind === 'sandbox' && <span class="badge">{say('Sandbox')}</span>}
        </p>
      )}
      {room !== undefined && <SearchBox code={room.code} />}
      <button
        type="button"
        class="theme-button"
        aria-label={say('Theme: {theme}', { theme: say(THEME_WORDS[theme.value]) })}
        title={say('Change the theme')}
        onClick={() => (theme.value = nextTheme(theme.value))}
      >
        <Icon name={theme.value} />
        <span>{say(THEME_WORDS[theme.value])}</span>
      </button>
    </header>
  );
}

/** Two linked blocks, the second one open: a chain that goes on. */
function Emblem() {
  return (
    <svg class="emblem" viewBox="0 0 28 16" aria-hidden="true">
      <rect class="emblem-block" x="1" y="3" width="10" height="10" rx="1.5" />
      <path class="emblem-line" d="M11 8h6" />
      <rect class="emblem-next" x="17" y="3" width="10" height="10" rx="1.5" />
    </svg>
  );
}
