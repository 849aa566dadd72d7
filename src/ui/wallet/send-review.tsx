/** The last look: every tick that leaves, and every tick that comes back. */

import { useSignal } from '@preact/signals';
import { formatCount } from '../format.ts';
import { AddressFigure } from './address-figure.tsx';
import { AmountFigure } from './amount-figure.tsx';
import type { Payment, PaymentPlan } from './commands.ts';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { Fact, Facts } from './facts.tsx';
import { StepHeading } from '../components/sheet.tsx';
import type { Task } from './task.ts';
import { feerateWords } from './words.ts';

export interface Reviewed {
  readonly payment: Payment;
  readonly plan: PaymentPlan;
}

interface SendReviewProps {
  readonly reviewed: Reviewed;
  readonly isLocked: boolean;
  readonly task: Task;
  /** With the passphrase where the wallet is locked. */
  readonly confirm: (passphrase: string) => void;
  readonly back: () => void;
}

export function SendReview({ reviewed, isLocked, task, confirm, back }: SendReviewProps) {
  const passphrase = useSignal('');
  return (
    <>
      <StepHeading>Is this right?</StepHeading>
      <Form submit={() => confirm(passphrase.value)}>
        <Plan {...reviewed} />
        {isLocked && (
          <Field
            label="Passphrase"
            kind="secret"
            autoComplete="current-password"
            testId="send-passphrase"
            hint="It opens the wallet for this payment alone."
            value={passphrase.value}
            change={(text) => (passphrase.value = text)}
          />
        )}
        <Complaint sentence={task.complaint} />
        <div class="sheet-actions">
          <button type="button" class="button" data-testid="send-back" onClick={back}>
            Back
          </button>
          <Submit busy={task.busy} testId="send-confirm">
            {task.busy ? 'Sending' : 'Send it'}
          </Submit>
        </div>
      </Form>
    </>
  );
}

function Plan({ payment, plan }: Reviewed) {
  const leaves = plan.amount + plan.fee;
  const size = `${formatCount(plan.sizeVbytes)}\u00a0vB at ${feerateWords(payment.ticksPerKvb)}`;
  return (
    <Facts testId="send-plan" values={{ fee: plan.fee, change: plan.change, amount: plan.amount }}>
      <Fact label="They get">
        <AmountFigure ticks={plan.amount} />
      </Fact>
      <Fact label="To">
        <AddressFigure address={payment.address} />
      </Fact>
      {payment.memo !== '' && (
        <Fact label="Memo, for everyone">
          <bdi class="memo">{payment.memo}</bdi>
        </Fact>
      )}
      <Fact label="Fee, for the miner" note={size}>
        <AmountFigure ticks={plan.fee} />
      </Fact>
      <Fact label="Leaves your wallet" isSum>
        <AmountFigure ticks={leaves} />
      </Fact>
      <Fact label="Comes back to you" note={changeNote(plan.change)}>
        <AmountFigure ticks={plan.change} />
      </Fact>
    </Facts>
  );
}

function changeNote(change: number): string {
  return change === 0
    ? 'The coins are spent whole, with nothing left over.'
    : 'Coins are spent whole, as notes are: this is the change.';
}
