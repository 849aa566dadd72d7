/** The passphrase that encrypts the secret on this device: set, entered, changed. */

import { useSignal } from '@preact/signals';
import type { WalletView } from '../../node/api.ts';
import { say, toSay } from '../language/say.ts';
import { type Call, unlock, WHILE_SECONDS } from './commands.ts';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { passphraseComplaint, PassphrasePair, useNewPassphrase } from './passphrase-pair.tsx';
import { useTask } from './task.ts';

const NEW_HINT = toSay(
  'Long is better than odd: four or five unrelated words. Nobody can recover it; if it is ' +
    'forgotten, only the words bring the wallet back.',
);

interface PassphraseSectionProps {
  readonly wallet: WalletView;
  readonly call: Call;
}

export function PassphraseSection({ wallet, call }: PassphraseSectionProps) {
  if (wallet.protection === 'plain') return <SetPassphrase call={call} />;
  if (wallet.state === 'locked') return <Unlock call={call} />;
  return (
    <>
      <Lock call={call} />
      <ChangePassphrase call={call} />
    </>
  );
}

interface PartProps {
  readonly call: Call;
}

function SetPassphrase({ call }: PartProps) {
  const passphrase = useNewPassphrase();
  const task = useTask();
  const submit = () => {
    const complaint = passphraseComplaint(passphrase);
    if (complaint !== '') task.complain(complaint);
    else task.run(async () => void (await call('encryptwallet', passphrase.first.value)));
  };
  return (
    <Form submit={submit}>
      <p>
        {say(
          'The secret is stored readable on this device: whoever can use this browser can read ' +
            'it. A passphrase encrypts it, and is asked whenever something is sent.',
        )}
      </p>
      <PassphrasePair passphrase={passphrase} testId="new-passphrase" hint={say(NEW_HINT)} />
      <Complaint sentence={task.complaint} />
      <div class="sheet-actions">
        <Submit busy={task.busy} testId="set-passphrase">
          {task.busy ? say('Encrypting') : say('Encrypt the wallet')}
        </Submit>
      </div>
    </Form>
  );
}

export function Unlock({ call }: PartProps) {
  const passphrase = useSignal('');
  const task = useTask();
  const submit = () =>
    task.run(async () => {
      await unlock(call, passphrase.value, WHILE_SECONDS);
      passphrase.value = '';
    });
  return (
    <Form submit={submit}>
      <Field
        label={say('Passphrase')}
        kind="secret"
        autoComplete="current-password"
        testId="unlock-passphrase"
        hint={say('It stays open for five minutes, then locks itself.')}
        value={passphrase.value}
        change={(text) => (passphrase.value = text)}
      />
      <Complaint sentence={task.complaint} />
      <div class="sheet-actions">
        <Submit busy={task.busy} testId="unlock">
          {task.busy ? say('Unlocking') : say('Unlock')}
        </Submit>
      </div>
    </Form>
  );
}

function Lock({ call }: PartProps) {
  const task = useTask();
  return (
    <Form submit={() => task.run(async () => void (await call('walletlock')))}>
      <p>{say('The wallet is open and locks itself after a while.')}</p>
      <Complaint sentence={task.complaint} />
      <div class="sheet-actions">
        <Submit busy={task.busy} testId="lock">
          {say('Lock it now')}
        </Submit>
      </div>
    </Form>
  );
}

function ChangePassphrase({ call }: PartProps) {
  const old = useSignal('');
  const fresh = useNewPassphrase();
  const isDone = useSignal(false);
  const task = useTask();
  const submit = () => {
    const complaint = passphraseComplaint(fresh);
    if (complaint !== '') {
      task.complain(complaint);
      return;
    }
    task.run(async () => {
      await call('walletpassphrasechange', old.value, fresh.first.value);
      isDone.value = true;
      for (const text of [old, fresh.first, fresh.second]) text.value = '';
    });
  };
  return (
    <details class="fold fold-inner">
      <summary>
        <span class="fold-title">{say('Change the passphrase')}</span>
      </summary>
      <div class="fold-body">
        <Form submit={submit}>
          <Field
            label={say('Passphrase so far')}
            kind="secret"
            autoComplete="current-password"
            testId="old-passphrase"
            value={old.value}
            change={(text) => (old.value = text)}
          />
          <PassphrasePair passphrase={fresh} testId="changed-passphrase" hint={say(NEW_HINT)} />
          <Complaint sentence={task.complaint} />
          {isDone.value && <p role="status">{say('The new passphrase holds from now on.')}</p>}
          <div class="sheet-actions">
            <Submit busy={task.busy} testId="change-passphrase">
              {say('Change it')}
            </Submit>
          </div>
        </Form>
      </div>
    </details>
  );
}
