/**
 * Links between browser tabs, found at the meeting place, through a common neighbour, or by an
 * invitation that people carry. Only this folder knows that simple-peer, a signaling server and
 * seals exist.
 */

import type { IceServer } from '../../../signaling-server/protocol.ts';
import type { PeerId, Transport, TransportEvents } from '../../node/ports.ts';
import { InvitationError, type Invitations } from './invitation.ts';
import { type RtcOptions, RtcSession } from './rtc-session.ts';

export type WebRtcOptions = Omit<RtcOptions, 'ice' | 'nextLink'> & {
  /** None by default: no third party learns who meets whom. The meeting place may name others. */
  readonly iceServers?: readonly IceServer[];
};

export function createWebRtcTransport(options: WebRtcOptions): Transport & Invitations {
  let session: RtcSession | undefined;
  let lastLink = 0;
  const ice = { servers: options.iceServers ?? [], policy: 'all' } as const;
  const whole = { ...options, ice, nextLink: () => ++lastLink };

  function start(events: TransportEvents, self: PeerId): void {
    session ??= new RtcSession(whole, events, self);
  }

  function stop(): void {
    session?.stop();
    session = undefined;
  }

  async function byHand(): Promise<Invitations> {
    if (!session) throw new InvitationError('invitation-offline');
    return session.invitations;
  }

  return {
    start,
    seek: () => session?.seek(),
    dial: (peer) => session?.dial(peer),
    signal: (peer, payload) => session?.signal(peer, payload),
    stop,
    invite: async () => (await byHand()).invite(),
    answer: async (text) => (await byHand()).answer(text),
    accept: async (text) => (await byHand()).accept(text),
    withdraw: (id) => session?.invitations.withdraw(id),
  };
}
