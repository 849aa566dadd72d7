/** What cannot be done and what should be done, each with the button that helps. */

import type { WalletView } from '../../node/api.ts';
import { say } from '../language/say.ts';
import type { KeysPart } from './keys-dialog.tsx';
import { protectionWords, rescanSentence, stateSentence } from './words.ts';

interface StateNoteProps {
  readonly wallet: WalletView;
  readonly openKeys: (part: KeysPart) => void;
}

export function StateNote({ wallet, openKeys }: StateNoteProps) {
  const sentence = stateSentence(wallet);
  const { rescan } = wallet;
  return (
    <div class="state-notes">
      {rescan !== undefined && (
        <div class="state-note" data-testid="wallet-rescan">
          <p>{rescanSentence(rescan)}</p>
          <div
            class="bar"
            role="progressbar"
            aria-label={say('Blocks searched')}
            aria-valuemin={0}
            aria-valuemax={rescan.total}
            aria-valuenow={rescan.done}
          >
            <span style={{ transform: `scaleX(${share(rescan)})` }} />
          </div>
        </div>
      )}
      {sentence !== undefined && (
        <div class="state-note" data-state={wallet.state}>
          <p>{sentence}</p>
          <Way wallet={wallet} openKeys={openKeys} />
        </div>
      )}
      {wallet.state === 'open' && <Protection wallet={wallet} openKeys={openKeys} />}
    </div>
  );
}

function share({ done, total }: { readonly done: number; readonly total: number }): number {
  return total > 0 ? Math.min(1, done / total) : 0;
}

/** The way out of a state. */
function Way({ wallet: { state }, openKeys }: StateNoteProps) {
  const part = state === 'locked' ? 'passphrase' : 'restore';
  return (
    <button
      type="button"
      class="button"
      data-testid={`wallet-${part}`}
      onClick={() => openKeys(part)}
    >
      {wayLabel(state)}
    </button>
  );
}

function wayLabel(state: WalletView['state']): string {
  if (state === 'watching') return say('Bring the secret here');
  return state === 'damaged' ? say('Restore the wallet') : say('Unlock');
}

function Protection({ wallet, openKeys }: StateNoteProps) {
  const { title, sentence } = protectionWords(wallet);
  const isPlain = wallet.protection === 'plain';
  return (
    <div class="state-note" data-protection={wallet.protection}>
      <p>
        <strong>{title}.</strong> {sentence}
      </p>
      <button
        type="button"
        class="text-button"
        data-testid="wallet-passphrase"
        onClick={() => openKeys('passphrase')}
      >
        {isPlain ? say('Set a passphrase') : say('Lock')}
      </button>
    </div>
  );
}
