/**
 * Changing a payment that waits: with a higher fee, or by paying its coins back to ourselves with
 * one. Both replace it (BIP125): whatever rate is asked for, the node adds what a replacement must
 * pay more, and the new fee stands beside the old one before anything is done.
 */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PaymentRow, RoomView, WalletView } from '../../node/api.ts';
import { say, toSay } from '../language/say.ts';
import { AmountFigure } from './amount-figure.tsx';
import {
  type Call,
  changeFee,
  ERRAND_SECONDS,
  type FeeChange,
  type FeeCommand,
  unlock,
} from './commands.ts';
import { Fact, Facts } from './facts.tsx';
import { FeeChoice, type FeeName } from './fee-choice.tsx';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { refusalSentence } from './refusal-words.ts';
import { closeSheet, Sheet, StepHeading } from '../components/sheet.tsx';
import { useTask } from './task.ts';

interface Errand {
  readonly title: string;
  readonly what: string;
  readonly confirm: string;
  readonly done: string;
}

const ERRANDS: Readonly<Record<FeeCommand, Errand>> = {
  bumpfee: {
    title: toSay('Raise the fee'),
    what: toSay(
      'The same payment is signed anew with a higher fee and takes the place of the old one.',
    ),
    confirm: toSay('Raise it'),
    done: toSay('The payment waits with its new fee. The old one shows as replaced.'),
  },
  canceltransaction: {
    title: toSay('Take it back'),
    what: toSay(
      'The same coins are paid back to you with a higher fee. If a miner takes the old payment ' +
        'first, it stands; until then this one is the better offer.',
    ),
    confirm: toSay('Take it back'),
    done: toSay('The payment to yourself waits in its place. The old one shows as replaced.'),
  },
};

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
  const fee = useSignal<FeeName>('least');
  const plan = useSignal<FeeChange | undefined>(undefined);
  const isDone = useSignal(false);
  const passphrase = useSignal('');
  const task = useTask();
  const [least, ...faster] = wallet.feePresets;
  const chosen = faster.find(({ name }) => name === fee.value) ?? least;
  const order = { txid: row.txid, ticksPerKvb: chosen?.ticksPerKvb ?? 0 };
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
    if (plan.value === undefined) return;
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
            presets={faster}
            room={room}
            chosen={fee.value}
            choose={(name) => (fee.value = name)}
            least={say('the least that replaces it')}
          />
          {plan.value !== undefined && <FeeFigures plan={plan.value} />}
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
            <Submit busy={task.busy || plan.value === undefined} testId="fee-confirm">
              {say(confirm)}
            </Submit>
          </div>
        </Form>
      )}
    </Sheet>
  );
}

function FeeFigures({ plan }: { readonly plan: FeeChange }) {
  return (
    <Facts testId="fee-plan" values={{ old: plan.oldFee, new: plan.newFee }}>
      <Fact label={say('Fee so far')}>
        <AmountFigure ticks={plan.oldFee} />
      </Fact>
      <Fact label={say('Fee from now on')}>
        <AmountFigure ticks={plan.newFee} />
      </Fact>
      <Fact label={say('You pay more by')} isSum>
        <AmountFigure ticks={plan.newFee - plan.oldFee} />
      </Fact>
    </Facts>
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
