/** The view of the room, fetched when it is first opened: the chain is drawn before it. */

import type { NodeSnapshot } from '../../node/api.ts';
import { Panel } from '../components/panel.tsx';
import { usePart } from '../components/use-part.ts';
import { say } from '../language/say.ts';
import type { AppState } from '../state.ts';

interface LazyRoomProps {
  readonly snapshot: NodeSnapshot;
  readonly state: AppState;
  readonly invite: () => void;
}

export function LazyRoom(props: LazyRoomProps) {
  const part = usePart(() => import('./room-view.tsx'));
  if (typeof part === 'object') return <part.RoomView {...props} />;
  return (
    <Panel id="room" title={say('Room')}>
      <p class="quiet">
        {part === 'failed'
          ? say('This part of the page did not load. Reload it once the network is back.')
          : say('Opening the room')}
      </p>
    </Panel>
  );
}
