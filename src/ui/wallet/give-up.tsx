/** Another wallet takes the place of this one: what that costs, and the box that says "I know". */

import type { WalletView } from '../../node/api.ts';
import { formatAmount } from '../format.ts';

interface GiveUpProps {
  readonly wallet: WalletView;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}

export function GiveUp({ wallet, checked, change }: GiveUpProps) {
  const coins = wallet.spendable + wallet.immature + wallet.pending;
  const isLoss = !wallet.backedUp && wallet.state !== 'watching' && coins > 0;
  if (wallet.state === 'damaged') {
    return <p class="hint">The record that cannot be read is kept beside the restored wallet.</p>;
  }
  if (!isLoss) {
    return (
      <p class="hint">
        The restored wallet takes the place of the present one
        {wallet.backedUp ? ', whose words bring it back.' : ', which holds no coins.'}
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
        Give up the present wallet. It holds {formatAmount(coins)}, its words were not written down,
        and it cannot be brought back.
      </span>
    </label>
  );
}
