/** Two ways with a file: saving one, and choosing one to be read. */

import { useRef } from 'preact/hooks';
import { Icon } from '../components/icon.tsx';

interface FileWay {
  readonly label: string;
  readonly testId: string;
}

interface FileButtonsProps {
  readonly isBusy: boolean;
  readonly saving: FileWay;
  readonly reading: FileWay;
  /** Of the field that takes the file. */
  readonly inputTestId: string;
  readonly save: () => void;
  readonly read: (file: File) => void;
}

export function FileButtons(props: FileButtonsProps) {
  const { isBusy, saving, reading, inputTestId, save, read } = props;
  const input = useRef<HTMLInputElement>(null);
  // Not `disabled`: that would take the keyboard's place in the page away.
  return (
    <>
      <div class="button-row">
        <button
          type="button"
          class="button"
          data-testid={saving.testId}
          aria-disabled={isBusy}
          onClick={() => !isBusy && save()}
        >
          <Icon name="save" />
          {saving.label}
        </button>
        <button
          type="button"
          class="button"
          data-testid={reading.testId}
          aria-disabled={isBusy}
          onClick={() => !isBusy && input.current?.click()}
        >
          <Icon name="read" />
          {reading.label}
        </button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        data-testid={inputTestId}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) read(file);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
