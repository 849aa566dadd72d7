/** The wallet as an encrypted file: taken along, or brought here. Nothing readable is written. */

import { useSignal } from '@preact/signals';
import type { RoomView, WalletView } from '../../node/api.ts';
import { KEY_RECORD_MAX_BYTES } from '../../util/limits.ts';
import { download } from '../download.ts';
import { formatBytes } from '../format.ts';
import { say } from '../language/say.ts';
import { type Call, ERRAND_SECONDS, exportFile, unlock } from './commands.ts';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { GiveUp } from './give-up.tsx';
import { passphraseComplaint, PassphrasePair, useNewPassphrase } from './passphrase-pair.tsx';
import { useTask } from './task.ts';

interface FileSectionProps {
  readonly wallet: WalletView;
  readonly room: RoomView;
  readonly call: Call;
}

export function FileSection(props: FileSectionProps) {
  const { state } = props.wallet;
  return (
    <>
      {(state === 'open' || state === 'locked') && <ExportFile {...props} />}
      <ImportFile {...props} />
    </>
  );
}

function ExportFile({ wallet, room, call }: FileSectionProps) {
  const own = useSignal('');
  const passphrase = useNewPassphrase();
  const isDone = useSignal(false);
  const task = useTask();
  const isLocked = wallet.state === 'locked';
  const submit = () => {
    const complaint = passphraseComplaint(passphrase);
    if (complaint !== '') {
      task.complain(complaint);
      return;
    }
    task.run(async () => {
      if (isLocked) await unlock(call, own.value, ERRAND_SECONDS);
      download(await exportFile(call, passphrase.first.value), fileName(room));
      isDone.value = true;
      for (const text of [own, passphrase.first, passphrase.second]) text.value = '';
    });
  };
  return (
    <Form submit={submit}>
      <p>{say('A file that only its passphrase opens, for another device or a safe place.')}</p>
      {isLocked && (
        <Field
          label={say('Passphrase of this wallet')}
          kind="secret"
          autoComplete="current-password"
          testId="export-unlock"
          value={own.value}
          change={(text) => (own.value = text)}
        />
      )}
      <PassphrasePair
        passphrase={passphrase}
        testId="export-passphrase"
        hint={say('For this file alone; without it the file is worth nothing.')}
      />
      <Complaint sentence={task.complaint} />
      {isDone.value && (
        <p role="status">{say('The file was handed to the browser’s downloads.')}</p>
      )}
      <div class="sheet-actions">
        <Submit busy={task.busy} testId="export-wallet">
          {say('Save a file')}
        </Submit>
      </div>
    </Form>
  );
}

function fileName({ name }: RoomView): string {
  return `tabchain-${name.toLowerCase().replaceAll(' ', '-')}.wallet`;
}

function ImportFile({ wallet, call }: FileSectionProps) {
  const file = useSignal<File | undefined>(undefined);
  const passphrase = useSignal('');
  const givesUp = useSignal(false);
  const isDone = useSignal(false);
  const task = useTask();
  const submit = () => {
    const chosen = file.value;
    const complaint = fileComplaint(chosen);
    if (chosen === undefined || complaint !== '') {
      task.complain(complaint);
      return;
    }
    task.run(async () => {
      const bytes = new Uint8Array(await chosen.arrayBuffer());
      await call('importwallet', bytes, passphrase.value, { replace: givesUp.value });
      isDone.value = true;
      passphrase.value = '';
    });
  };
  return (
    <details class="fold fold-inner">
      <summary>
        <span class="fold-title">{say('Open a wallet’s file here')}</span>
      </summary>
      <div class="fold-body">
        <Form submit={submit}>
          <label class="button file-button">
            {file.value?.name ?? say('Choose the file')}
            <input
              type="file"
              class="visually-hidden"
              data-testid="import-file"
              onChange={(event) => (file.value = event.currentTarget.files?.[0])}
            />
          </label>
          <Field
            label={say('Passphrase of the file')}
            kind="secret"
            autoComplete="current-password"
            testId="import-passphrase"
            value={passphrase.value}
            change={(text) => (passphrase.value = text)}
          />
          <GiveUp wallet={wallet} task={task} agreed={givesUp} />
          {isDone.value && (
            <p role="status">{say('The wallet is here; the chain is being searched.')}</p>
          )}
          <div class="sheet-actions">
            <Submit busy={task.busy} testId="import-wallet">
              {task.busy ? say('Opening') : say('Open')}
            </Submit>
          </div>
        </Form>
      </div>
    </details>
  );
}

function fileComplaint(file: File | undefined): string {
  if (file === undefined) return say('Choose a file first.');
  return file.size > KEY_RECORD_MAX_BYTES
    ? say('A wallet’s file is small; this one has {size}.', { size: formatBytes(file.size) })
    : '';
}
