/** The inviter's step: the invitation on the one side, the place for its answer on the other. */

import { useSignal } from '@preact/signals';
import { Field, Form, Submit } from '../components/fields.tsx';
import { Scanner } from '../components/scanner.tsx';
import { say, sayWith } from '../language/say.ts';
import { Carried } from './carried.tsx';
import type { Exchange, ExchangeStage } from './exchange.ts';
import { invitationLink } from './invite-words.ts';

interface InviteStepProps {
  readonly exchange: Exchange;
  readonly stage: Extract<ExchangeStage, { readonly kind: 'waiting' | 'linking' }>;
  readonly link: string;
}

export function InviteStep({ exchange, stage: { kind, handover }, link }: InviteStepProps) {
  const text = useSignal('');
  const isLinking = kind === 'linking';
  const take = (answer: string) => {
    text.value = answer;
    exchange.accept(answer);
  };
  return (
    <>
      <Carried
        text={invitationLink(link, handover.text)}
        expiresAt={handover.expiresAt}
        label={say('The invitation as a QR code')}
        name="invitation"
      >
        {sayWith(
          '{number} Let the other device’s camera see this, or send it the link. It opens the ' +
            'room and shows an answer.',
          { number: <strong>1.</strong> },
        )}
      </Carried>
      <div class="invite-other">
        <Form submit={() => text.value.trim() !== '' && take(text.value)}>
          <Field
            label={say('2. Paste or scan the answer here')}
            kind="data"
            testId="invite-reply"
            value={text.value}
            complaint={say(exchange.complaint.value)}
            disabled={isLinking}
            change={(value) => (text.value = value)}
          />
          <div class="invite-controls">
            <Scanner name="reply" found={take} />
            <div class="sheet-actions">
              <button
                type="button"
                class="button"
                data-testid="invite-withdraw"
                onClick={exchange.reset}
              >
                {say('Withdraw it')}
              </button>
              <Submit busy={isLinking} testId="invite-accept">
                {isLinking ? say('Linking') : say('Link')}
              </Submit>
            </div>
          </div>
        </Form>
      </div>
    </>
  );
}
