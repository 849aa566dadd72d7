/**
 * Who is not in step, first. For a moment after each block everybody is behind whoever found it:
 * only those who stay apart for some seconds, or by several blocks, come to the top, so that the
 * list stands still while a room is well.
 */

import type { PeerRow } from '../../node/api.ts';

/** When each peer, by its id, was first seen apart, in seconds; without those in step. */
export type ApartSince = ReadonlyMap<number, number>;

const PATIENCE_SECONDS = 3;
const PATIENCE_BLOCKS = 1;

export function noteApart(
  before: ApartSince,
  peers: readonly PeerRow[],
  nowSeconds: number,
): ApartSince {
  const apart = peers.filter(isApart);
  return new Map(apart.map(({ id }) => [id, before.get(id) ?? nowSeconds]));
}

export interface PeerOrder {
  /** Furthest apart first. */
  readonly lagging: readonly PeerRow[];
  /** As they came. */
  readonly others: readonly PeerRow[];
}

export interface PeerOrderFacts {
  readonly peers: readonly PeerRow[];
  readonly ownHeight: number;
  readonly apartSince: ApartSince;
  readonly nowSeconds: number;
}

export function orderPeers(facts: PeerOrderFacts): PeerOrder {
  const { peers, ownHeight, apartSince, nowSeconds } = facts;
  const distance = ({ height }: PeerRow) => (height < 0 ? 0 : Math.abs(ownHeight - height));
  const isLagging = (peer: PeerRow) => {
    const since = apartSince.get(peer.id);
    if (since === undefined) return false;
    return distance(peer) > PATIENCE_BLOCKS || nowSeconds - since >= PATIENCE_SECONDS;
  };
  return {
    lagging: peers.filter(isLagging).toSorted((a, b) => distance(b) - distance(a)),
    others: peers.filter((peer) => !isLagging(peer)),
  };
}

/** Of one who does not lag, a block apart is the newest one on its way. */
export function patientPeer(peer: PeerRow, isLagging: boolean): PeerRow {
  return isApart(peer) && !isLagging ? { ...peer, relation: 'in-step' } : peer;
}

function isApart({ state, relation }: PeerRow): boolean {
  return state === 'ready' && (relation === 'behind' || relation === 'ahead');
}
