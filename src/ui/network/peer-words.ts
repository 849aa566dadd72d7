/** The other tabs in words: how far each is, how it was met, and how many there are. */

import type { MeetingState } from '../../node/ports.ts';
import type { PeerRow } from '../../node/api.ts';
import { formatCount, formatPlural } from '../format.ts';

/** From so many links on a tab does not look for all of the others. */
const FULL_MESH_LINKS = 8;

export function relationWords(peer: PeerRow, ownHeight: number): string {
  if (peer.state === 'greeting') return 'saying hello';
  const apart = Math.abs(ownHeight - peer.height);
  switch (peer.relation) {
    case 'in-step':
      return 'in step';
    case 'behind':
      return peer.height < 0 || apart === 0 ? 'behind' : `${formatCount(apart)} behind`;
    case 'ahead':
      return peer.height < 0 || apart === 0 ? 'ahead' : `${formatCount(apart)} ahead`;
    case 'unknown':
      return 'tip not known yet';
  }
}

/** Who found whom, and where. */
export function reachWords({ outbound, reachedBy }: PeerRow): string {
  switch (reachedBy) {
    case 'meeting-place':
      return outbound ? 'found at the meeting place' : 'found us at the meeting place';
    case 'neighbour':
      return outbound ? 'found through a neighbour' : 'found us through a neighbour';
    case 'invitation':
      return outbound ? 'invited by this tab' : 'invited this tab';
    default:
      return outbound ? 'called by this tab' : 'called this tab';
  }
}

/** `linked` counts the tabs that have said hello. */
export function meetingSentence(
  meeting: MeetingState,
  networkActive: boolean,
  linked: number,
): string {
  if (!networkActive) return 'Links are closed and nobody can find this tab.';
  switch (meeting.status) {
    case 'online':
      return populationSentence(meeting.population - 1, linked);
    case 'connecting':
      return 'Looking for the meeting place.';
    case 'offline':
      return offlineSentence(meeting.reason, linked);
    case 'off':
      return 'Not looking for other tabs.';
  }
}

function populationSentence(others: number, linked: number): string {
  if (others <= 0 && linked === 0) return 'The meeting place sees no other tab in this room.';
  if (linked === 0) return `The meeting place sees ${formatPlural(others, 'other tab')} here.`;
  // Who came by an invitation, or found the way through neighbours, may not be seen there.
  if (linked > others) return `Linked with ${formatPlural(linked, 'other tab')}.`;
  const here = `${formatPlural(others, 'other tab')} here, linked with`;
  if (linked === others) return `${here} ${others === 1 ? 'it' : 'all of them'}.`;
  const some = `${here} ${formatCount(linked)} of them.`;
  return linked < FULL_MESH_LINKS ? some : `${some} Blocks reach the rest through these.`;
}

function offlineSentence(reason: string | undefined, linked: number): string {
  if (reason === 'no-webrtc')
    return 'This browser has no WebRTC, so this tab can link with nobody.';
  const gone = 'The meeting place cannot be reached.';
  return linked > 0
    ? `${gone} Links go on and new ones are made through neighbours; a new tab can join by an ` +
        'invitation.'
    : `${gone} An invitation links this tab with another one without it.`;
}
