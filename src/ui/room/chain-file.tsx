/** The chain as a file: saved from this tab, or read into it, with every block checked. */

import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ChainTransfer, TellShare } from '../chain-transfer.ts';
import { Icon } from '../components/icon.tsx';
import { download } from '../download.ts';
import { formatPercent } from '../format.ts';
import { type FileWords, readWords, savedWords } from './chain-file-words.ts';

interface ChainFileProps {
  readonly roomName: string;
  readonly transfer: ChainTransfer | undefined;
}

type Work =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly label: string; readonly share: number }
  | ({ readonly kind: 'over' } & FileWords);

export function ChainFile({ roomName, transfer }: ChainFileProps) {
  const work = useSignal<Work>({ kind: 'idle' });
  const input = useRef<HTMLInputElement>(null);
  const isBusy = work.value.kind === 'busy' || transfer === undefined;
  // Not `disabled`: that would take the keyboard's place in the page away.
  const save = () =>
    !isBusy &&
    perform(work, 'Saving', async (tell) => {
      const { file, height } = await transfer!.saveChain(tell);
      download(file, fileName(roomName, height));
      return savedWords(height, file.size);
    });
  const read = (file: File | undefined) => {
    if (file === undefined || transfer === undefined) return undefined;
    return perform(work, 'Reading', async (tell) =>
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
          Save the chain as a file
        </button>
        <button
          type="button"
          class="button"
          data-testid="read-chain"
          aria-disabled={isBusy}
          onClick={() => !isBusy && input.current?.click()}
        >
          <Icon name="read" />
          Read a chain from a file
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
      <Progress work={work.value} />
    </div>
  );
}

function Progress({ work }: { readonly work: Work }) {
  if (work.kind === 'idle') return null;
  if (work.kind === 'over') return <Outcome {...work} />;
  const words = `${work.label}, ${formatPercent(work.share)}`;
  return (
    <div class="chain-file-progress" data-testid="chain-file-progress">
      <span>{words}</span>
      <div
        class="bar"
        role="progressbar"
        aria-label={work.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(work.share * 100)}
        aria-valuetext={words}
      >
        <span style={{ transform: `scaleX(${work.share})` }} />
      </div>
    </div>
  );
}

/** Whoever still is where it was asked for is taken to it: seen on a phone, and read out. */
function Outcome({ tone, sentence }: FileWords) {
  const place = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const answer = place.current;
    if (answer?.parentElement?.contains(document.activeElement)) answer.focus();
  }, []);
  return (
    <p
      ref={place}
      class="chain-file-outcome"
      tabIndex={-1}
      data-testid="chain-file-outcome"
      data-tone={tone}
    >
      {sentence}
    </p>
  );
}

async function perform(
  work: Signal<Work>,
  label: string,
  task: (tell: TellShare) => Promise<FileWords>,
): Promise<void> {
  const tell = (share: number) => (work.value = { kind: 'busy', label, share });
  tell(0);
  try {
    work.value = { kind: 'over', ...(await task(tell)) };
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    work.value = { kind: 'over', tone: 'refused', sentence };
  }
}

function fileName(roomName: string, height: number): string {
  const slug = roomName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `tabchain-${slug}-${height}.dat`;
}
