/** Writing on the chain in two steps: what it costs, then the confirmation. */

import { useSignal } from '@preact/signals';
import type { WalletView } from '../../node/api.ts';
import { say } from '../language/say.ts';
import { type Call, ERRAND_SECONDS, type PaymentPlan, unlock } from './commands.ts';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { planWriting, write, type Writing } from './note-commands.ts';
import { costSentence } from './note-words.ts';
import { useTask } from './task.ts';

interface WriteStepProps {
  readonly wallet: WalletView;
  readonly call: Call;
  readonly writing: Writing;
  /** Why it cannot be written; empty where it can. */
  readonly complaint: string;
  readonly label: string;
  readonly done: () => void;
}

export function WriteStep(props: WriteStepProps) {
  const { wallet, call, writing, complaint, label, done } = props;
  const plan = useSignal<PaymentPlan | undefined>(undefined);
  const passphrase = useSignal('');
  const task = useTask();
  const isLocked = wallet.state === 'locked';
  const testId = writing.command;
  const submit = () => {
    if (complaint !== '') return task.complain(complaint);
    return task.run(async () => {
      if (plan.value === undefined) {
        plan.value = await planWriting(call, writing);
        return;
      }
      if (isLocked) await unlock(call, passphrase.value, ERRAND_SECONDS);
      await write(call, writing);
      done();
    });
  };
  const back = () => {
    task.complain('');
    plan.value = undefined;
  };
  return (
    <Form submit={submit}>
      {plan.value !== undefined && (
        <p role="status" data-testid={`${testId}-cost`} data-fee={plan.value.fee}>
          {costSentence(plan.value)}
        </p>
      )}
      {plan.value !== undefined && isLocked && (
        <Field
          label={say('Passphrase')}
          kind="secret"
          autoComplete="current-password"
          testId={`${testId}-passphrase`}
          value={passphrase.value}
          change={(text) => (passphrase.value = text)}
        />
      )}
      <Complaint sentence={task.complaint} />
      <div class="button-row">
        <Submit busy={task.busy} testId={testId}>
          {plan.value === undefined ? label : say('Write it for ever')}
        </Submit>
        {plan.value !== undefined && (
          <button type="button" class="button" onClick={back}>
            {say('Back')}
          </button>
        )}
      </div>
    </Form>
  );
}
