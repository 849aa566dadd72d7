/** The peers as a table: what the map shows, in words and numbers. */

import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { MinerShape } from '../components/miner.tsx';
import { formatBytes, formatCount, formatHeight, formatPing } from '../format.ts';
import { say } from '../language/say.ts';
import type { PeerDetails } from './peer-details.ts';
import { reachWords, relationWords } from './peer-words.ts';

interface PeerTableProps {
  readonly snapshot: NodeSnapshot;
  readonly details: readonly PeerDetails[];
}

export function PeerTable({ snapshot, details }: PeerTableProps) {
  return (
    <table class="peer-table">
      <caption class="visually-hidden">{say('The peers of this tab')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('Peer')}</th>
          <th scope="col">{say('State')}</th>
          <th scope="col" class="number">
            {say('Height')}
          </th>
          <th scope="col" class="number">
            {say('Round trip')}
          </th>
          <th scope="col" class="number wide">
            {say('Received')}
          </th>
          <th scope="col" class="number wide">
            {say('Sent')}
          </th>
          <th scope="col" class="number wide">
            {say('Its links')}
          </th>
          <th scope="col" class="wide">
            {say('How it was met')}
          </th>
        </tr>
      </thead>
      <tbody>
        {snapshot.peers.map((peer) => (
          <Row
            key={peer.id}
            peer={peer}
            snapshot={snapshot}
            details={details.find(({ id }) => id === peer.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly peer: PeerRow;
  readonly snapshot: NodeSnapshot;
  readonly details: PeerDetails | undefined;
}

function Row({ peer, snapshot, details }: RowProps) {
  const relation = peer.state === 'greeting' ? 'greeting' : peer.relation;
  return (
    <tr data-testid="peer-line" data-relation={relation}>
      <th scope="row">
        <span class="peer-name">
          {peer.name !== '' && <MinerShape name={peer.name} />}
          <PeerLink peer={peer} code={snapshot.room.code} />
        </span>
      </th>
      <td class="peer-relation">{relationWords(peer, snapshot.height)}</td>
      <td class="number">{peer.height < 0 ? '–' : formatHeight(peer.height)}</td>
      <td class="number">{formatPing(peer.pingMs)}</td>
      <td class="number wide">{formatBytes(peer.bytesReceived)}</td>
      <td class="number wide">{formatBytes(peer.bytesSent)}</td>
      <td class="number wide">{linksOf(details)}</td>
      <td class="wide">{reachWords(peer)}</td>
    </tr>
  );
}

function PeerLink({ peer, code }: { readonly peer: PeerRow; readonly code: string }) {
  const name = <bdi class="inert">{peer.name === '' ? say('Another tab') : peer.name}</bdi>;
  if (peer.key === '') return name;
  return (
    <a class="place" href={addressOf(code, 'network', peer.key)} title={peer.key}>
      {name}
    </a>
  );
}

/** With us it is one more than it tells. */
function linksOf(details: PeerDetails | undefined): string {
  return details === undefined ? '–' : formatCount(details.neighbours.length + 1);
}
