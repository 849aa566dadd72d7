/**
 * For a moment after each block everybody is behind whoever found it, and a room that finds one
 * every ten seconds would turn amber as often. What is said of others waits for those seconds.
 */

import { useRef } from 'preact/hooks';
import type { Health, NodeSnapshot, PeerRow } from '../../node/api.ts';
import { type ApartSince, noteApart, orderPeers } from '../network/peer-order.ts';
import { nowSeconds } from '../now.ts';

/** Who is apart for longer than a block takes to travel, or by several blocks. */
export function useLagging({ height, peers }: NodeSnapshot): readonly PeerRow[] {
  const apartSince = useRef<ApartSince>(new Map());
  const now = nowSeconds.value;
  apartSince.current = noteApart(apartSince.current, peers, now);
  const facts = { ownHeight: height, apartSince: apartSince.current, nowSeconds: now };
  return orderPeers({ peers, ...facts }).lagging;
}

/** In step at the height that everybody has, while only the newest block is on its way. */
export function patientHealth(
  { health, height, peers }: NodeSnapshot,
  lagging: readonly PeerRow[],
): Health {
  const isTravelling = peers.some((peer) => peer.state === 'ready' && isFresh(peer, height));
  if (health.kind !== 'others-behind' || lagging.length > 0 || !isTravelling) return health;
  const heights = peers.filter((peer) => peer.height >= 0).map((peer) => peer.height);
  return { kind: 'in-step', peers: health.peers, height: Math.min(height, ...heights) };
}

function isFresh({ height, relation }: PeerRow, ownHeight: number): boolean {
  return relation !== 'unknown' && Math.abs(ownHeight - height) <= 1;
}
