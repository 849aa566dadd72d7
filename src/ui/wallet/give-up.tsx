/**
 * Another wallet takes the place of this one: what that costs, the box that says "I know", and why
 * the node refused, which is an older file for a newer wallet, for one.
 */

import type { Signal } from '@preact/signals';
import type { WalletView } from '../../node/api.ts';
import { Complaint } from '../components/fields.tsx';
import { formatAmount } from '../format.ts';
import { say } from '../language/say.ts';
import type { Task } from './task.ts';

interface GiveUpProps {
  readonly wallet: WalletView;
  /** The attempt to replace it. */
  readonly task: Task;
  readonly agreed: Signal<boolean>;
}

export function GiveUp(props: GiveUpProps) {
  return (
    <>
      <Agreement {...props} />
      <Complaint sentence={props.task.complaint} />
    </>
  );
}

function Agreement({ wallet, task, agreed }: GiveUpProps) {
  const { spendable, immature, pending, backedUp, state } = wallet;
  const coins = spendable + immature + pending;
  if (state === 'damaged') {
    return (
      <p class="hint">
        {say('The record that cannot be read is kept beside the restored wallet.')}
      </p>
    );
  }
  if (state === 'watching') {
    return (
      <p class="hint">
        {say('The wallet that is watched here loses nothing: its secret is elsewhere.')}
      </p>
    );
  }
  if (coins === 0 || (backedUp && task.complaint === '')) {
    return (
      <p class="hint">
        {backedUp
          ? say(
              'The restored wallet takes the place of the present one, whose words bring it back.',
            )
          : say('The restored wallet takes the place of the present one, which holds no coins.')}
      </p>
    );
  }
  return (
    <label class="give-up">
      <input
        type="checkbox"
        checked={agreed.value}
        data-testid="give-up"
        onChange={(event) => (agreed.value = event.currentTarget.checked)}
      />
      <span>
        {backedUp
          ? say(
              'Give up the present wallet. It holds {amount}; its words, which were written ' +
                'down, bring it back.',
              { amount: formatAmount(coins) },
            )
          : say(
              'Give up the present wallet. It holds {amount}, its words were not written down, ' +
                'and it cannot be brought back.',
              { amount: formatAmount(coins) },
            )}
      </span>
    </label>
  );
}
