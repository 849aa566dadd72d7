/** The room: its link to share, its rules, its chain as a file, and what this device keeps. */

import { useSignal } from '@preact/signals';
import type { NodeSnapshot } from '../../node/api.ts';
import { Icon } from '../components/icon.tsx';
import { Panel } from '../components/panel.tsx';
import { say } from '../language/say.ts';
import { InstallOffer } from '../pwa/install-offer.tsx';
import type { AppState } from '../state.ts';
import '../styles/room-view.css';
import { storageSentence } from '../words.ts';
import { ChainFile } from './chain-file.tsx';
import { KeptRoomsPanel } from './kept-rooms.tsx';
import { LessonPanel } from './lesson-panel.tsx';
import { NewRoom } from './new-room.tsx';
import { Parameters } from './parameters.tsx';
import { SharePanel } from './share-panel.tsx';

interface RoomViewProps {
  readonly snapshot: NodeSnapshot;
  readonly state: AppState;
  readonly invite: () => void;
}

export function RoomView({ snapshot, state, invite }: RoomViewProps) {
  const { room, storage } = snapshot;
  const actions = state.actions.value;
  const founding = useSignal(false);
  return (
    <div class="room-view">
      <SharePanel room={room} link={state.link.value} invite={invite} />
      <Panel
        id="rules"
        title={say('Rules of this room')}
        control={
          <button
            type="button"
            class="button"
            data-testid="new-room"
            onClick={() => (founding.value = true)}
          >
            <Icon name="open" />
            {say('New room')}
          </button>
        }
      >
        <Parameters snapshot={snapshot} />
      </Panel>
      <Panel id="chain-file" title={say('The chain as a file')}>
        <p class="quiet">
          {say('A file holds every block; whoever reads it checks each of them again.')}
        </p>
        <ChainFile roomName={room.name} transfer={actions} />
      </Panel>
      <LessonPanel snapshot={snapshot} actions={actions} />
      <Panel id="kept" title={say('Rooms on this device')}>
        <p class="storage" data-testid="storage-state" data-state={storage.state}>
          {storageSentence(storage)}
        </p>
        {actions !== undefined && <KeptRoomsPanel rooms={actions.rooms} />}
        <InstallOffer />
      </Panel>
      {founding.value && (
        <NewRoom
          hashesPerSecond={snapshot.mining.hashesPerSecond}
          close={() => (founding.value = false)}
        />
      )}
    </div>
  );
}
