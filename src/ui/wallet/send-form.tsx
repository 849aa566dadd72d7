/** Whom, how much, how soon. What is wrong is said once "Review" was tried, then as one types. */

import { useEffect, useRef } from 'preact/hooks';
import type { RoomView, WalletView } from '../../node/api.ts';
import { MEMO_MAX_BYTES } from '../../util/limits.ts';
import { say } from '../language/say.ts';
import { chosenPreset, type Draft, paysRest, readDraft } from './draft.ts';
import { FeeChoice } from './fee-choice.tsx';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { closeSheet, StepHeading } from '../components/sheet.tsx';
import { SendPayees } from './send-payees.tsx';
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
  const isRefused = isTried && read.payment === undefined;
  useEffect(() => {
    if (isRefused) body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [isRefused]);
  return (
    <div ref={body}>
      <StepHeading>{say('Send')}</StepHeading>
      <Form submit={submit}>
        <SendPayees
          wallet={wallet}
          draft={draft}
          complaints={isTried ? read.payees : []}
          change={change}
        />
        <FeeChoice
          presets={wallet.feePresets}
          room={room}
          chosen={chosenPreset(wallet.feePresets, draft.fee)?.name}
          choose={(fee) => change({ fee })}
        />
        {!paysRest(draft) && <FeePayer draft={draft} change={change} />}
        <Memo draft={draft} complaint={isTried ? read.memo : ''} change={change} />
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

function FeePayer({ draft: { payees, subtractFee }, change }: PartProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={subtractFee}
        data-testid="send-subtract"
        onChange={(event) => change({ subtractFee: event.currentTarget.checked })}
      />
      <span>
        {payees.length === 1
          ? say('The recipient pays the fee')
          : say('The recipients pay the fee, each the same part')}
      </span>
    </label>
  );
}

interface MemoProps extends PartProps {
  readonly complaint: string;
}

function Memo({ draft, complaint, change }: MemoProps) {
  const left = memoLeft(draft.memo, MEMO_MAX_BYTES);
  return (
    <Field
      label={say('Memo, if you like')}
      testId="send-memo"
      value={draft.memo}
      complaint={complaint}
      {...(complaint === '' ? { hint: left } : {})}
      change={(memo) => change({ memo })}
    />
  );
}
