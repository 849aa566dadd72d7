/** Who is in the room, as a wall shows it: this tab, then those who are behind, then the rest. */

import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { say } from '../language/say.ts';
import { patientPeer } from '../network/peer-order.ts';
import { relationWords } from '../network/peer-words.ts';

export interface Person {
  readonly id: string;
  /** Other people's text; empty where none was given. */
  readonly name: string;
  readonly words: string;
  readonly isBehind: boolean;
}

export interface People {
  readonly shown: readonly Person[];
  /** How many there are beside these. */
  readonly more: number;
}

/** More names than this cannot be read from the last row. */
export const PEOPLE_SHOWN = 12;

/** Whoever stays behind stands first; a block that is on its way makes nobody late. */
export function peopleOf(
  { height, minerName, peers }: NodeSnapshot,
  lagging: readonly PeerRow[],
): People {
  const self = { id: 'self', name: minerName, words: say('this tab'), isBehind: false };
  const isBehind = (peer: PeerRow) => peer.relation === 'behind' && lagging.includes(peer);
  const others = peers
    .toSorted((left, right) => Number(isBehind(right)) - Number(isBehind(left)))
    .map((peer) => ({
      id: String(peer.id),
      name: peer.name,
      words: relationWords(patientPeer(peer, lagging.includes(peer)), height),
      isBehind: isBehind(peer),
    }));
  const all: readonly Person[] = [self, ...others];
  const shown = all.length > PEOPLE_SHOWN ? all.slice(0, PEOPLE_SHOWN - 1) : all;
  return { shown, more: all.length - shown.length };
}
