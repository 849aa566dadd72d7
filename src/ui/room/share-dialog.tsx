/** The link and its code, large enough to be read from the last row of a classroom. */

import { useEffect, useRef } from 'preact/hooks';
import { CopyButton } from '../components/controls.tsx';
import { Icon } from '../components/icon.tsx';
import { say, sayWith } from '../language/say.ts';
import { LazyQrCode } from './lazy-qr-code.tsx';

interface ShareDialogProps {
  readonly roomName: string;
  readonly link: string;
  readonly invite: () => void;
  readonly close: () => void;
}

export function ShareDialog({ roomName, link, invite, close }: ShareDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="share" ref={dialog} aria-labelledby="share-title" onClose={close}>
      <button
        type="button"
        class="icon-button share-close"
        aria-label={say('Close')}
        onClick={() => dialog.current?.close()}
      >
        <Icon name="close" />
      </button>
      <h2 id="share-title">{sayWith('Join room {room}', { room: <strong>{roomName}</strong> })}</h2>
      <LazyQrCode text={link} />
      <p class="share-link">{link}</p>
      <CopyButton text={link} label={say('Copy the room’s link')} class="button button-primary">
        {say('Copy link')}
      </CopyButton>
      <button
        type="button"
        class="text-button"
        data-testid="share-invite"
        onClick={() => {
          dialog.current?.close();
          invite();
        }}
      >
        {say('Link without the server')}
      </button>
    </dialog>
  );
}
