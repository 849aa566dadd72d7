/** An address to give away, as a picture, in groups of four and as a link that asks for more. */

import { useSignal } from '@preact/signals';
import { decodeAddress } from '../../wallet/address.ts';
import { paymentLink } from '../../wallet/payment-link.ts';
import { CopyButton } from '../components/controls.tsx';
import { say } from '../language/say.ts';
import { LazyQrCode } from '../room/lazy-qr-code.tsx';
import { AddressFigure } from './address-figure.tsx';
import { parseAmount } from './amount.ts';
import type { Call } from './commands.ts';
import { Complaint, Field } from '../components/fields.tsx';
import { Sheet, StepHeading } from '../components/sheet.tsx';
import { useTask } from './task.ts';

interface ReceiveDialogProps {
  readonly address: string;
  readonly call: Call;
  readonly close: () => void;
}

export function ReceiveDialog({ address, call, close }: ReceiveDialogProps) {
  const amount = useSignal('');
  const message = useSignal('');
  const task = useTask();
  const parsed = amount.value.trim() === '' ? undefined : parseAmount(amount.value);
  const link = paymentLink({
    scriptPubKey: decodeAddress(address),
    ...(parsed?.ok ? { amount: parsed.ticks } : {}),
    message: message.value,
  });
  const renew = () =>
    task.run(async () => {
      await call('getnewaddress');
    });
  return (
    <Sheet label={say('Receive')} testId="receive-dialog" close={close}>
      <div class="form">
        <StepHeading>{say('Receive')}</StepHeading>
        <div class="receive">
          <div class="receive-code">
            <LazyQrCode text={link} label={say('Your payment link as a QR code')} />
          </div>
          <div class="receive-address">
            <p class="quiet">{say('Your address')}</p>
            <AddressFigure address={address} testId="receive-address" />
            <div class="button-row">
              <CopyButton text={address} label={say('Copy the address')} testId="copy-address">
                {say('Copy')}
              </CopyButton>
              <button
                type="button"
                class="button"
                data-testid="new-address"
                aria-busy={task.busy}
                onClick={renew}
              >
                {say('New address')}
              </button>
            </div>
            <p class="hint">
              {say(
                'Give each payer a new one: whoever knows an address sees what it got. Old ones ' +
                  'stay yours.',
              )}
            </p>
            <Complaint sentence={task.complaint} />
          </div>
        </div>
        <Request
          amount={amount.value}
          complaint={parsed?.ok === false ? parsed.sentence : ''}
          message={message.value}
          setAmount={(text) => (amount.value = text)}
          setMessage={(text) => (message.value = text)}
        />
        <LinkLine link={link} />
      </div>
    </Sheet>
  );
}

interface RequestProps {
  readonly amount: string;
  readonly complaint: string;
  readonly message: string;
  readonly setAmount: (text: string) => void;
  readonly setMessage: (text: string) => void;
}

function Request({ amount, complaint, message, setAmount, setMessage }: RequestProps) {
  return (
    <div class="request">
      <Field
        label={say('Ask for an amount in TAB')}
        kind="data"
        decimal
        testId="request-amount"
        value={amount}
        complaint={complaint}
        change={setAmount}
      />
      <Field label={say('What for')} testId="request-message" value={message} change={setMessage} />
    </div>
  );
}

function LinkLine({ link }: { readonly link: string }) {
  return (
    <div class="link-line">
      <input
        type="text"
        readOnly
        value={link}
        aria-label={say('Payment link')}
        data-testid="receive-link"
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton text={link} label={say('Copy the payment link')}>
        {say('Copy link')}
      </CopyButton>
    </div>
  );
}
