/**
 * One simple-peer from the first offer to its end: first an attempt, then a link, then gone. Its
 * own queue feeds the channel between water marks; simple-peer's stream side is never written to,
 * since a throw inside its `write` destroys the connection.
 */

import type { IceServer } from '../../../signaling-server/protocol.ts';
import type SimplePeer from 'simple-peer';
import { FragmentError, Reassembler } from '../../net/fragment.ts';
import { SendQueue } from '../../net/send-queue.ts';
import type { Lane, LinkId, PeerId, PeerLink } from '../../node/ports.ts';
import { assert } from '../../util/assert.ts';
import {
  CHANNEL_LOW_WATER_BYTES,
  DIAL_TIMEOUT_MS,
  EARLY_FRAGMENTS_MAX,
} from '../../util/limits.ts';
import { patientWebRtc } from './patient-connection.ts';
import { FINGERPRINT_BYTES, fingerprintOf } from './session-description.ts';

const ICE_COMPLETE_TIMEOUT_MS = 3_000;

/** Where a browser looks for its own addresses, and which of them it shows to others. */
export interface IceConfiguration {
  readonly servers: readonly IceServer[];
  /** With 'relay' others see the relay's address and never ours. */
  readonly policy: RTCIceTransportPolicy;
}

export interface RtcLinkFacts {
  readonly id: LinkId;
  readonly peer: PeerId;
  readonly outbound: boolean;
  readonly connId: string;
  readonly ice: IceConfiguration;
  /** For an attempt whose descriptions people carry, which may take minutes. */
  readonly patienceMs?: number | undefined;
}

export interface RtcLinkEvents {
  /** Our own SDP is complete and wants to reach the other side. */
  described(link: RtcLink, sdp: string): void;
  up(link: RtcLink): void;
  message(link: RtcLink, bytes: Uint8Array): void;
  /** Comes once for every link, whether or not it was up; never from within `close`. */
  ended(link: RtcLink, reason: string): void;
}

export class RtcLink implements PeerLink {
  readonly id: LinkId;
  readonly peer: PeerId;
  readonly outbound: boolean;
  readonly connId: string;
  readonly binding = new Uint8Array(2 * FINGERPRINT_BYTES);
  readonly #events: RtcLinkEvents;
  readonly #socket: SimplePeer.Instance;
  readonly #queue = new SendQueue();
  readonly #reassembler = new Reassembler();
  #patience: ReturnType<typeof setTimeout> | undefined;
  #phase: 'dialling' | 'up' | 'closing' = 'dialling';
  #upSinceMs: number | undefined;
  #heardAtMs = 0;
  #isDescribed = false;
  #isPumpDue = false;
  /** The other side may be up, and talk, before simple-peer tells us that we are. */
  #early: unknown[] = [];
  #reason = 'closed';

