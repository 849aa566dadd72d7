/**
 * Changing what waits: a payment of ours by a higher fee, or by paying its coins back to ourselves
 * for one. Both replace it (BIP125): whatever rate is asked for, the node adds what a replacement
 * must pay more. Payments of others are hurried by a child that pays for both. The new fee stands
 * beside the old one before anything is done.
 */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PaymentRow, RoomView, WalletView } from '../../node/api.ts';
import { say } from '../language/say.ts';
import {
  type Call,
  changeFee,
  ERRAND_SECONDS,
  type FeeChange,
  type FeeCommand,
  unlock,
} from './commands.ts';
import { FeeChoice, type FeeName } from './fee-choice.tsx';
import { ERRANDS, vainSentence } from './fee-errands.ts';
import { FeeFigures } from './fee-figures.tsx';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { refusalSentence } from './refusal-words.ts';
import { closeSheet, Sheet, StepHeading } from '../components/sheet.tsx';
import { useTask } from './task.ts';

interface FeeDialogProps {
  readonly row: PaymentRow;
  readonly command: FeeCommand;
  readonly wallet: WalletView;
  readonly room: RoomView;
  readonly call: Call;
  readonly close: () => void;
}

export function FeeDialog({ row, command, wallet, room, call, close }: FeeDialogProps) {
  const { title, what, confirm, done } = ERRANDS[command];
  const isHurry = command === 'childpaysforparent';
  const fee = useSignal<FeeName>(isHurry ? 'fast' : 'least');
  const plan = useSignal<FeeChange | undefined>(undefined);
  const isDone = useSignal(false);
  const passphrase = useSignal('');
  const task = useTask();
  const [least, ...faster] = wallet.feePresets;
  const presets = isHurry ? wallet.feePresets : faster;
  const { ticksPerKvb = 0 } = presets.find(({ name }) => name === fee.value) ?? least ?? {};
  const order = { txid: row.txid, ticksPerKvb };
  const vain = plan.value === undefined ? '' : vainSentence(plan.value, ticksPerKvb);
  const canConfirm = plan.value !== undefined && vain === '';
  useEffect(() => {
    let isCurrent = true;
    plan.value = undefined;
    task.complain('');
    changeFee(call, command, { ...order, dryRun: true }).then(
      (answer) => isCurrent && (plan.value = answer),
      (error: unknown) => isCurrent && task.complain(refusalSentence(error)),
    );
    // The answer to an earlier choice must not stand beside a later one.
    return () => {
      isCurrent = false;
    };
  }, [fee.value]);
  const submit = () => {
    if (!canConfirm) return;
    task.run(async () => {
      if (wallet.state === 'locked') await unlock(call, passphrase.value, ERRAND_SECONDS);
      await changeFee(call, command, { ...order, dryRun: false });
      isDone.value = true;
    });
  };
  return (
    <Sheet label={say(title)} testId="fee-dialog" close={close}>
      {isDone.value ? (
        <FeeDone sentence={say(done)} />
      ) : (
        <Form submit={submit}>
          <StepHeading>{say(title)}</StepHeading>
          <p>{say(what)}</p>
          <FeeChoice
            presets={presets}
            room={room}
            chosen={fee.value}
            choose={(name) => (fee.value = name)}
            {...(isHurry ? {} : { least: say('the least that replaces it') })}
          />
          {canConfirm && plan.value !== undefined && <FeeFigures plan={plan.value} />}
          {vain !== '' && (
            <p role="status" data-testid="fee-vain">
              {vain}
            </p>
          )}
          {wallet.state === 'locked' && (
            <Field
              label={say('Passphrase')}
              kind="secret"
              autoComplete="current-password"
              testId="fee-passphrase"
              value={passphrase.value}
              change={(text) => (passphrase.value = text)}
            />
          )}
          <Complaint sentence={task.complaint} />
          <div class="sheet-actions">
            <button type="button" class="button" onClick={closeSheet}>
              {say('Leave it as it is')}
            </button>
            <Submit busy={task.busy || !canConfirm} testId="fee-confirm">
              {say(confirm)}
            </Submit>
          </div>
        </Form>
      )}
    </Sheet>
  );
}

function FeeDone({ sentence }: { readonly sentence: string }) {
  return (
    <div class="form" data-testid="fee-done">
      <StepHeading>{say('Done')}</StepHeading>
      <p>{sentence}</p>
      <div class="sheet-actions">
        <button type="button" class="button button-primary" onClick={closeSheet}>
          {say('Close')}
        </button>
      </div>
    </div>
  );
}
