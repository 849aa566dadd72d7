/** The console's part of the page, fetched when it is first opened. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NodeActions } from '../state.ts';
import type { ConsoleView as ConsoleViewComponent } from './console-view.tsx';

interface LazyConsoleProps {
  readonly actions: NodeActions | undefined;
  /** The room's code. */
  readonly code: string;
}

interface Loaded {
  readonly ConsoleView: typeof ConsoleViewComponent;
}

export function LazyConsole({ actions, code }: LazyConsoleProps) {
  const loaded = useSignal<Loaded | 'failed' | undefined>(undefined);
  useEffect(() => {
    import('./console-view.tsx').then(
      (module) => (loaded.value = module),
      () => (loaded.value = 'failed'),
    );
  }, []);
  const part = loaded.value;
  if (part === 'failed') return <p>{FAILED}</p>;
  if (part === undefined || actions === undefined) return <p class="quiet">Opening the console</p>;
  const { ConsoleView } = part;
  return <ConsoleView actions={actions} code={code} />;
}

const FAILED = 'This part of the page did not load: reload the page once the network is back.';