  constructor(Peer: SimplePeer.SimplePeer, facts: RtcLinkFacts, events: RtcLinkEvents) {
    this.id = facts.id;
    this.peer = facts.peer;
    this.outbound = facts.outbound;
    this.connId = facts.connId;
    this.#events = events;
    this.#socket = new Peer({
      initiator: facts.outbound,
      trickle: false,
      iceCompleteTimeout: ICE_COMPLETE_TIMEOUT_MS,
      // Otherwise a text frame would arrive as bytes, and pass for a fragment.
      objectMode: true,
      // Always ours: simple-peer's defaults are other people's servers.
      config: {
        iceServers: facts.ice.servers.map(ownServer),
        iceTransportPolicy: facts.ice.policy,
      },
      // The answering side looks for the other one long before that knows of it.
      ...(facts.patienceMs !== undefined && !facts.outbound ? { wrtc: patientWebRtc() } : {}),
    });
    this.wait(facts.patienceMs ?? DIAL_TIMEOUT_MS);
    this.#listen();
  }

  get isDialling(): boolean {
    return this.#phase === 'dialling';
  }

  /** Undefined when it never was up. */
  get upSinceMs(): number | undefined {
    return this.#upSinceMs;
  }

  /** Whether it is up, and something came by it within so long. */
  hasTalkedWithin(durationMs: number): boolean {
    const quietMs = Date.now() - this.#heardAtMs;
    return this.#phase === 'up' && quietMs >= 0 && quietMs < durationMs;
  }

  get backlog(): number {
    return this.#queue.waitingBytes + this.#socket.bufferSize;
  }

  /** Sets anew how long the attempt may still take. */
  wait(patienceMs: number): void {
    if (this.#phase !== 'dialling') return;
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.close('dial-timeout'), patienceMs);
  }

  /** Gives the other side's SDP to the browser; only the first one counts. */
  describe(type: 'offer' | 'answer', sdp: string): void {
    if (this.#isDescribed || this.#phase !== 'dialling') return;
    this.#isDescribed = true;
    this.#bind(sdp, !this.outbound);
    this.#socket.signal({ type, sdp });
  }

  send(bytes: Uint8Array, lane: Lane): void {
    if (this.#phase !== 'up') return;
    if (!this.#queue.push(bytes.slice(), lane)) return this.close('send-queue-full');
    // What is said within one task leaves in as few pieces as it fits into.
    if (!this.#isPumpDue) queueMicrotask(() => this.#pump());
    this.#isPumpDue = true;
  }

  close(reason: string): void {
    if (this.#phase === 'closing') return;
    this.#phase = 'closing';
    this.#reason = reason;
    this.#socket.destroy();
  }

  /** A message that never ends costs its sender the link. */
  checkAssembly(nowMs: number): void {
    if (this.#reassembler.expired(nowMs)) this.close('fragment-timeout');
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('signal', (signal) => this.#signal(signal));
    socket.on('connect', () => this.#connect());
    socket.on('data', (data: unknown) => this.#receive(data));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#end());
  }

  #signal(signal: SimplePeer.SignalData): void {
    // Requests to renegotiate and single candidates have no place in one offer and one answer.
    const isOwn = signal.type === (this.outbound ? 'offer' : 'answer');
    if (!isOwn || !('sdp' in signal) || signal.sdp === undefined) return;
    this.#bind(signal.sdp, this.outbound);
    this.#events.described(this, signal.sdp);
  }

  #bind(sdp: string, isDialler: boolean): void {
    const fingerprint = fingerprintOf(sdp);
    assert(fingerprint, 'a browser describes itself with one SHA-256 fingerprint');
    this.binding.set(fingerprint, isDialler ? 0 : FINGERPRINT_BYTES);
  }

  #connect(): void {
    if (this.#phase !== 'dialling') return;
    clearTimeout(this.#patience);
    const channel = channelOf(this.#socket);
    channel.bufferedAmountLowThreshold = CHANNEL_LOW_WATER_BYTES;
    channel.addEventListener('bufferedamountlow', () => this.#pump());
    this.#phase = 'up';
    this.#upSinceMs = Date.now();
    this.#heardAtMs = this.#upSinceMs;
    this.#events.up(this);
    const early = this.#early;
    this.#early = [];
    for (const data of early) this.#receive(data);
  }

  #receive(data: unknown): void {
    if (this.#phase === 'up') this.#accept(data);
    else if (this.#phase === 'dialling') {
      this.#early.push(data);
      if (this.#early.length > EARLY_FRAGMENTS_MAX) this.close('early-flood');
    }
  }

  #accept(data: unknown): void {
    this.#heardAtMs = Date.now();
    try {
      for (const message of this.#reassembler.accept(data, this.#heardAtMs)) {
        // Whoever hears one may close the link for it.
        if (this.#phase === 'up') this.#events.message(this, message);
      }
    } catch (error) {
      if (!(error instanceof FragmentError)) throw error;
      this.close(error.code);
    }
  }

  #pump(): void {
    this.#isPumpDue = false;
    try {
      while (this.#phase === 'up') {
        const fragment = this.#queue.next(this.#socket.bufferSize);
        if (!fragment) return;
        this.#socket.send(fragment);
      }
    } catch {
      // The channel closes before simple-peer notices (Chromium issue 882743).
      this.close('closed');
    }
  }

  #fail(error: Error & { code?: string }): void {
    if (this.#phase === 'closing') return;
    // How a browser reports that the other side closed its end.
    const isAbort = error.message.includes('User-Initiated Abort');
    // Chromium's own cap, in which closed connections count until they are collected.
    const isFull = error.message.includes('so many PeerConnections');
    if (isAbort) this.#reason = 'closed';
    else this.#reason = isFull ? 'too-many-connections' : reasonOf(error.code);
  }

  #end(): void {
    clearTimeout(this.#patience);
    this.#phase = 'closing';
    this.#early = [];
    this.#events.ended(this, this.#reason);
  }
}

function ownServer({ urls, ...credentials }: IceServer): RTCIceServer {
  return { urls: [...urls], ...credentials };
}

/** `ERR_ICE_CONNECTION_FAILURE` becomes `ice-connection-failure`. */
function reasonOf(code: string | undefined): string {
  return code ? code.replace(/^ERR_/, '').toLowerCase().replaceAll('_', '-') : 'channel-error';
}

/** simple-peer keeps its channel to itself, and its own low-water mark is fixed. */
function channelOf(socket: SimplePeer.Instance): RTCDataChannel {
  return Reflect.get(socket, '_channel') as RTCDataChannel;
}
