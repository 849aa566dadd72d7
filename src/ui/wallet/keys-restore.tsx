/** A wallet brought here by its words. The present one is given up only when that was said. */

import { useSignal } from '@preact/signals';
import type { WalletView } from '../../node/api.ts';
import { say, sayCount } from '../language/say.ts';
import type { Call } from './commands.ts';
import { Field, Form, Submit } from '../components/fields.tsx';
import { GiveUp } from './give-up.tsx';
import { useTask } from './task.ts';
import { isWordCount, tidyWords, wordCountSentence } from './words.ts';

interface RestoreSectionProps {
  readonly wallet: WalletView;
  readonly call: Call;
}

export function RestoreSection({ wallet, call }: RestoreSectionProps) {
  const text = useSignal('');
  const givesUp = useSignal(false);
  const isDone = useSignal(false);
  const task = useTask();
  const words = tidyWords(text.value);
  const submit = () => {
    if (!isWordCount(words.length)) {
      task.complain(
        sayCount(
          words.length,
          'A wallet is 12 words, or up to 24; here is {count}.',
          'A wallet is 12 words, or up to 24; here are {count}.',
        ),
      );
      return;
    }
    task.run(async () => {
      await call('importmnemonic', words.join(' '), { replace: givesUp.value });
      text.value = '';
      isDone.value = true;
    });
  };
  if (isDone.value) {
    return (
      <p role="status" data-testid="restore-done">
        {say(
          'The wallet is here. The chain is being searched for its payments; the balance grows ' +
            'as they are found.',
        )}
      </p>
    );
  }
  return (
    <Form submit={submit}>
      <Field
        label={say('The words')}
        kind="words"
        testId="restore-words"
        hint={wordCountSentence(words.length)}
        value={text.value}
        change={(typed) => (text.value = typed)}
      />
      <GiveUp wallet={wallet} task={task} agreed={givesUp} />
      <div class="sheet-actions">
        <Submit busy={task.busy} testId="restore">
          {task.busy ? say('Restoring') : say('Restore')}
        </Submit>
      </div>
    </Form>
  );
}
