/** Meeting by hand, in words. */

import type { PeerRow } from '../../node/api.ts';
import { formatDuration } from '../format.ts';
import { say, toSay } from '../language/say.ts';
import type { ExchangeStage } from './exchange.ts';

/** The whole way in one sentence, before it begins. */
export const LEAD = toSay(
  'One tab makes an invitation, the other one answers it, and the answer goes back. ' +
    'You carry both, by camera or by copying: no server takes part.',
);

export function headingOf(stage: ExchangeStage): string {
  if (stage.kind === 'idle') return say('Link without the server');
  if (stage.kind === 'linked') return say('It worked');
  if (stage.kind === 'failed') return say('No link was made');
  return stage.role === 'inviter' ? say('Invite one tab') : say('Answer the invitation');
}

/** Read out as the exchange moves on; headings take the focus and speak for themselves. */
export function progressSentence(stage: ExchangeStage): string {
  switch (stage.kind) {
    case 'making':
      return stage.role === 'inviter' ? say('Making an invitation.') : say('Making the answer.');
    case 'waiting':
      return stage.role === 'inviter'
        ? say('The invitation is ready. Waiting for its answer.')
        : say('The answer is ready. Waiting for the other tab to take it.');
    case 'linking':
      return say('The two browsers look for a way to each other.');
    default:
      return '';
  }
}

export function expirySentence(secondsLeft: number): string {
  return secondsLeft > 0
    ? say('Good for {time} more.', { time: formatDuration(secondsLeft) })
    : say('Its time is over.');
}

export interface LinkFacts {
  readonly peers: readonly PeerRow[];
  /** Ids of those who were linked before. */
  readonly before: ReadonlySet<number>;
}

/** Whom the invitation brought, as far as it has told by now. */
export function linkedSentence({ peers, before }: LinkFacts): string {
  const fresh = peers.filter(({ id }) => !before.has(id));
  const peer = fresh.find(({ reachedBy }) => reachedBy === 'invitation') ?? fresh[0];
  if (peer === undefined || peer.state === 'greeting') {
    return say('The tabs are linked and say hello to each other.');
  }
  return peer.name === ''
    ? say('Linked with another tab.')
    : say('Linked with {name}.', { name: `\u2068${peer.name}\u2069` });
}

export const LINKED_HINT = toSay(
  'From here on each finds the other’s neighbours by itself, and both follow the branch with ' +
    'most work.',
);

/** Opens the room and hands the invitation over, in one. */
export function invitationLink(roomLink: string, text: string): string {
  return `${roomLink}?invite=${text}`;
}
