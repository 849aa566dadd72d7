/** What can be spent, large, and apart from it what only may come. */

import type { WalletView } from '../../node/api.ts';
import { say } from '../language/say.ts';
import { AmountFigure } from './amount-figure.tsx';
import { balanceSentence, IMMATURE_SENTENCE, PENDING_SENTENCE } from './words.ts';

interface BalanceProps {
  readonly wallet: WalletView;
}

export function Balance({ wallet }: BalanceProps) {
  return (
    <>
      <p class="balance">
        <AmountFigure ticks={wallet.spendable} testId="wallet-balance" />
      </p>
      <p class="balance-sentence">{balanceSentence(wallet)}</p>
    </>
  );
}

export function Awaited({ wallet }: BalanceProps) {
  return (
    <dl class="awaited">
      <AwaitedLine label={say('Pending')} ticks={wallet.pending} testId="wallet-pending">
        {say(PENDING_SENTENCE)}
      </AwaitedLine>
      <AwaitedLine label={say('Immature')} ticks={wallet.immature} testId="wallet-immature">
        {say(IMMATURE_SENTENCE)}
      </AwaitedLine>
    </dl>
  );
}

interface AwaitedLineProps {
  readonly label: string;
  readonly ticks: number;
  readonly testId: string;
  readonly children: string;
}

/** Nothing awaited is nothing said: the line comes with the first coin. */
function AwaitedLine({ label, ticks, testId, children }: AwaitedLineProps) {
  if (ticks === 0) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <AmountFigure ticks={ticks} testId={testId} />
      </dd>
      <dd class="hint">{children}</dd>
    </div>
  );
}
