/** A new passphrase, written twice: a slip of the finger in it could never be found again. */

import { type Signal, useSignal } from '@preact/signals';
import { Field } from '../components/fields.tsx';
import { say } from '../language/say.ts';

export interface NewPassphrase {
  readonly first: Signal<string>;
  readonly second: Signal<string>;
}

export function useNewPassphrase(): NewPassphrase {
  return { first: useSignal(''), second: useSignal('') };
}

/** Why it cannot be taken; empty when it can. */
export function passphraseComplaint({ first, second }: NewPassphrase): string {
  if (first.value === '') return say('Write a passphrase.');
  return first.value === second.value ? '' : say('The two passphrases differ. Write them again.');
}

interface PassphrasePairProps {
  readonly passphrase: NewPassphrase;
  readonly testId: string;
  readonly hint: string;
}

export function PassphrasePair({
  passphrase: { first, second },
  testId,
  hint,
}: PassphrasePairProps) {
  return (
    <>
      <Field
        label={say('New passphrase')}
        kind="secret"
        autoComplete="new-password"
        testId={testId}
        hint={hint}
        value={first.value}
        change={(text) => (first.value = text)}
      />
      <Field
        label={say('The same once more')}
        kind="secret"
        autoComplete="new-password"
        testId={`${testId}-again`}
        value={second.value}
        change={(text) => (second.value = text)}
      />
    </>
  );
}
