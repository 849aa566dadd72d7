/** Under the strip, once branches have changed places before one's eyes: what changed for whom. */

import type { Signal } from '@preact/signals';
import { Icon } from '../components/icon.tsx';
import { say } from '../language/say.ts';
import { changeSentence, ownChangeSentence } from './change-words.ts';
import type { Change } from './moves.ts';

interface ChangeLineProps {
  readonly change: Signal<Change | undefined>;
  /** The lowest height of the strip: what lies below it is no news. */
  readonly lowest: number;
}

export function ChangeLine({ change, lowest }: ChangeLineProps) {
  const seen = change.value;
  if (seen === undefined || seen.forkHeight < lowest) return null;
  return (
    <div class="notice change" data-kind="reorganisation" data-testid="strip-change">
      <p>
        {changeSentence(seen)} <strong>{ownChangeSentence(seen)}</strong>
      </p>
      <button
        type="button"
        class="icon-button"
        aria-label={say('Put away')}
        onClick={() => (change.value = undefined)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
