/** It is on its way; what happens now, and its name on the chain. */

import { CopyButton } from '../components/controls.tsx';
import { formatAmount, shortHash } from '../format.ts';
import { say } from '../language/say.ts';
import type { Reviewed } from './send-review.tsx';
import { closeSheet, StepHeading } from '../components/sheet.tsx';

interface SendDoneProps {
  readonly txid: string;
  readonly reviewed: Reviewed;
}

export function SendDone({ txid, reviewed: { plan } }: SendDoneProps) {
  return (
    <div class="form" data-testid="send-done" data-txid={txid}>
      <StepHeading>{say('Sent')}</StepHeading>
      <p>
        {say(
          '{amount} are on their way. The payment is known to this tab’s peers and waits for a ' +
            'block; the history tells how deep it is.',
          { amount: formatAmount(plan.amount) },
        )}
      </p>
      <p class="id-line">
        <span class="quiet">{say('Transaction')}</span>
        <span class="figure" title={txid}>
          {shortHash(txid)}
        </span>
        <CopyButton text={txid} label={say('Copy the transaction’s id')} class="icon-button" />
      </p>
      <div class="sheet-actions">
        <button type="button" class="button button-primary" onClick={closeSheet}>
          {say('Done')}
        </button>
      </div>
    </div>
  );
}
