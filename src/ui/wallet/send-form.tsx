/** Whom, how much, how soon. What is wrong is said once "Review" was tried, then as one types. */

import { useEffect, useRef } from 'preact/hooks';
import type { RoomView, WalletView } from '../../node/api.ts';
import { MEMO_MAX_BYTES } from '../../util/limits.ts';
import { formatAmount } from '../format.ts';
import { say, sayWith } from '../language/say.ts';
import { chosenPreset, type Draft, type ReadDraft, readDraft, withRecipient } from './draft.ts';
import { FeeChoice } from './fee-choice.tsx';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { readRecipient } from './recipient.ts';
import { Scanner } from '../components/scanner.tsx';
import { closeSheet, StepHeading } from '../components/sheet.tsx';
import type { Task } from './task.ts';
import { memoLeft } from './words.ts';

interface SendFormProps {
  readonly wallet: WalletView;
  readonly room: RoomView;
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  /** True once the form was handed in: until then nobody is told what is missing. */
  readonly isTried: boolean;
  readonly task: Task;
  readonly submit: () => void;
}

export function SendForm(props: SendFormProps) {
  const { wallet, room, draft, change, isTried, task, submit } = props;
  const body = useRef<HTMLDivElement>(null);
  const read = readDraft(draft, wallet.feePresets);
  const complaints = isTried ? read : { to: '', amount: '', memo: '' };
  const isRefused = isTried && read.payment === undefined;
  useEffect(() => {
    if (isRefused) body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [isRefused]);
  return (
    <div ref={body}>
      <StepHeading>{say('Send')}</StepHeading>
      <Form submit={submit}>
        <To draft={draft} complaint={complaints.to} change={change} />
        <Amount {...props} complaint={complaints.amount} />
        <FeeChoice
          presets={wallet.feePresets}
          room={room}
          chosen={chosenPreset(wallet.feePresets, draft.fee)?.name}
          choose={(fee) => change({ fee })}
        />
        <Memo draft={draft} complaints={complaints} change={change} />
        <Complaint sentence={task.complaint} />
        <div class="sheet-actions">
          <button type="button" class="button" onClick={closeSheet}>
            {say('Cancel')}
          </button>
          <Submit busy={task.busy} testId="send-review">
            {say('Review')}
          </Submit>
        </div>
      </Form>
    </div>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
}

function To({ draft, complaint, change }: PartProps & { readonly complaint: string }) {
  const recipient = readRecipient(draft.to);
  const asked = recipient.ok ? recipient.message : undefined;
  return (
    <div class="field-group">
      <Field
        label={say('To')}
        kind="data"
        testId="send-to"
        hint={say('An address, or a payment link that begins with tabchain:')}
        value={draft.to}
        complaint={complaint}
        change={(to) => change(withRecipient(to))}
      />
      {asked !== undefined && (
        <p class="asked">
          {sayWith('They write: {text}', { text: <bdi class="asked-text">{asked}</bdi> })}
        </p>
      )}
      <Scanner name="send" found={(to) => change(withRecipient(to))} />
    </div>
  );
}

function Amount({ wallet, draft, change, complaint }: SendFormProps & { complaint: string }) {
  return (
    <Field
      label={say('Amount in TAB')}
      kind="data"
      decimal
      testId="send-amount"
      hint={say('You can spend {amount}, the fee included.', {
        amount: formatAmount(wallet.spendable),
      })}
      value={draft.isAll ? say('all, less the fee') : draft.amount}
      disabled={draft.isAll}
      complaint={complaint}
      change={(amount) => change({ amount })}
      aside={
        <button
          type="button"
          class="text-button"
          data-testid="send-max"
          onClick={() => change({ isAll: !draft.isAll })}
        >
          {draft.isAll ? say('Another amount') : say('Max')}
        </button>
      }
    />
  );
}

interface MemoProps extends PartProps {
  readonly complaints: Pick<ReadDraft, 'memo'>;
}

function Memo({ draft, complaints, change }: MemoProps) {
  const left = memoLeft(draft.memo, MEMO_MAX_BYTES);
  return (
    <Field
      label={say('Memo, if you like')}
      testId="send-memo"
      value={draft.memo}
      complaint={complaints.memo}
      {...(complaints.memo === '' ? { hint: left } : {})}
      change={(memo) => change({ memo })}
    />
  );
}
