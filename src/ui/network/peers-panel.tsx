/** The other nodes this tab is linked with, and how it finds more. */

import type { NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { CopyButton, Switch } from '../components/controls.tsx';
import { Icon } from '../components/icon.tsx';
import { Panel } from '../components/panel.tsx';
import { formatCount } from '../format.ts';
import { say } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import { TURN_SENTENCE } from '../status/health-words.ts';
import { INVITATION } from '../words.ts';
import { PeerList } from './peer-list.tsx';
import { meetingSentence } from './peer-words.ts';

interface PeersPanelProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
  readonly link: string;
  readonly invite: () => void;
}

export function PeersPanel({ snapshot, actions, link, invite }: PeersPanelProps) {
  const { peers, meeting, networkActive } = snapshot;
  const linked = peers.filter(({ state }) => state === 'ready').length;
  const isCutOff = peers.length === 0 && meeting.status === 'offline';
  return (
    <Panel
      id="peers"
      title={say('Peers')}
      aside={peers.length > 0 ? formatCount(peers.length) : undefined}
      control={
        <Switch
          label={networkActive ? say('Network on') : say('Network off')}
          on={networkActive}
          testId="network-switch"
          toggle={(on) => actions?.setNetworkActive(on)}
        />
      }
    >
      <p
        class="meeting"
        data-testid="meeting-state"
        data-status={networkActive ? meeting.status : 'off'}
      >
        {meetingSentence(meeting, networkActive, linked)}
      </p>
      {peers.length > 0 ? (
        <PeerList peers={peers} height={snapshot.height} />
      ) : (
        <NoPeers snapshot={snapshot} link={link} />
      )}
      <p class="peers-ways">
        <a
          class="text-button"
          href={addressOf(snapshot.room.code, 'network')}
          data-testid="open-network"
        >
          {say('Map and messages')}
        </a>
        {networkActive && (
          <button
            type="button"
            class={isCutOff ? 'button button-primary' : 'text-button'}
            data-testid="invite"
            onClick={invite}
          >
            {say('Link without the server')}
          </button>
        )}
      </p>
    </Panel>
  );
}

interface NoPeersProps {
  readonly snapshot: NodeSnapshot;
  readonly link: string;
}

function NoPeers({ snapshot: { networkActive, health, meeting }, link }: NoPeersProps) {
  if (!networkActive) {
    return (
      <p class="empty">
        {say(
          'This node goes on mining on its own branch. Switch the network on again and see which ' +
            'branch has more work.',
        )}
      </p>
    );
  }
  if (health.kind === 'unreachable') return <p class="empty">{say(TURN_SENTENCE)}</p>;
  if (health.kind === 'connecting') {
    return <p class="empty">{say('Links take a second or two to open.')}</p>;
  }
  // A tab opened now could not be found either.
  if (meeting.status === 'offline') return null;
  return (
    <div class="empty">
      <p>
        {say('Nobody else is here yet.')} {say(INVITATION)}
      </p>
      <p class="button-row">
        <a class="button button-primary" href={link} target="_blank" rel="noopener">
          <Icon name="open" />
          <span>{say('Open another tab')}</span>
        </a>
        <CopyButton text={link} label={say('Copy the room’s link')}>
          {say('Copy link')}
        </CopyButton>
      </p>
    </div>
  );
}
