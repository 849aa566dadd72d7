/** Whom a payment goes to: one recipient, and any more that are asked for. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { WalletView } from '../../node/api.ts';
import { RECIPIENTS_MAX } from '../../util/limits.ts';
import { formatAmount } from '../format.ts';
import { say } from '../language/say.ts';
import {
  canAddPayee,
  type Draft,
  NO_COMPLAINTS,
  type PayeeComplaints,
  type PayeeDraft,
  sumOfDraft,
  withOneMore,
  without,
  withPayee,
} from './draft.ts';
import { PayeeFields, PayeeGroup } from './send-payee.tsx';

interface SendPayeesProps {
  readonly wallet: WalletView;
  readonly draft: Draft;
  /** For each payee; none while nobody is told what is missing. */
  readonly complaints: readonly PayeeComplaints[];
  readonly change: (changes: Partial<Draft>) => void;
}

export function SendPayees({ wallet, draft, complaints, change }: SendPayeesProps) {
  const { payees } = draft;
  const { spendable } = wallet;
  const body = useFocusOnChange(payees.length);
  const propsOf = (payee: PayeeDraft, at: number) => ({
    payee,
    complaints: complaints[at] ?? NO_COMPLAINTS,
    place: at + 1,
    spendable,
    isRestTaken: payees.some(({ id, isAll }) => isAll && id !== payee.id),
    change: (changes: Partial<PayeeDraft>) => change(withPayee(draft, payee.id, changes)),
  });
  const isSeveral = payees.length > 1;
  return (
    <div class="payees" ref={body}>
      {payees.map((payee, at) =>
        isSeveral ? (
          <PayeeGroup
            key={payee.id}
            {...propsOf(payee, at)}
            remove={() => change(without(draft, payee.id))}
          />
        ) : (
          <PayeeFields key={payee.id} {...propsOf(payee, at)} />
        ),
      )}
      <div class="payees-foot">
        {canAddPayee(draft) ? (
          <button
            type="button"
            class="text-button"
            data-testid="send-add"
            onClick={() => change(withOneMore(draft))}
          >
            {say('Add a recipient')}
          </button>
        ) : (
          <p class="hint">
            {say('A payment has at most {most} recipients.', { most: RECIPIENTS_MAX })}
          </p>
        )}
        {isSeveral && (
          <p class="hint" data-testid="send-sum" data-value={sumOfDraft(draft)}>
            {say('{sum} together. You can spend {amount}, the fee included.', {
              sum: formatAmount(sumOfDraft(draft)),
              amount: formatAmount(spendable),
            })}
          </p>
        )}
      </div>
    </div>
  );
}

/** A new recipient is written at once; after one is gone, the next thing to do is beside it. */
function useFocusOnChange(count: number) {
  const body = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useLayoutEffect(() => {
    const last = before.current;
    before.current = count;
    if (count === last) return;
    const addresses = body.current?.querySelectorAll<HTMLElement>('[data-testid^="send-to"]');
    const add = body.current?.querySelector<HTMLElement>('[data-testid="send-add"]');
    (count > last ? addresses?.[count - 1] : add)?.focus();
  }, [count]);
  return body;
}
