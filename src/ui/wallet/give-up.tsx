/** Another wallet takes the place of this one: what that costs, and the box that says "I know". */

import type { WalletView } from '../../node/api.ts';
import { formatAmount } from '../format.ts';
import { say } from '../language/say.ts';

interface GiveUpProps {
  readonly wallet: WalletView;
  /** The node refused to replace it: an older file for a newer wallet, for one. */
  readonly isRefused: boolean;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}

export function GiveUp({ wallet, isRefused, checked, change }: GiveUpProps) {
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
  if (coins === 0 || (backedUp && !isRefused)) {
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
        checked={checked}
        data-testid="give-up"
        onChange={(event) => change(event.currentTarget.checked)}
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
