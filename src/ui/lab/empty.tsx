/** A laboratory without nodes: what is missing, and the two ways to have a network. */

import { addressOf } from '../address.ts';
import { say } from '../language/say.ts';
import type { Desk } from './desk.ts';
import { AddButtons, Complaint } from './toolbar.tsx';

export function Empty({ desk, code }: { readonly desk: Desk; readonly code: string }) {
  return (
    <div class="empty" data-testid="lab-empty">
      <p>
        {desk.isAdding.value
          ? say('A node is starting. It fetches the chain from this tab, and checks all of it.')
          : say('No virtual node runs here yet. A network needs two nodes: add one of two kinds.')}
      </p>
      <div class="button-row">
        <AddButtons desk={desk} />
        <a class="button" href={addressOf(code)} target="_blank" rel="noopener">
          {say('Open another tab')}
        </a>
      </div>
      <Complaint desk={desk} />
    </div>
  );
}
