/** The room: its name, its link in three forms, its rules, and where its chain is kept or goes. */

import { useSignal } from '@preact/signals';
import type { NodeSnapshot } from '../../node/api.ts';
import { CopyButton } from '../components/controls.tsx';
import { Icon } from '../components/icon.tsx';
import { Panel } from '../components/panel.tsx';
import { formatMoment, isoMoment, shortHash } from '../format.ts';
import type { NodeActions } from '../state.ts';
import { SANDBOX_SENTENCE, parameterRows, storageSentence } from '../words.ts';
import { ChainFile } from './chain-file.tsx';
import { LazyQrCode } from './lazy-qr-code.tsx';
import { ShareDialog } from './share-dialog.tsx';

interface RoomPanelProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
  readonly link: string;
  readonly invite: () => void;
}

export function RoomPanel({ snapshot, actions, link, invite }: RoomPanelProps) {
  const { room, storage } = snapshot;
  const large = useSignal(false);
  return (
    <Panel id="room" title="Room" aside={room.name} control={<NewRoom />}>
      {room.kind === 'sandbox' && <p class="sandbox">{SANDBOX_SENTENCE}</p>}
      <div class="room-share">
        <button
          type="button"
          class="qr-button"
          aria-label="Show the QR code large"
          title="Show large"
          data-testid="room-qr"
          onClick={() => (large.value = true)}
        >
          <LazyQrCode text={link} />
          <span class="qr-label">
            <Icon name="enlarge" />
            Show large
          </span>
        </button>
        <RoomLink link={link} />
      </div>
      <Parameters snapshot={snapshot} />
      <p class="storage" data-testid="storage-state" data-state={storage.state}>
        {storageSentence(storage)}
      </p>
      <ChainFile roomName={room.name} transfer={actions} />
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

/** A new room opens beside this one, whose node goes on. */
function NewRoom() {
  return (
    <a class="text-button" href="./" target="_blank" rel="noopener" data-testid="new-room">
      New room
    </a>
  );
}

function RoomLink({ link }: { readonly link: string }) {
  return (
    <div class="room-link">
      <p class="quiet">Whoever has this link can join, and sees the whole chain.</p>
      <input
        type="text"
        readOnly
        value={link}
        aria-label="The room's link"
        data-testid="room-link"
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton
        text={link}
        label="Copy the room's link"
        testId="copy-link"
        class="button button-primary"
      >
        Copy link
      </CopyButton>
      <a class="button" href={link} target="_blank" rel="noopener">
        <Icon name="open" />
        <span>Open another tab</span>
      </a>
    </div>
  );
}

function Parameters({ snapshot: { room, slot } }: { readonly snapshot: NodeSnapshot }) {
  const genesisMs = room.genesisTime * 1000;
  return (
    <dl class="parameters">
      {parameterRows(room).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>Begun</dt>
        <dd>
          <time dateTime={isoMoment(genesisMs)}>{formatMoment(genesisMs)}</time>
        </dd>
      </div>
      <div>
        <dt>Genesis block</dt>
        <dd class="figure" title={room.genesisHash}>
          {shortHash(room.genesisHash)}
        </dd>
      </div>
      <div>
        <dt>This node, on this device</dt>
        <dd>no. {slot + 1}</dd>
      </div>
    </dl>
  );
}
