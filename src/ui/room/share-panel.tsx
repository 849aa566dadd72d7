/** The room's link in every form in which it can be handed on. */

import { useSignal } from '@preact/signals';
import type { RoomView } from '../../node/api.ts';
import { CopyButton } from '../components/controls.tsx';
import { Icon } from '../components/icon.tsx';
import { Panel } from '../components/panel.tsx';
import { say } from '../language/say.ts';
import { LazyQrCode } from './lazy-qr-code.tsx';
import { ShareDialog } from './share-dialog.tsx';

interface SharePanelProps {
  readonly room: RoomView;
  readonly link: string;
  readonly invite: () => void;
}

export function SharePanel({ room, link, invite }: SharePanelProps) {
  const large = useSignal(false);
  return (
    <Panel id="room" title={say('Room')} aside={room.name}>
      <div class="room-share">
        <button
          type="button"
          class="qr-button"
          data-testid="room-qr"
          onClick={() => (large.value = true)}
        >
          <LazyQrCode text={link} />
          <span class="qr-label">
            <Icon name="enlarge" />
            {say('Show large')}
          </span>
        </button>
        <RoomLink room={room} link={link} />
      </div>
      {large.value && (
        <ShareDialog
          roomName={room.name}
          link={link}
          invite={invite}
          close={() => (large.value = false)}
        />
      )}
    </Panel>
  );
}

function RoomLink({ room, link }: Pick<SharePanelProps, 'room' | 'link'>) {
  return (
    <div class="room-link">
      <p class="quiet">{say('Whoever has this link can join, and sees the whole chain.')}</p>
      <input
        type="text"
        readOnly
        value={link}
        aria-label={say('The room’s link')}
        data-testid="room-link"
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton
        text={link}
        label={say('Copy the room’s link')}
        testId="copy-link"
        class="button button-primary"
      >
        {say('Copy link')}
      </CopyButton>
      {typeof navigator.share === 'function' && (
        <button
          type="button"
          class="button"
          data-testid="share-link"
          onClick={() => void share(room, link)}
        >
          <Icon name="share" />
          <span>{say('Share')}</span>
        </button>
      )}
      <a class="button" href={link} target="_blank" rel="noopener">
        <Icon name="open" />
        <span>{say('Open another tab')}</span>
      </a>
    </div>
  );
}

/** The system's own sheet; whoever closes it again has changed their mind, which is no error. */
async function share(room: RoomView, link: string): Promise<void> {
  const title = say('Tabchain, room {room}', { room: room.name });
  await navigator.share({ title, url: link }).catch(() => undefined);
}
