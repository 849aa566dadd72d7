/** The other nodes this tab is linked with, and the switch that cuts it off from them. */

import type { NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { Switch } from '../components/controls.tsx';
import { Panel } from '../components/panel.tsx';
import { formatCount } from '../format.ts';
import { say } from '../language/say.ts';
import { meetingSentence } from '../network/peer-words.ts';
import type { NodeActions } from '../state.ts';
import { TURN_SENTENCE } from '../status/health-words.ts';
import { PeerLines } from './peer-lines.tsx';

interface PeersPanelProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
  readonly invite: () => void;
}

export function PeersPanel({ snapshot, actions, invite }: PeersPanelProps) {
  const { meeting, networkActive, peers } = snapshot;
  const linked = peers.filter(({ state }) => state === 'ready').length;
  return (
    <Panel
      id="peers"
      title={say('Peers')}
      aside={peers.length > 0 ? formatCount(peers.length) : undefined}
    >
      {peers.length > 0 ? <PeerLines snapshot={snapshot} /> : <NoPeers snapshot={snapshot} />}
      <p
        class="meeting"
        data-testid="meeting-state"
        data-status={networkActive ? meeting.status : 'off'}
      >
        {meetingSentence(meeting, networkActive, linked)}
      </p>
      <PeersWays snapshot={snapshot} actions={actions} invite={invite} />
    </Panel>
  );
}

function PeersWays({ snapshot, actions, invite }: PeersPanelProps) {
  const { meeting, networkActive, peers, room } = snapshot;
  const isCutOff = peers.length === 0 && meeting.status === 'offline';
  return (
    <div class="peers-ways">
      <Switch
        label={networkActive ? say('Network on') : say('Network off')}
        on={networkActive}
        testId="network-switch"
        toggle={(on) => actions?.setNetworkActive(on)}
      />
      <a class="text-button" href={addressOf(room.code, 'network')} data-testid="open-network">
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
    </div>
  );
}

function NoPeers({ snapshot }: { readonly snapshot: NodeSnapshot }) {
  const sentence = loneSentence(snapshot);
  return sentence === '' ? null : <p class="peers-none">{sentence}</p>;
}

/** Why nobody is linked, where that can be said. */
function loneSentence({ networkActive, health }: NodeSnapshot): string {
  if (!networkActive) {
    return say(
      'This node goes on mining on its own branch. Switch the network on again and see which ' +
        'branch has more work.',
    );
  }
  if (health.kind === 'unreachable') return say(TURN_SENTENCE);
  if (health.kind === 'connecting') return say('Links take a second or two to open.');
  return '';
}
