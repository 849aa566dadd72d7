/** Sending in three steps: who and how much, what that means to the tick, and what comes next. */

import { useSignal } from '@preact/signals';
import type { RoomView, WalletView } from '../../node/api.ts';
import { say } from '../language/say.ts';
import { type Call, ERRAND_SECONDS, planPayment, sendPayment, unlock } from './commands.ts';
import { EMPTY_DRAFT, type Draft, readDraft } from './draft.ts';
import { SendDone } from './send-done.tsx';
import { SendForm } from './send-form.tsx';
import { type Reviewed, SendReview } from './send-review.tsx';
import { Sheet } from '../components/sheet.tsx';
import { useTask } from './task.ts';

interface SendDialogProps {
  readonly wallet: WalletView;
  readonly room: RoomView;
  readonly call: Call;
  readonly close: () => void;
}

export function SendDialog({ wallet, room, call, close }: SendDialogProps) {
  const draft = useSignal<Draft>(EMPTY_DRAFT);
  const isTried = useSignal(false);
  const reviewed = useSignal<Reviewed | undefined>(undefined);
  const sent = useSignal('');
  const task = useTask();

  const change = (changes: Partial<Draft>) => {
    // Nobody is told what is missing of a recipient that was only just added.
    const { payees } = draft.value;
    if ((changes.payees?.length ?? 0) > payees.length) isTried.value = false;
    draft.value = { ...draft.value, ...changes };
  };
  const review = () => {
    isTried.value = true;
    const payment = readDraft(draft.value, wallet.feePresets).payment;
    if (payment === undefined) return;
    task.run(async () => {
      reviewed.value = { payment, plan: await planPayment(call, payment) };
    });
  };
  const confirm = (passphrase: string) =>
    task.run(async () => {
      if (reviewed.value === undefined) return;
      if (wallet.state === 'locked') await unlock(call, passphrase, ERRAND_SECONDS);
      const { txid } = await sendPayment(call, reviewed.value.payment);
      sent.value = txid;
    });
  const back = () => {
    task.complain('');
    reviewed.value = undefined;
  };

  return (
    <Sheet label={say('Send')} testId="send-dialog" close={close}>
      {sent.value !== '' && reviewed.value !== undefined ? (
        <SendDone txid={sent.value} reviewed={reviewed.value} />
      ) : reviewed.value === undefined ? (
        <SendForm
          wallet={wallet}
          room={room}
          draft={draft.value}
          change={change}
          isTried={isTried.value}
          task={task}
          submit={review}
        />
      ) : (
        <SendReview
          reviewed={reviewed.value}
          isLocked={wallet.state === 'locked'}
          task={task}
          confirm={confirm}
          back={back}
        />
      )}
    </Sheet>
  );
}
