/** Who is in the room, as a wall shows it: this tab, then those who are behind, then the rest. */

import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { say } from '../language/say.ts';
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

const isBehind = ({ state, relation }: PeerRow) => state === 'ready' && relation === 'behind';

export function peopleOf({ height, minerName, peers }: NodeSnapshot): People {
  const self = { id: 'self', name: minerName, words: say('this tab'), isBehind: false };
  const others = peers
    .toSorted((left, right) => Number(isBehind(right)) - Number(isBehind(left)))
    .map((peer) => ({
      id: String(peer.id),
      name: peer.name,
      words: relationWords(peer, height),
      isBehind: isBehind(peer),
    }));
  const all: readonly Person[] = [self, ...others];
  const shown = all.length > PEOPLE_SHOWN ? all.slice(0, PEOPLE_SHOWN - 1) : all;
  return { shown, more: all.length - shown.length };
}
