/** The chain as a file: saved from this tab, or read into it, with every block checked. */

import { useSignal } from '@preact/signals';
import type { ChainTransfer } from '../chain-transfer.ts';
import { download } from '../download.ts';
import { say } from '../language/say.ts';
import { readWords, savedWords } from './chain-file-words.ts';
import { FileButtons } from './file-buttons.tsx';
import { FileProgress, perform, type Work } from './file-work.tsx';

interface ChainFileProps {
  readonly roomName: string;
  readonly transfer: ChainTransfer | undefined;
}

export function ChainFile({ roomName, transfer }: ChainFileProps) {
  const work = useSignal<Work>({ kind: 'idle' });
  const isBusy = work.value.kind === 'busy' || transfer === undefined;
  const save = () =>
    transfer &&
    perform(work, say('Saving'), async (tell) => {
      const { file, height } = await transfer.saveChain(tell);
      download(file, fileName(roomName, height));
      return savedWords(height, file.size);
    });
  const read = (file: File) =>
    transfer &&
    perform(work, say('Reading'), async (tell) => readWords(await transfer.readChain(file, tell)));
  return (
    <div class="chain-file">
      <FileButtons
        isBusy={isBusy}
        saving={{ label: say('Save the chain as a file'), testId: 'save-chain' }}
        reading={{ label: say('Read a chain from a file'), testId: 'read-chain' }}
        inputTestId="chain-file"
        save={() => void save()}
        read={(file) => void read(file)}
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
