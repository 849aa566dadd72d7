/** The secret: written down, encrypted, taken along, or brought here. One thing open at a time. */

import type { ComponentChildren } from 'preact';
import type { RoomView, WalletView } from '../../node/api.ts';
import { say } from '../language/say.ts';
import type { Call } from './commands.ts';
import { FileSection } from './keys-file.tsx';
import { PassphraseSection } from './keys-passphrase.tsx';
import { RestoreSection } from './keys-restore.tsx';
import { WatchSection } from './keys-watch.tsx';
import { WordsSection } from './keys-words.tsx';
import { Sheet, StepHeading } from '../components/sheet.tsx';
import { protectionWords } from './words.ts';

export type KeysPart = 'words' | 'passphrase' | 'file' | 'restore' | 'watch';

interface KeysDialogProps {
  readonly wallet: WalletView;
  readonly room: RoomView;
  readonly call: Call;
  /** What stands open at first. */
  readonly part: KeysPart | undefined;
  readonly close: () => void;
}

export function KeysDialog({ wallet, room, call, part, close }: KeysDialogProps) {
  const { title, sentence } = protectionWords(wallet);
  const hasSecret = wallet.state === 'open' || wallet.state === 'locked';
  return (
    <Sheet label={say('Keys and backup')} testId="keys-dialog" close={close}>
      <StepHeading>{say('Keys and backup')}</StepHeading>
      {wallet.state !== 'damaged' && (
        <p class="quiet keys-lead">
          {title}. {sentence}
        </p>
      )}
      {hasSecret && (
        <>
          <Fold
            title={say('The words')}
            aside={wallet.backedUp ? say('written down') : say('not backed up')}
            isAmber={!wallet.backedUp}
            isOpen={part === 'words'}
            testId="keys-words"
          >
            <WordsSection wallet={wallet} call={call} />
          </Fold>
          <Fold
            title={say('Passphrase')}
            aside={passphraseAside(wallet)}
            isAmber={wallet.protection === 'plain'}
            isOpen={part === 'passphrase'}
            testId="keys-passphrase"
          >
            <PassphraseSection wallet={wallet} call={call} />
          </Fold>
        </>
      )}
      <Fold title={say('Encrypted file')} isOpen={part === 'file'} testId="keys-file">
        <FileSection wallet={wallet} room={room} call={call} />
      </Fold>
      <Fold title={say('Restore from words')} isOpen={part === 'restore'} testId="keys-restore">
        <RestoreSection wallet={wallet} call={call} />
      </Fold>
      <Fold title={say('Watch only')} isOpen={part === 'watch'} testId="keys-watch">
        <WatchSection wallet={wallet} call={call} />
      </Fold>
    </Sheet>
  );
}

function passphraseAside({ protection, state }: WalletView): string {
  if (protection === 'plain') return say('none');
  return state === 'locked' ? say('locked') : say('unlocked');
}

interface FoldProps {
  readonly title: string;
  readonly aside?: string;
  readonly isAmber?: boolean;
  readonly isOpen: boolean;
  readonly testId: string;
  readonly children: ComponentChildren;
}

function Fold({ title, aside, isAmber, isOpen, testId, children }: FoldProps) {
  return (
    <details class="fold" name="keys" open={isOpen} data-testid={testId}>
      <summary>
        <span class="fold-title">{title}</span>
        {aside !== undefined && (
          <span class={isAmber ? 'fold-aside amber' : 'fold-aside'}>{aside}</span>
        )}
      </summary>
      <div class="fold-body">{children}</div>
    </details>
  );
}
