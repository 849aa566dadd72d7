/** The console's part of the page, fetched when it is first opened. */

import { usePart } from '../components/use-part.ts';
import type { NodeActions } from '../state.ts';

interface LazyConsoleProps {
  readonly actions: NodeActions | undefined;
  /** The room's code. */
  readonly code: string;
}

export function LazyConsole({ actions, code }: LazyConsoleProps) {
  const part = usePart(() => import('./console-view.tsx'));
  if (part === 'failed') return <p>{FAILED}</p>;
  if (part === undefined || actions === undefined) return <p class="quiet">Opening the console</p>;
  const { ConsoleView } = part;
  return <ConsoleView actions={actions} code={code} />;
}

const FAILED = 'This part of the page did not load: reload the page once the network is back.';
