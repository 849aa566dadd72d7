/** Why a link opens no room, said by the reason that the reader of links gives. */

import type { RoomRefusal } from '../../node/room.ts';
import { say, toSay } from '../language/say.ts';

const SENTENCES: Readonly<Record<RoomRefusal, string>> = {
  empty: toSay('This link is incomplete: it names no room.'),
  cut: toSay('This link is incomplete: part of it was cut off.'),
  long: toSay('This link has something added to it that does not belong there.'),
  mistyped: toSay('This link has a mistake in it: a character was changed or lost.'),
  version: toSay('This link was made by another version of Tabchain.'),
  params: toSay('This link describes a room that cannot exist.'),
};

export function refusalSentence(reason: RoomRefusal): string {
  return say(SENTENCES[reason]);
}
