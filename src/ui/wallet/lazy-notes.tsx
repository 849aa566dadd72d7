/** Notes and proofs, folded away, and fetched when they are opened for the first time. */

import type { WalletView } from '../../node/api.ts';
import { useFetchedPart } from '../components/use-part.ts';
import { say } from '../language/say.ts';
import '../styles/notes.css';
import type { Call } from './commands.ts';

interface LazyNotesProps {
  readonly wallet: WalletView;
  readonly call: Call;
}

export function LazyNotes({ wallet, call }: LazyNotesProps) {
  const { part, fetch } = useFetchedPart(() => import('./notes.tsx'));
  return (
    <details class="fold notes-fold" onToggle={fetch}>
      <summary data-testid="notes-open">
        <span class="fold-title">{say('Notes and proofs')}</span>
        <span class="fold-aside">{say('write on the chain, check a file')}</span>
      </summary>
      <div class="fold-body">
        {part === 'failed' && (
          <p class="quiet">{say('This part did not load. Close it and try again.')}</p>
        )}
        {typeof part === 'object' && <part.Notes wallet={wallet} call={call} />}
      </div>
    </details>
  );
}
