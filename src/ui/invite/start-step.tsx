/** Where two tabs part ways: one of them invites, the other has been invited. */

import { useSignal } from '@preact/signals';
import { Field, Form } from '../components/fields.tsx';
import { Scanner } from '../components/scanner.tsx';
import { say } from '../language/say.ts';
import type { Exchange } from './exchange.ts';
import { LEAD } from './invite-words.ts';

export function StartStep({ exchange }: { readonly exchange: Exchange }) {
  const text = useSignal('');
  return (
    <>
      <p class="quiet">{say(LEAD)}</p>
      <button
        type="button"
        class="button button-primary"
        data-testid="invite-make"
        onClick={exchange.invite}
      >
        {say('Make an invitation')}
      </button>
      <div class="invite-other">
        <Form submit={() => text.value.trim() !== '' && exchange.answer(text.value)}>
          <Field
            label={say('Invited already? Paste the invitation here')}
            kind="data"
            testId="invite-paste"
            value={text.value}
            complaint={say(exchange.complaint.value)}
            change={(value) => (text.value = value)}
          />
          <div class="invite-controls">
            <Scanner name="invite" found={exchange.answer} />
            <div class="sheet-actions">
              <button type="submit" class="button" data-testid="invite-answer">
                {say('Answer it')}
              </button>
            </div>
          </div>
        </Form>
      </div>
    </>
  );
}
