/** The last look: every tick that leaves, and every tick that comes back. */

import { useSignal } from '@preact/signals';
import { formatAmount, formatCount, join } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { AddressFigure } from './address-figure.tsx';
import { AmountFigure } from './amount-figure.tsx';
import type { Payment, PaymentPlan } from './commands.ts';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { Fact, Facts, PayeeFact } from './facts.tsx';
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
      <StepHeading>{say('Is this right?')}</StepHeading>
      <Form submit={() => confirm(passphrase.value)}>
        <Plan {...reviewed} />
        {isLocked && (
          <Field
            label={say('Passphrase')}
            kind="secret"
            autoComplete="current-password"
            testId="send-passphrase"
            hint={say('It opens the wallet for this payment alone.')}
            value={passphrase.value}
            change={(text) => (passphrase.value = text)}
          />
        )}
        <Complaint sentence={task.complaint} />
        <div class="sheet-actions">
          <button type="button" class="button" data-testid="send-back" onClick={back}>
            {say('Back')}
          </button>
          <Submit busy={task.busy} testId="send-confirm">
            {task.busy ? say('Sending') : say('Send it')}
          </Submit>
        </div>
      </Form>
    </>
  );
}

function Plan({ payment, plan }: Reviewed) {
  const leaves = plan.amount + plan.fee;
  const size = say('{size} at {feerate}', {
    size: join({ value: formatCount(plan.sizeVbytes), unit: 'vB' }),
    feerate: feerateWords(payment.ticksPerKvb),
  });
  return (
    <Facts testId="send-plan" values={{ fee: plan.fee, change: plan.change, amount: plan.amount }}>
      <Payees payment={payment} plan={plan} />
      {payment.memo !== '' && (
        <Fact label={say('Memo, for everyone')}>
          <bdi class="memo">{payment.memo}</bdi>
        </Fact>
      )}
      <Fact label={say('Fee, for the miner')} note={size}>
        <AmountFigure ticks={plan.fee} />
      </Fact>
      <Fact label={say('Leaves your wallet')} isSum>
        <AmountFigure ticks={leaves} />
      </Fact>
      <Fact label={say('Comes back to you')} note={changeNote(plan.change)}>
        <AmountFigure ticks={plan.change} />
      </Fact>
    </Facts>
  );
}

function Payees({ payment, plan }: Reviewed) {
  const { payees } = payment;
  const [first] = payees;
  const note = payment.subtractFee ? { note: subtractedNote(payment) } : {};
  if (payees.length === 1 && first !== undefined) {
    return (
      <>
        <Fact label={say('They get')} {...note}>
          <AmountFigure ticks={plan.amount} />
        </Fact>
        <Fact label={say('To')}>
          <AddressFigure address={first.address} />
        </Fact>
      </>
    );
  }
  return (
    <>
      {payees.map(({ address }) => (
        <PayeeFact key={address} address={address} ticks={plan.gets.get(address) ?? 0} />
      ))}
      <Fact
        label={sayCount(payees.length, '{count} recipient gets', '{count} recipients get')}
        {...note}
        isSum
      >
        <AmountFigure ticks={plan.amount} />
      </Fact>
    </>
  );
}

/** Why they get less than was written. */
function subtractedNote({ payees }: Payment): string {
  const sum = payees.reduce((all, { amount }) => all + (amount === 'all' ? 0 : amount), 0);
  const amount = formatAmount(sum);
  return payees.length === 1
    ? say('You wrote {amount}; the fee comes off it.', { amount })
    : say('You wrote {amount}; the fee comes off it, the same part from each.', { amount });
}

function changeNote(change: number): string {
  return change === 0
    ? say('The coins are spent whole, with nothing left over.')
    : say('Coins are spent whole, as notes are: this is the change.');
}
