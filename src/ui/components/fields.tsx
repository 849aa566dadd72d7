/** Fields of forms, each with its label, a hint, and what is wrong with what was written. */

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import '../styles/dialogs.css';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (text: string) => void;
  readonly testId: string;
  readonly hint?: string;
  /** Why the value cannot be taken; empty for nothing. */
  readonly complaint?: string;
  /** 'data' for addresses and amounts, 'words' for several lines, 'secret' for passphrases. */
  readonly kind?: 'text' | 'data' | 'words' | 'secret';
  readonly decimal?: boolean;
  readonly disabled?: boolean;
  readonly autoComplete?: 'current-password' | 'new-password' | 'off';
  /** Stands at the end of the label's line, such as a button. */
  readonly aside?: ComponentChildren;
}

export function Field(props: FieldProps) {
  const { label, hint, complaint, aside, kind = 'text' } = props;
  const id = useId();
  const isWrong = complaint !== undefined && complaint !== '';
  const described = `${hint === undefined ? '' : `${id}-hint `}${isWrong ? `${id}-wrong` : ''}`;
  return (
    <div class="field" data-kind={kind}>
      <div class="field-head">
        <label for={id}>{label}</label>
        {aside}
      </div>
      <Entry {...props} id={id} isWrong={isWrong} described={described.trim()} />
      {isWrong && (
        <p class="complaint" id={`${id}-wrong`} role="alert">
          {complaint}
        </p>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Phones show a keyboard of digits. */
const DECIMAL_KEYS = { inputMode: 'decimal' } as const;

interface EntryProps extends FieldProps {
  readonly id: string;
  readonly isWrong: boolean;
  readonly described: string;
}

function Entry(props: EntryProps) {
  const { id, kind, value, change, testId, isWrong, described, decimal, disabled } = props;
  const shared = {
    id,
    value,
    disabled: disabled ?? false,
    spellcheck: false,
    autocapitalize: 'off',
    autocomplete: props.autoComplete ?? 'off',
    'data-testid': testId,
    'aria-invalid': isWrong,
    ...(described === '' ? {} : { 'aria-describedby': described }),
  } as const;
  const onInput = ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
    change(currentTarget.value);
  if (kind === 'words') return <textarea {...shared} rows={3} onInput={onInput} />;
  if (kind === 'secret') return <input {...shared} type="password" onInput={onInput} />;
  return <input {...shared} {...(decimal ? DECIMAL_KEYS : {})} type="text" onInput={onInput} />;
}

/** What a form could not do, told once, where the eye is: above its buttons. */
export function Complaint({ sentence }: { readonly sentence: string }) {
  if (sentence === '') return null;
  return (
    <p class="complaint complaint-box" role="alert" data-testid="wallet-complaint">
      {sentence}
    </p>
  );
}

interface FormProps {
  readonly submit: () => void;
  readonly children: ComponentChildren;
}

/** A form that stays on its page: nothing here is ever sent to a server. */
export function Form({ submit, children }: FormProps) {
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
    </form>
  );
}

interface SubmitProps {
  readonly busy: boolean;
  readonly testId: string;
  readonly children: ComponentChildren;
}

export function Submit({ busy, testId, children }: SubmitProps) {
  return (
    <button
      type="submit"
      class="button button-primary"
      aria-disabled={busy}
      aria-busy={busy}
      data-testid={testId}
    >
      {children}
    </button>
  );
}
