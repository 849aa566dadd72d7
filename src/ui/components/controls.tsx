/** The controls every panel shares: a switch, and a button that copies and says that it did. */

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { copyText } from '../clipboard.ts';
import { say } from '../language/say.ts';
import { Icon } from './icon.tsx';

const COPIED_MS = 2000;

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly testId: string;
  /** 'large' for the one control a panel is about. */
  readonly size?: 'large';
  readonly hideLabel?: boolean;
  readonly toggle: (on: boolean) => void;
}

export function Switch({ label, on, testId, size, hideLabel, toggle }: SwitchProps) {
  return (
    <button
      type="button"
      class={size === 'large' ? 'switch switch-large' : 'switch'}
      role="switch"
      aria-checked={on}
      aria-label={hideLabel ? label : undefined}
      data-testid={testId}
      onClick={() => toggle(!on)}
    >
      {!hideLabel && <span class="switch-label">{label}</span>}
      <span class="switch-track" aria-hidden="true">
        <span class="switch-knob" />
      </span>
    </button>
  );
}

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly testId?: string;
  readonly class?: string;
  readonly children?: ComponentChildren;
}

export function CopyButton({ text, label, testId, class: classes, children }: CopyButtonProps) {
  const said = useSignal<'copied' | 'refused' | undefined>(undefined);
  const copy = async () => {
    said.value = (await copyText(text)) ? 'copied' : 'refused';
    setTimeout(() => (said.value = undefined), COPIED_MS);
  };
  const words = { copied: say('Copied'), refused: say('Select and copy it by hand') };
  const answer = said.value === undefined ? undefined : words[said.value];
  return (
    <button
      type="button"
      class={classes ?? 'button'}
      data-testid={testId}
      // Who speaks to the page says the words on the button; the title tells the rest.
      aria-label={children === undefined ? (answer ?? label) : undefined}
      title={label}
      onClick={() => void copy()}
    >
      <Icon name={said.value === 'copied' ? 'check' : 'copy'} />
      {children !== undefined && <span>{answer ?? children}</span>}
    </button>
  );
}
