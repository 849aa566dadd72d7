/** The chain as a file: saved from this tab, or read into it, with every block checked. */

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ChainTransfer } from '../chain-transfer.ts';
import { Icon } from '../components/icon.tsx';
import { download } from '../download.ts';
import { say } from '../language/say.ts';
import { readWords, savedWords } from './chain-file-words.ts';
import { FileProgress, perform, type Work } from './file-work.tsx';

interface ChainFileProps {
  readonly roomName: string;
  readonly transfer: ChainTransfer | undefined;
}

export function ChainFile({ roomName, transfer }: ChainFileProps) {
  const work = useSignal<Work>({ kind: 'idle' });
  const input = useRef<HTMLInputElement>(null);
  const isBusy = work.value.kind === 'busy' || transfer === undefined;
  // Not `disabled`: that would take the keyboard's place in the page away.
  const save = () =>
    !isBusy &&
    perform(work, say('Saving'), async (tell) => {
      const { file, height } = await transfer!.saveChain(tell);
      download(file, fileName(roomName, height));
      return savedWords(height, file.size);
    });
  const read = (file: File | undefined) => {
    if (file === undefined || transfer === undefined) return undefined;
    return perform(work, say('Reading'), async (tell) =>
      readWords(await transfer.readChain(file, tell)),
    );
  };
  return (
    <div class="chain-file">
      <div class="button-row">
        <button
          type="button"
          class="button"
          data-testid="save-chain"
          aria-disabled={isBusy}
          onClick={() => void save()}
        >
          <Icon name="save" />
          {say('Save the chain as a file')}
        </button>
        <button
          type="button"
          class="button"
          data-testid="read-chain"
          aria-disabled={isBusy}
          onClick={() => !isBusy && input.current?.click()}
        >
          <Icon name="read" />
          {say('Read a chain from a file')}
        </button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        data-testid="chain-file"
        onChange={({ currentTarget }) => {
          void read(currentTarget.files?.[0]);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
      <FileProgress work={work.value} name="chain-file" />
    </div>
  );
}

/** Letters and digits alone: what a room or its file system may be called is another matter. */
export function fileName(roomName: string, height: number): string {
  const slug = roomName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `tabchain-${slug}-${height}.dat`;
}
