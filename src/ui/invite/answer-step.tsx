/** The newcomer's step: its answer, to be carried back to the tab that invited. */

import type { Handover } from '../../adapters/transport/invitation.ts';
import { say } from '../language/say.ts';
import { Carried } from './carried.tsx';
import type { Exchange } from './exchange.ts';

interface AnswerStepProps {
  readonly exchange: Exchange;
  readonly handover: Handover;
}

export function AnswerStep({ exchange, handover }: AnswerStepProps) {
  return (
    <>
      <Carried
        text={handover.text}
        expiresAt={handover.expiresAt}
        label={say('The answer as a QR code')}
        name="answer"
      >
        {say(
          'Show this to the tab that invited you, or send it the text. It links as soon as the ' +
            'answer is there; keep this tab open.',
        )}
      </Carried>
      <div class="sheet-actions">
        <button type="button" class="button" data-testid="invite-withdraw" onClick={exchange.reset}>
          {say('Withdraw it')}
        </button>
      </div>
    </>
  );
}
