/** Who this tab is linked with, a line each; who is not in step stands first. */

import { useRef } from 'preact/hooks';
import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { MinerShape } from '../components/miner.tsx';
import { formatHeight, formatPing } from '../format.ts';
import { say } from '../language/say.ts';
import { type ApartSince, noteApart, orderPeers } from '../network/peer-order.ts';
import { reachWords } from '../network/peer-words.ts';
import { nowSeconds } from '../now.ts';
import { noteSteps, type Steps, tipWords } from './peer-tip-words.ts';

export function PeerLines({ snapshot }: { readonly snapshot: NodeSnapshot }) {
  const { height, peers, room } = snapshot;
  const apartSince = useRef<ApartSince>(new Map());
  const steps = useRef<Steps>(new Map());
  const now = nowSeconds.value;
  apartSince.current = noteApart(apartSince.current, peers, now);
  steps.current = noteSteps(steps.current, peers, now);
  const { lagging, others } = orderPeers({
    peers,
    ownHeight: height,
    apartSince: apartSince.current,
    nowSeconds: now,
  });
  const facts = { ownHeight: height, steps: steps.current, nowSeconds: now };
  return (
    <ul class="peer-lines">
      {[...lagging, ...others].map((peer) => (
        <PeerLine
          key={peer.id}
          peer={peer}
          words={tipWords(peer, { ...facts, isLagging: lagging.includes(peer) })}
          code={room.code}
          isLagging={lagging.includes(peer)}
        />
      ))}
    </ul>
  );
}

interface PeerLineProps {
  readonly peer: PeerRow;
  readonly words: string;
  readonly code: string;
  readonly isLagging: boolean;
}

function PeerLine({ peer, words, code, isLagging }: PeerLineProps) {
  const relation = peer.state === 'greeting' ? 'greeting' : peer.relation;
  const name = peer.name === '' ? say('Another tab') : peer.name;
  return (
    <li
      class={isLagging ? 'peer peer-lagging' : 'peer'}
      data-testid="peer-row"
      data-relation={relation}
      data-height={peer.height}
      data-reached={peer.reachedBy}
      title={reachWords(peer)}
    >
      <a
        class="peer-name"
        href={peer.key === '' ? addressOf(code, 'network') : addressOf(code, 'network', peer.key)}
      >
        {peer.name !== '' && <MinerShape name={peer.name} />}
        <bdi class="inert">{name}</bdi>
      </a>
      <span class="peer-ping figure" title={say('Round trip')}>
        {formatPing(peer.pingMs)}
      </span>
      <span class="peer-relation" title={heightTitle(peer)}>
        {words}
      </span>
    </li>
  );
}

function heightTitle({ height }: PeerRow): string {
  return height < 0
    ? say('Its height is not known yet')
    : say('Its tip is block {height}', { height: formatHeight(height) });
}
