/** One recipient of a payment being written: an address and an amount. */

import { useId } from 'preact/hooks';
import { Field } from '../components/fields.tsx';
import { Scanner } from '../components/scanner.tsx';
import { formatAmount } from '../format.ts';
import { say, sayWith } from '../language/say.ts';
import { type PayeeComplaints, type PayeeDraft, withRecipient } from './draft.ts';
import { readRecipient } from './recipient.ts';

interface PayeeFieldsProps {
  readonly payee: PayeeDraft;
  readonly complaints: PayeeComplaints;
  readonly change: (changes: Partial<PayeeDraft>) => void;
  /** From 1 on. */
  readonly place: number;
  /** Ticks. */
  readonly spendable: number;
  /** Another one gets all that is left. */
  readonly isRestTaken: boolean;
}

/** The only one: nothing tells that there could be more. */
export function PayeeFields(props: PayeeFieldsProps) {
  return (
    <>
      <To {...props} />
      <Amount
        {...props}
        hint={say('You can spend {amount}, the fee included.', {
          amount: formatAmount(props.spendable),
        })}
      />
    </>
  );
}

interface PayeeGroupProps extends PayeeFieldsProps {
  readonly remove: () => void;
}

/** One of several. */
export function PayeeGroup({ remove, ...props }: PayeeGroupProps) {
  const id = useId();
  const { place } = props;
  return (
    <div class="payee" role="group" aria-labelledby={id} data-testid={`send-payee-${place}`}>
      <div class="payee-head">
        <p id={id}>{say('Recipient {place}', { place })}</p>
        <button
          type="button"
          class="text-button"
          aria-label={say('Remove recipient {place}', { place })}
          data-testid={`send-remove-${place}`}
          onClick={remove}
        >
          {say('Remove')}
        </button>
      </div>
      <To {...props} />
      <Amount {...props} />
    </div>
  );
}

/** The first keeps the names that a single one has. */
function suffix(place: number): string {
  return place === 1 ? '' : `-${place}`;
}

function To({ payee, complaints, change, place }: PayeeFieldsProps) {
  const recipient = readRecipient(payee.to);
  const asked = recipient.ok ? recipient.message : undefined;
  const found = (to: string) => change(withRecipient(to));
  return (
    <div class="field-group">
      <Field
        label={say('To')}
        kind="data"
        testId={`send-to${suffix(place)}`}
        {...(place === 1
          ? { hint: say('An address, or a payment link that begins with tabchain:') }
          : {})}
        value={payee.to}
        complaint={complaints.to}
        change={found}
      />
      {asked !== undefined && (
        <p class="asked">
          {sayWith('They write: {text}', { text: <bdi class="asked-text">{asked}</bdi> })}
        </p>
      )}
      <Scanner name={`send${suffix(place)}`} found={found} />
    </div>
  );
}

function Amount(props: PayeeFieldsProps & { readonly hint?: string }) {
  const { payee, complaints, change, place, isRestTaken, hint } = props;
  return (
    <Field
      label={say('Amount in TAB')}
      kind="data"
      decimal
      testId={`send-amount${suffix(place)}`}
      {...(hint === undefined ? {} : { hint })}
      value={payee.isAll ? say('all, less the fee') : payee.amount}
      disabled={payee.isAll}
      complaint={complaints.amount}
      change={(amount) => change({ amount })}
      aside={
        isRestTaken ? undefined : (
          <button
            type="button"
            class="text-button"
            data-testid={`send-max${suffix(place)}`}
            onClick={() => change({ isAll: !payee.isAll })}
          >
            {payee.isAll ? say('Another amount') : say('Max')}
          </button>
        )
      }
    />
  );
}
