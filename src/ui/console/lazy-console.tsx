/** The console's part of the page, fetched when it is first opened. */

import { usePart } from '../components/use-part.ts';
import { say, toSay } from '../language/say.ts';
import type { NodeActions } from '../state.ts';

interface LazyConsoleProps {
  readonly actions: NodeActions | undefined;
}

export function LazyConsole({ actions }: LazyConsoleProps) {
  const part = usePart(() => import('./console-view.tsx'));
  if (part === 'failed') return <p>{say(FAILED)}</p>;
  if (part === undefined || actions === undefined) {
    return <p class="quiet">{say('Opening the console')}</p>;
  }
  const { ConsoleView } = part;
  return <ConsoleView actions={actions} />;
}

const FAILED = toSay(
  'This part of the page did not load: reload the page once the network is back.',
);
