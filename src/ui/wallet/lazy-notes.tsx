/** Notes and proofs, folded away, and fetched when they are opened for the first time. */

import { useSignal } from '@preact/signals';
import type { WalletView } from '../../node/api.ts';
import '../styles/notes.css';
import type { Call } from './commands.ts';
import type { Notes as NotesComponent } from './notes.tsx';

interface LazyNotesProps {
  readonly wallet: WalletView;
  readonly call: Call;
}

interface Loaded {
  readonly Notes: typeof NotesComponent;
}

export function LazyNotes({ wallet, call }: LazyNotesProps) {
  const loaded = useSignal<Loaded | 'failed' | undefined>(undefined);
  const load = () => {
    if (typeof loaded.value === 'object') return;
    import('./notes.tsx').then(
      (module) => (loaded.value = module),
      () => (loaded.value = 'failed'),
    );
  };
  const part = loaded.value;
  return (
    <details class="fold notes-fold" onToggle={load}>
      <summary data-testid="notes-open">
        <span class="fold-title">Notes and proofs</span>
        <span class="fold-aside">write on the chain, check a file</span>
      </summary>
      <div class="fold-body">
        {part === 'failed' && <p class="quiet">This part did not load. Close it and try again.</p>}
        {typeof part === 'object' && <part.Notes wallet={wallet} call={call} />}
      </div>
    </details>
  );
}
