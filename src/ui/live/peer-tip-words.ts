/** How far another tab is, in two or three words: in step, behind, or fetching the chain itself. */

import type { PeerRow } from '../../node/api.ts';
import { formatPercent } from '../format.ts';
import { say } from '../language/say.ts';
import { patientPeer } from '../network/peer-order.ts';
import { relationWords } from '../network/peer-words.ts';

/** Whoever is this far behind and comes closer is fetching, and not a moment late. */
const FETCHING_BLOCKS = 12;
/** How long one counts as coming closer after its last step. */
const FETCHING_SECONDS = 8;

export interface Step {
  readonly height: number;
  /** Seconds since 1970; 0 while it was not seen to move. */
  readonly movedAt: number;
}

/** By the peer's id. */
export type Steps = ReadonlyMap<number, Step>;

/** Notes who has come further since the last look. */
export function noteSteps(before: Steps, peers: readonly PeerRow[], nowSeconds: number): Steps {
  return new Map(
    peers.map(({ id, height }) => {
      const old = before.get(id);
      const hasMoved = old !== undefined && height > old.height;
      return [id, { height, movedAt: hasMoved ? nowSeconds : (old?.movedAt ?? 0) }];
    }),
  );
}

interface TipFacts {
  readonly ownHeight: number;
  readonly steps: Steps;
  readonly nowSeconds: number;
  readonly isLagging: boolean;
}

export function tipWords(peer: PeerRow, facts: TipFacts): string {
  const { ownHeight, steps, nowSeconds, isLagging } = facts;
  const step = steps.get(peer.id);
  const isMoving = step !== undefined && nowSeconds - step.movedAt <= FETCHING_SECONDS;
  const isFar = peer.relation === 'behind' && ownHeight - peer.height >= FETCHING_BLOCKS;
  if (!isMoving || !isFar || peer.height < 0) {
    return relationWords(patientPeer(peer, isLagging), ownHeight);
  }
  return say('syncing {share}', { share: formatPercent(peer.height / ownHeight) });
}
