/** Stands for simple-peer under Node: tells what it was asked, and does what the test says. */

import { EventEmitter } from 'node:events';

export const FAKE_SDP = [
  'v=0',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  `a=fingerprint:sha-256 ${Array(32).fill('0A').join(':')}`,
  '',
].join('\r\n');

export const OTHER_SDP = FAKE_SDP.replaceAll('0A', '0B');

export class FakeSimplePeer extends EventEmitter {
  static readonly WEBRTC_SUPPORT = true;
  static readonly made: FakeSimplePeer[] = [];
  /** What all of them describe themselves with. */
  static sdp = FAKE_SDP;
  readonly options: Record<string, unknown>;
  readonly signals: unknown[] = [];
  readonly sent: Uint8Array[] = [];
  readonly channel = Object.assign(new EventTarget(), { bufferedAmountLowThreshold: 0 });
  /** Where simple-peer hides it. */
  readonly ['_channel'] = this.channel;
  bufferSize = 0;
  isDestroyed = false;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    FakeSimplePeer.made.push(this);
    if (options.initiator) this.#describe('offer');
  }

  signal(data: unknown): void {
    this.signals.push(data);
    if (!this.options.initiator) this.#describe('answer');
  }

  send(bytes: Uint8Array): void {
    this.sent.push(bytes);
  }

  destroy(error?: Error): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    queueMicrotask(() => {
      if (error) this.emit('error', error);
      this.emit('close');
    });
  }

  #describe(type: string): void {
    queueMicrotask(() => this.emit('signal', { type, sdp: FakeSimplePeer.sdp }));
  }
}
