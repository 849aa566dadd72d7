/**
 * Links between browser tabs. The newcomer dials those it finds in the topic; if two dial each
 * other at once, the offer of the lower id stands. Only this folder knows that simple-peer, a
 * signaling server and seals exist.
 */

import type { Transport, TransportEvents } from '../../node/ports.ts';
import { type RtcOptions, RtcSession } from './rtc-session.ts';

export type WebRtcOptions = Omit<RtcOptions, 'iceServers' | 'nextLink'> & {
  /** None by default: no third party learns who meets whom. */
  readonly iceServers?: readonly RTCIceServer[];
};

export function createWebRtcTransport(options: WebRtcOptions): Transport {
  let session: RtcSession | undefined;
  let lastLink = 0;
  const whole = { iceServers: [], ...options, nextLink: () => ++lastLink };

  function start(events: TransportEvents): void {
    session ??= new RtcSession(whole, events);
  }

  function stop(): void {
    session?.stop();
    session = undefined;
  }

  return {
    start,
    seek: () => session?.seek(),
    dial: (peer) => session?.dial(peer),
    signal: () => {},
    stop,
  };
}
