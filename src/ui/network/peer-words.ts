/** The other tabs in words: how far each is, how it was met, and how many there are. */

import type { MeetingState } from '../../node/ports.ts';
import type { PeerRow } from '../../node/api.ts';
import { formatCount } from '../format.ts';
import { say, sayCount } from '../language/say.ts';

/** From so many links on a tab does not look for all of the others. */
const FULL_MESH_LINKS = 8;

export function relationWords(peer: PeerRow, ownHeight: number): string {
  if (peer.state === 'greeting') return say('saying hello');
  const apart = Math.abs(ownHeight - peer.height);
  switch (peer.relation) {
    case 'in-step':
      return say('in step');
    case 'behind':
      return peer.height < 0 || apart === 0
        ? say('behind')
        : sayCount(apart, '{count} behind', '{count} behind');
    case 'ahead':
      return peer.height < 0 || apart === 0
        ? say('ahead')
        : sayCount(apart, '{count} ahead', '{count} ahead');
    case 'unknown':
      return say('tip not known yet');
  }
}

/** Who found whom, and where. */
export function reachWords({ outbound, reachedBy }: PeerRow): string {
  switch (reachedBy) {
    case 'meeting-place':
      return outbound ? say('found at the meeting place') : say('found us at the meeting place');
    case 'neighbour':
      return outbound ? say('found through a neighbour') : say('found us through a neighbour');
    case 'invitation':
      return outbound ? say('invited by this tab') : say('invited this tab');
    default:
      return outbound ? say('called by this tab') : say('called this tab');
  }
}

/** `linked` counts the tabs that have said hello. */
export function meetingSentence(
  meeting: MeetingState,
  networkActive: boolean,
  linked: number,
): string {
  if (!networkActive) return say('Links are closed and nobody can find this tab.');
  switch (meeting.status) {
    case 'online':
      return populationSentence(meeting.population - 1, linked);
    case 'off':
    case 'connecting':
      return say('Looking for the meeting place.');
    case 'offline':
      return offlineSentence(meeting.reason, linked);
  }
}

function populationSentence(others: number, linked: number): string {
  if (others <= 0 && linked === 0) {
    return say('The meeting place sees no other tab in this room.');
  }
  if (linked === 0) {
    return sayCount(
      others,
      'The meeting place sees {count} other tab here.',
      'The meeting place sees {count} other tabs here.',
    );
  }
  // Who came by an invitation, or found the way through neighbours, may not be seen there.
  if (linked > others) {
    return sayCount(linked, 'Linked with {count} other tab.', 'Linked with {count} other tabs.');
  }
  if (linked === others) {
    return sayCount(
      others,
      '{count} other tab here, linked with it.',
      '{count} other tabs here, linked with all of them.',
    );
  }
  return someSentence(others, linked);
}

function someSentence(others: number, linked: number): string {
  const values = { linked: formatCount(linked) };
  return linked < FULL_MESH_LINKS
    ? sayCount(
        others,
        '{count} other tab here, linked with {linked} of them.',
        '{count} other tabs here, linked with {linked} of them.',
        values,
      )
    : sayCount(
        others,
        '{count} other tab here, linked with {linked} of them. Blocks reach the rest through ' +
          'these.',
        '{count} other tabs here, linked with {linked} of them. Blocks reach the rest through ' +
          'these.',
        values,
      );
}

function offlineSentence(reason: string | undefined, linked: number): string {
  if (reason === 'no-webrtc') {
    return say('This browser has no WebRTC, so this tab can link with nobody.');
  }
  return linked > 0
    ? say(
        'The meeting place cannot be reached. Links go on and new ones are made through ' +
          'neighbours; a new tab can join by an invitation.',
      )
    : say(
        'The meeting place cannot be reached. An invitation links this tab with another one ' +
          'without it.',
      );
}
