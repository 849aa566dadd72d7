/** What stands where an answer is awaited, or was refused: what is missing, and what to do. */

import type { ComponentChildren } from 'preact';
import { say } from '../language/say.ts';

export function Waiting({ children }: { readonly children?: ComponentChildren }) {
  return (
    <div class="explorer-waiting" role="status">
      <p class="quiet">{children ?? say('Asking the node')}</p>
      <span class="opening-line" />
    </div>
  );
}

/** `sentence` as the node says it, without its full stop. */
export function Refused({ sentence }: { readonly sentence: string }) {
  return (
    <div class="explorer-refused" data-testid="explorer-refused">
      <h2>{say('Not found here')}</h2>
      <p>{say(sentence)}.</p>
      <p class="quiet">
        {say(
          'A node knows the blocks of its own chain and of the branches it has heard of. If the ' +
            'link came from another tab, this one may still be syncing.',
        )}
      </p>
    </div>
  );
}
