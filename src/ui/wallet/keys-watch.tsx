/** Seeing without spending: this wallet's public key for another device, or another's key here. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { WalletView } from '../../node/api.ts';
import { CopyButton } from '../components/controls.tsx';
import { Complaint, Field, Form, Submit } from '../components/fields.tsx';
import { say } from '../language/say.ts';
import { type Call, readXpub } from './commands.ts';
import { GiveUp } from './give-up.tsx';
import { useTask } from './task.ts';

interface WatchSectionProps {
  readonly wallet: WalletView;
  readonly call: Call;
}

export function WatchSection({ wallet, call }: WatchSectionProps) {
  return (
    <>
      {wallet.state !== 'damaged' && <PublicKey wallet={wallet} call={call} />}
      <WatchAnother wallet={wallet} call={call} />
    </>
  );
}

function PublicKey({ wallet: { receiveAddress }, call }: WatchSectionProps) {
  const xpub = useSignal('');
  const task = useTask();
  const show = () =>
    task.run(async () => {
      xpub.value = await readXpub(call);
    });
  // Another wallet may have come to this place, and its key is another one.
  useEffect(() => {
    if (xpub.value !== '') show();
  }, [receiveAddress]);
  return (
    <Form submit={show}>
      <p>
        {say(
          'With this wallet’s public key another tab sees all its payments and hands out its ' +
            'addresses, and cannot spend. Whoever gets the key sees the same.',
        )}
      </p>
      {xpub.value !== '' && (
        <div class="link-line">
          <input
            type="text"
            readOnly
            class="figure"
            value={xpub.value}
            aria-label={say('This wallet’s public key')}
            data-testid="xpub"
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton text={xpub.value} label={say('Copy the public key')}>
            {say('Copy')}
          </CopyButton>
        </div>
      )}
      <Complaint sentence={task.complaint} />
      {xpub.value === '' && (
        <div class="sheet-actions">
          <Submit busy={task.busy} testId="show-xpub">
            {say('Show the public key')}
          </Submit>
        </div>
      )}
    </Form>
  );
}

function WatchAnother({ wallet, call }: WatchSectionProps) {
  const text = useSignal('');
  const givesUp = useSignal(false);
  const isDone = useSignal(false);
  const task = useTask();
  const submit = () =>
    task.run(async () => {
      await call('importwatchonly', text.value.trim(), { replace: givesUp.value });
      text.value = '';
      isDone.value = true;
    });
  if (isDone.value) {
    return (
      <p role="status" data-testid="watch-done">
        {say('This wallet is watched from here. The chain is being searched for its payments.')}
      </p>
    );
  }
  return (
    <details class="fold fold-inner" data-testid="keys-watch-another">
      <summary>
        <span class="fold-title">{say('Watch another wallet here')}</span>
      </summary>
      <div class="fold-body">
        <Form submit={submit}>
          <Field
            label={say('Its public key')}
            kind="words"
            testId="watch-xpub"
            hint={say('It begins with xpub. Its secret stays where it is.')}
            value={text.value}
            change={(typed) => (text.value = typed)}
          />
          <GiveUp wallet={wallet} task={task} agreed={givesUp} />
          <div class="sheet-actions">
            <Submit busy={task.busy} testId="watch">
              {say('Watch it')}
            </Submit>
          </div>
        </Form>
      </div>
    </details>
  );
}
