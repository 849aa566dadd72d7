/** A new version is there: said once, and taken when the user likes. */

import { useSignal } from '@preact/signals';
import { say } from '../language/say.ts';
import { isUpdateReady, takeUpdate } from './updates.ts';

export function UpdatePrompt() {
  const busy = useSignal(false);
  if (!isUpdateReady.value) return null;
  return (
    <div class="update" role="status" data-testid="update">
      <p>{say('A new version is ready. Reload to use it; the chain is kept.')}</p>
      <button
        type="button"
        class="button button-primary"
        data-testid="update-reload"
        aria-disabled={busy.value}
        onClick={() => {
          busy.value = true;
          takeUpdate();
        }}
      >
        {say('Reload')}
      </button>
      <button type="button" class="text-button" onClick={() => (isUpdateReady.value = false)}>
        {say('Later')}
      </button>
    </div>
  );
}
