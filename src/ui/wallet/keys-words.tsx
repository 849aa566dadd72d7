/** The words: shown once on request, then three of them asked, so that they were written down. */

import { useSignal } from '@preact/signals';
import type { WalletView } from '../../node/api.ts';
import { say } from '../language/say.ts';
import { type Call, readWords, unlock, WRITING_SECONDS } from './commands.ts';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { useTask } from './task.ts';
import { askedPositions, tidyWords } from './words.ts';

const FRACTION_OF_32_BITS = 2 ** -32;

interface WordsSectionProps {
  readonly wallet: WalletView;
  readonly call: Call;
}

type Step =
  | { readonly kind: 'hidden' }
  | { readonly kind: 'shown'; readonly words: readonly string[] }
  | { readonly kind: 'asking'; readonly positions: readonly number[] }
  | { readonly kind: 'confirmed' };

export function WordsSection({ wallet, call }: WordsSectionProps) {
  const step = useSignal<Step>({ kind: 'hidden' });
  switch (step.value.kind) {
    case 'hidden':
      return (
        <Hidden
          wallet={wallet}
          call={call}
          show={(words) => (step.value = { kind: 'shown', words })}
        />
      );
    case 'shown':
      return (
        <Shown
          words={step.value.words}
          next={(count) =>
            (step.value = { kind: 'asking', positions: askedPositions(count, random) })
          }
        />
      );
    case 'asking':
      return (
        <Asking
          positions={step.value.positions}
          call={call}
          again={() => (step.value = { kind: 'hidden' })}
          done={() => (step.value = { kind: 'confirmed' })}
        />
      );
    case 'confirmed':
      return (
        <p role="status" data-testid="backup-done">
          {say(
            'Right. Whatever happens to this device, these words bring the wallet back. Keep ' +
              'them where nobody else looks.',
          )}
        </p>
      );
  }
}

function random(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! * FRACTION_OF_32_BITS;
}

interface HiddenProps extends WordsSectionProps {
  readonly show: (words: readonly string[]) => void;
}

function Hidden({ wallet, call, show }: HiddenProps) {
  const passphrase = useSignal('');
  const task = useTask();
  const isLocked = wallet.state === 'locked';
  const submit = () =>
    task.run(async () => {
      if (isLocked) await unlock(call, passphrase.value, WRITING_SECONDS);
      show(await readWords(call));
    });
  return (
    <Form submit={submit}>
      <p>
        {wallet.backedUp
          ? say('You wrote them down and three of them were right.')
          : say(
              'These words are the whole wallet: without them, cleared browser data is lost coins.',
            )}{' '}
        {say('Whoever sees them owns the coins: look that nobody does, and write them on paper.')}
      </p>
      {isLocked && (
        <Field
          label={say('Passphrase')}
          kind="secret"
          autoComplete="current-password"
          testId="words-passphrase"
          value={passphrase.value}
          change={(text) => (passphrase.value = text)}
        />
      )}
      <Complaint sentence={task.complaint} />
      <div class="sheet-actions">
        <Submit busy={task.busy} testId="show-words">
          {say('Show the words')}
        </Submit>
      </div>
    </Form>
  );
}

interface ShownProps {
  readonly words: readonly string[];
  readonly next: (count: number) => void;
}

function Shown({ words, next }: ShownProps) {
  return (
    <Form submit={() => next(words.length)}>
      <ol class="words" data-testid="words" translate={false}>
        {words.map((word, index) => (
          <li key={index}>
            <span class="word-place">{index + 1}</span>
            <span class="word">{word}</span>
          </li>
        ))}
      </ol>
      <p class="hint">
        {say('In this order, on paper. A picture of them ends up in other places.')}
      </p>
      <div class="sheet-actions">
        <Submit busy={false} testId="words-written">
          {say('I wrote them down')}
        </Submit>
      </div>
    </Form>
  );
}

interface AskingProps {
  readonly positions: readonly number[];
  readonly call: Call;
  readonly again: () => void;
  readonly done: () => void;
}

function Asking({ positions, call, again, done }: AskingProps) {
  const answers = useSignal<Readonly<Record<number, string>>>({});
  const task = useTask();
  const submit = () => {
    const entries = positions.map(
      (at) => [at, tidyWords(answers.value[at] ?? '')[0] ?? ''] as const,
    );
    const missing = entries.find(([, word]) => word === '');
    if (missing !== undefined) {
      task.complain(say('Word {place} is still to be written.', { place: missing[0] }));
      return;
    }
    task.run(async () => {
      await call('confirmbackup', Object.fromEntries(entries));
      done();
    });
  };
  return (
    <Form submit={submit}>
      <p>{say('From your paper, three of them:')}</p>
      <div class="asked-words">
        {positions.map((at) => (
          <Field
            key={at}
            label={say('Word {place}', { place: at })}
            kind="data"
            testId={`word-${at}`}
            value={answers.value[at] ?? ''}
            change={(text) => (answers.value = { ...answers.value, [at]: text })}
          />
        ))}
      </div>
      <Complaint sentence={task.complaint} />
      <div class="sheet-actions">
        <button type="button" class="button" onClick={again}>
          {say('Look again')}
        </button>
        <Submit busy={task.busy} testId="confirm-words">
          {say('Check')}
        </Submit>
      </div>
    </Form>
  );
}
