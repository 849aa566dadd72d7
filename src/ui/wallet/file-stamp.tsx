/**
 * A file and the chain: its hash is made here, looked for in every block, and written where it is
 * missing; where it is found, a proof of it can be saved. The file itself never leaves the page.
 */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { WalletView } from '../../node/api.ts';
import { Icon } from '../components/icon.tsx';
import { download } from '../download.ts';
import { formatPercent } from '../format.ts';
import { say } from '../language/say.ts';
import type { Call } from './commands.ts';
import { Complaint } from '../components/fields.tsx';
import { hashFile } from './file-hash.ts';
import { fetchProof, findStamp, type Stamp } from './note-commands.ts';
import {
  fileTitle,
  PROOF_SENTENCE,
  proofName,
  STAMP_WRITTEN,
  stampSentence,
} from './note-words.ts';
import { refusalSentence } from './refusal-words.ts';
import { useTask } from './task.ts';
import { WriteStep } from './write-step.tsx';

interface FileStampProps {
  readonly wallet: WalletView;
  readonly call: Call;
  readonly canWrite: boolean;
}

type Work =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly label: string; readonly share: number }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'over'; readonly file: File; readonly hash: string; readonly stamp: Stamp };

export function FileStamp({ wallet, call, canWrite }: FileStampProps) {
  const work = useSignal<Work>({ kind: 'idle' });
  const isWritten = useSignal(false);
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const check = async (file: File, known?: string) => {
    running.current?.abort();
    const { signal } = (running.current = new AbortController());
    const busy = (label: string) => (share: number) => {
      if (!signal.aborted) work.value = { kind: 'busy', label, share };
    };
    try {
      const hash = known ?? (await hashFile(file, { tell: busy(say('Hashing')), signal }));
      const tell = busy(say('Searching the chain'));
      tell(0);
      const stamp = await findStamp(call, hash, { tell, signal });
      work.value = { kind: 'over', file, hash, stamp };
    } catch (error) {
      if (!signal.aborted) work.value = { kind: 'failed', sentence: refusalSentence(error) };
    }
  };
  const choose = (file: File | undefined) => {
    if (file === undefined) return;
    isWritten.value = false;
    void check(file);
  };

  const now = work.value;
  return (
    <div class="note-part">
      <h3>{say('A file')}</h3>
      <p class="hint">
        {say(
          'Its SHA-256 on the chain shows that the file existed by then, and has not changed ' +
            'since. Only the hash is written: the file stays on this device.',
        )}
      </p>
      <FileChooser choose={choose} />
      {now.kind === 'busy' && <Progress {...now} />}
      {now.kind === 'failed' && <Complaint sentence={now.sentence} />}
      {now.kind === 'over' && (
        <>
          <p
            class="note-outcome"
            role="status"
            data-testid="stamp-outcome"
            data-found={now.stamp.found}
            data-hash={now.hash}
          >
            {stampSentence(now.file.name, now.stamp)}
          </p>
          {now.stamp.found && <SaveProof {...now} height={now.stamp.height} call={call} />}
          {!now.stamp.found && canWrite && !isWritten.value && (
            <WriteStep
              key={now.hash}
              wallet={wallet}
              call={call}
              writing={{ command: 'writehash', content: now.hash }}
              complaint=""
              label={say('Write its hash')}
              done={() => (isWritten.value = true)}
            />
          )}
          {isWritten.value && !now.stamp.found && <p role="status">{say(STAMP_WRITTEN)}</p>}
          {!now.stamp.found && (
            <button
              type="button"
              class="text-button"
              data-testid="stamp-again"
              onClick={() => void check(now.file, now.hash)}
            >
              {say('Check {file} again', { file: fileTitle(now.file.name) })}
            </button>
          )}
        </>
      )}
    </div>
  );
}

function FileChooser({ choose }: { readonly choose: (file: File | undefined) => void }) {
  return (
    <label class="button file-button">
      <Icon name="read" />
      {say('Choose a file to check or stamp')}
      <input
        type="file"
        class="visually-hidden"
        data-testid="stamp-file"
        onChange={({ currentTarget }) => {
          choose(currentTarget.files?.[0]);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

function Progress({ label, share }: { readonly label: string; readonly share: number }) {
  const words = `${label}, ${formatPercent(share)}`;
  return (
    <div class="chain-file-progress">
      <span>{words}</span>
      <div
        class="bar"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
        aria-valuetext={words}
      >
        <span style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  );
}

interface SaveProofProps {
  readonly file: File;
  readonly hash: string;
  readonly height: number;
  readonly call: Call;
}

function SaveProof({ file, hash, height, call }: SaveProofProps) {
  const task = useTask();
  const save = () =>
    task.run(async () => download(await fetchProof(call, hash, height), proofName(file.name)));
  return (
    <>
      <Complaint sentence={task.complaint} />
      <div class="button-row">
        <button
          type="button"
          class="button"
          data-testid="save-proof"
          aria-busy={task.busy}
          onClick={save}
        >
          <Icon name="save" />
          {say('Save the proof')}
        </button>
      </div>
      <p class="hint">
        {say(PROOF_SENTENCE)} <code class="note-command">npm run verify -- PROOF FILE</code>
      </p>
    </>
  );
}
