/** The other nodes this tab is linked with, and how it finds more. */

import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { CopyButton, Switch } from '../components/controls.tsx';
import { Icon } from '../components/icon.tsx';
import { MinerShape } from '../components/miner.tsx';
import { Panel } from '../components/panel.tsx';
import { formatBytes, formatCount, formatHeight, formatMoment, formatPing } from '../format.ts';
import type { NodeActions } from '../state.ts';
import { INVITATION, directionWords, meetingSentence, relationWords } from '../words.ts';

interface PeersPanelProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
  readonly link: string;
}

export function PeersPanel({ snapshot, actions, link }: PeersPanelProps) {
  const { peers, meeting, networkActive } = snapshot;
  return (
    <Panel
      id="peers"
      title="Peers"
      aside={peers.length > 0 ? formatCount(peers.length) : undefined}
      control={
        <Switch
          label={networkActive ? 'Network on' : 'Network off'}
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
        {meetingSentence(meeting, networkActive)}
      </p>
      {peers.length > 0 ? (
        <PeerList peers={peers} height={snapshot.height} />
      ) : (
        <NoPeers networkActive={networkActive} link={link} />
      )}
    </Panel>
  );
}

interface NoPeersProps {
  readonly networkActive: boolean;
  readonly link: string;
}

function NoPeers({ networkActive, link }: NoPeersProps) {
  if (!networkActive) {
    return (
      <p class="empty">
        This node goes on mining on its own branch. Switch the network on again and see which branch
        has more work.
      </p>
    );
  }
  return (
    <div class="empty">
      <p>Nobody else is here yet. {INVITATION}</p>
      <p class="button-row">
        <a class="button button-primary" href={link} target="_blank" rel="noopener">
          <Icon name="open" />
          <span>Open another tab</span>
        </a>
        <CopyButton text={link} label="Copy the room's link">
          Copy link
        </CopyButton>
      </p>
    </div>
  );
}

interface PeerListProps {
  readonly peers: readonly PeerRow[];
  readonly height: number;
}

function PeerList({ peers, height }: PeerListProps) {
  return (
    <ul class="peers">
      {peers.map((peer) => (
        <PeerLine key={peer.id} peer={peer} ownHeight={height} />
      ))}
    </ul>
  );
}

interface PeerLineProps {
  readonly peer: PeerRow;
  readonly ownHeight: number;
}

function PeerLine({ peer, ownHeight }: PeerLineProps) {
  const relation = peer.state === 'greeting' ? 'greeting' : peer.relation;
  return (
    <li class="peer" data-testid="peer-row" data-relation={relation} data-height={peer.height}>
      <span class="peer-name">
        {peer.name !== '' && <MinerShape name={peer.name} />}
        <bdi class="inert">{peer.name === '' ? 'Another tab' : peer.name}</bdi>
        <code class="peer-key">{peer.key}</code>
      </span>
      <span class="peer-relation">{relationWords(peer, ownHeight)}</span>
      <span class="peer-facts">
        <span>{peer.height < 0 ? 'height unknown' : `at ${formatHeight(peer.height)}`}</span>
        <span title={`Linked since ${formatMoment(peer.connectedSince * 1000)}`}>
          {directionWords(peer)}
        </span>
      </span>
      <span class="peer-traffic">
        <span title="Received from this peer">↓ {formatBytes(peer.bytesReceived)}</span>
        <span title="Sent to this peer">↑ {formatBytes(peer.bytesSent)}</span>
        <span class="figure" title="Round trip">
          {formatPing(peer.pingMs)}
        </span>
      </span>
    </li>
  );
}
