/** What stands in the page's place while there is no node: opening, or why there is none. */

import { say } from '../language/say.ts';
import type { Stage } from '../state.ts';
import { refusalSentence } from './room-refusal-words.ts';

/**
 * Without its hash the address names no room, and a page opened so makes one. Changing only the
 * hash would not load the page anew.
 */
function startNewRoom(): void {
  history.replaceState(null, '', location.pathname + location.search);
  location.reload();
}

export function StageScreen({ stage }: { readonly stage: Stage }) {
  switch (stage.kind) {
    case 'bad-link':
      return (
        <main class="screen" data-testid="bad-link">
          <h2>{say('This link leads nowhere')}</h2>
          <p>{refusalSentence(stage.reason)}</p>
          <p class="quiet">{say('No room was opened. Ask for the link again, or begin afresh.')}</p>
          <button
            type="button"
            class="button button-primary"
            data-testid="new-room"
            onClick={startNewRoom}
          >
            {say('Start a new room')}
          </button>
        </main>
      );
    case 'failed':
      return (
        <main class="screen" data-testid="failed">
          <h2>{say('The node did not start')}</h2>
          <p>{stage.sentence}</p>
          <p class="quiet">{say('What is stored on this device has not been touched.')}</p>
          <button type="button" class="button button-primary" onClick={() => location.reload()}>
            {say('Try again')}
          </button>
        </main>
      );
    case 'stopped':
      return (
        <main class="screen" data-testid="failed">
          <h2>{say('The node stopped')}</h2>
          <p role="alert">
            {say('It stopped by a fault of its own, and this tab is no part of the room now.')}
          </p>
          <p class="quiet">
            {say(
              'The chain and the coins that are stored here are kept: the node reads them anew.',
            )}
          </p>
          <button type="button" class="button button-primary" onClick={() => location.reload()}>
            {say('Reload')}
          </button>
        </main>
      );
    default:
      return (
        <main class="screen" data-testid="opening" aria-busy="true">
          <h2>{say('Starting the node')}</h2>
          <p class="quiet">{say('Reading what this device has kept of the room.')}</p>
          <span class="opening-line" aria-hidden="true" />
        </main>
      );
  }
}
