/** The page's head: whose room this is, the search, and the choices that concern the whole page. */

import type { Signal } from '@preact/signals';
import type { RoomView } from '../../node/api.ts';
import { SearchBox } from '../explorer/search-box.tsx';
import { say } from '../language/say.ts';
import type { Theme } from '../theme.ts';
import { PageChoices } from './page-choices.tsx';

interface HeaderProps {
  readonly room: RoomView | undefined;
  readonly theme: Signal<Theme>;
}

export function Header({ room, theme }: HeaderProps) {
  return (
    <header class="page-head">
      <h1 class="wordmark">
        <Emblem />
        <span>Tabchain</span>
      </h1>
      {room !== undefined && (
        <p class="room-tag">
          <span class="quiet">{say('Room')}</span> <strong>{room.name}</strong>
          {room.kind === 'sandbox' && <span class="badge">{say('Sandbox')}</span>}
        </p>
      )}
      {room !== undefined && <SearchBox code={room.code} />}
      <PageChoices theme={theme} />
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
