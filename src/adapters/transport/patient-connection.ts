/**
 * A connection that waits for a person. Who answers an invitation begins at once to look for the
 * other tab, which cannot reply before its user has brought it the answer. Chromium gives up after
 * 15 s, but a connection that failed comes back to life when the other side calls, or is given its
 * addresses anew; simple-peer, which would destroy it, is not told of the failure meanwhile.
 *
 * Firefox gives up after 5 s, and for good: what does not come back to life is let go.
 */

import { candidatesOf } from './compact-description.ts';

/** As simple-peer takes it in place of the browser's own. */
export interface WebRtc {
  readonly RTCPeerConnection: typeof RTCPeerConnection;
  readonly RTCSessionDescription: typeof RTCSessionDescription;
  readonly RTCIceCandidate: typeof RTCIceCandidate;
}

/** How long a failed connection rests, and in which it has to have come back to life after that. */
const REST_MS = 1_000;
const REVIVAL_MS = 4_000;

/** Made when it is asked for: no such thing exists outside of a page. */
export function patientWebRtc(): WebRtc {
  const { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate } = globalThis;

  class PatientConnection extends RTCPeerConnection {
    #isPatient = true;
    #timer: ReturnType<typeof setTimeout> | undefined;
    #candidates: readonly string[] | undefined;
    #revivals = 0;

    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('connectionstatechange', () => this.#watch());
    }

    override get connectionState(): RTCPeerConnectionState {
      const state = super.connectionState;
      return state === 'failed' && this.#isPatient ? 'connecting' : state;
    }

    override get iceConnectionState(): RTCIceConnectionState {
      const state = super.iceConnectionState;
      return state === 'failed' && this.#isPatient ? 'checking' : state;
    }

    override close(): void {
      clearTimeout(this.#timer);
      super.close();
    }

    #watch(): void {
      clearTimeout(this.#timer);
      // Once it was up, a failure is a failure.
      if (super.connectionState === 'connected') this.#isPatient = false;
      if (super.connectionState !== 'failed' || !this.#isPatient) return;
      this.#timer = setTimeout(() => this.#revive(), REST_MS);
    }

    #revive(): void {
      // Those of the offer alone: what is given anew is added to the description.
      this.#candidates ??= candidatesOf(this.remoteDescription?.sdp ?? '');
      this.#revivals += 1;
      for (const [index, line] of this.#candidates.entries()) {
        // The same again would be ignored; under a new foundation it is tried.
        const candidate = line.replace(/^candidate:\S+/, `candidate:${this.#revivals}r${index}`);
        void this.addIceCandidate({ candidate, sdpMLineIndex: 0 }).catch(() => {});
      }
      this.#timer = setTimeout(() => this.#letGo(), REVIVAL_MS);
    }

    #letGo(): void {
      if (super.connectionState !== 'failed') return;
      this.#isPatient = false;
      // Called by name, since Firefox does not call it for events that a page makes.
      this.onconnectionstatechange?.(new Event('connectionstatechange'));
    }
  }

  return { RTCPeerConnection: PatientConnection, RTCSessionDescription, RTCIceCandidate };
}
