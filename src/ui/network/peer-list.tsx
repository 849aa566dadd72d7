/** Who this tab is linked with, one below the other; who is not in step stands first. */

import { useRef } from 'preact/hooks';
import type { PeerRow } from '../../node/api.ts';
import { MinerShape } from '../components/miner.tsx';
import { formatBytes, formatHeight, formatMoment, formatPing } from '../format.ts';
import { say } from '../language/say.ts';
import { nowSeconds } from '../now.ts';
import { type ApartSince, noteApart, orderPeers } from './peer-order.ts';
import { reachWords, relationWords } from './peer-words.ts';

interface PeerListProps {
  readonly peers: readonly PeerRow[];
  readonly height: number;
}

export function PeerList({ peers, height }: PeerListProps) {
  const apartSince = useRef<ApartSince>(new Map());
  const now = nowSeconds.value;
  apartSince.current = noteApart(apartSince.current, peers, now);
  const { lagging, others } = orderPeers({
    peers,
    ownHeight: height,
    apartSince: apartSince.current,
    nowSeconds: now,
  });
  return (
    <ul class="peers">
      {[...lagging, ...others].map((peer) => (
        <PeerLine key={peer.id} peer={peer} ownHeight={height} isLagging={lagging.includes(peer)} />
      ))}
    </ul>
  );
}

interface PeerLineProps {
  readonly peer: PeerRow;
  readonly ownHeight: number;
  readonly isLagging: boolean;
}

function PeerLine({ peer, ownHeight, isLagging }: PeerLineProps) {
  const relation = peer.state === 'greeting' ? 'greeting' : peer.relation;
  return (
    <li
      class={isLagging ? 'peer peer-lagging' : 'peer'}
      data-testid="peer-row"
      data-relation={relation}
      data-height={peer.height}
      data-reached={peer.reachedBy}
    >
      <span class="peer-name">
        {peer.name !== '' && <MinerShape name={peer.name} />}
        <bdi class="inert" title={peer.name}>
          {peer.name === '' ? say('Another tab') : peer.name}
        </bdi>
        <code class="peer-key">{peer.key}</code>
      </span>
      <span class="peer-relation" title={heightTitle(peer)}>
        {relationWords(peer, ownHeight)}
      </span>
      <span
        class="peer-facts"
        title={say('Linked since {moment}', { moment: formatMoment(peer.connectedSince * 1000) })}
      >
        {reachWords(peer)}
      </span>
      <span class="peer-traffic">
        <span title={say('Received from this peer')}>↓ {formatBytes(peer.bytesReceived)}</span>
        <span title={say('Sent to this peer')}>↑ {formatBytes(peer.bytesSent)}</span>
        <span class="figure" title={say('Round trip')}>
          {formatPing(peer.pingMs)}
        </span>
      </span>
    </li>
  );
}

function heightTitle({ height }: PeerRow): string {
  return height < 0
    ? say('Its height is not known yet')
    : say('Its tip is block {height}', { height: formatHeight(height) });
}
