/**
 * The first words on a link: both hellos, dialler first, then both versions, and a verack for each.
 * What does not follow this order costs the link, since no honest tab would say it.
 */

import type { ConsensusParams } from '../consensus/params.ts';
import { toHex } from '../util/bytes.ts';
import { checkHello, makeHello, type Secrets } from './handshake.ts';
import { type Hello, type Message, PROTOCOL_VERSION, type Version } from './messages.ts';
import type { Peer } from './peer.ts';
import type { Voice } from './voice.ts';
import { ProtocolError } from './wire.ts';

/** What our own version says. */
export type Introduction = Pick<Version, 'userAgent' | 'startHeight' | 'nonce'>;

export class Greeting {
  private readonly secrets: Secrets;
  private readonly params: ConsensusParams;
  private readonly voice: Voice;

  constructor(secrets: Secrets, params: ConsensusParams, voice: Voice) {
    this.secrets = secrets;
    this.params = params;
    this.voice = voice;
  }

  /** The dialler speaks first; the answerer says nothing to a stranger. */
  begin(peer: Peer): void {
    if (!peer.outbound) return;
    this.voice.tell(peer, { name: 'hello', hello: makeHello(this.secrets, peer, 'dialler') });
  }

  /** Verifies who speaks and notes its key. Throws ProtocolError. */
  heardHello(peer: Peer, hello: Hello): void {
    if (peer.phase !== 'hello') throw new ProtocolError('hello-twice', 'it has said hello before');
    checkHello(this.secrets, peer, peer.outbound ? 'answerer' : 'dialler', hello);
    peer.key = toHex(hello.nodeKey);
    peer.phase = 'version';
  }

  /** Our side of the greeting, once its hello has been accepted. */
  answer(peer: Peer, hello: Hello, introduction: Introduction, now: number): void {
    if (!peer.outbound) {
      const reply = makeHello(this.secrets, peer, 'answerer', hello.nonce);
      this.voice.tell(peer, { name: 'hello', hello: reply });
    }
    const { genesisHash } = this.secrets;
    const timestamp = Math.floor(now / 1000);
    const version = { protocolVersion: PROTOCOL_VERSION, timestamp, ...introduction, genesisHash };
    this.voice.tell(peer, { name: 'version', version });
  }

  /** Takes version, then verack; true when the peer is ready. Throws ProtocolError. */
  heard(peer: Peer, message: Message, now: number): boolean {
    if (message.name === 'version' && peer.version === undefined) {
      this.heardVersion(peer, message.version, now);
      return false;
    }
    const isVerack = message.name === 'verack' && peer.version !== undefined;
    if (!isVerack) throw new ProtocolError('version-first', `${message.name} before it is due`);
    peer.phase = 'ready';
    return true;
  }

  private heardVersion(peer: Peer, version: Version, now: number): void {
    if (version.genesisHash !== this.secrets.genesisHash) {
      throw new ProtocolError('version-genesis', 'its version and its hello name different rooms');
    }
    peer.version = version;
    // Its seconds were cut off, so on average half a second is missing.
    peer.clockOffsetMs = version.timestamp * 1000 + 500 - now;
    peer.claimedHeight = Math.min(version.startHeight, heightMax(this.params, now));
    this.voice.tell(peer, { name: 'verack' });
  }
}

/** No chain is longer by now: one block per spacing, and what a clock ahead or a burst may add. */
export function heightMax(params: ConsensusParams, now: number): number {
  const { genesisTime, windowSeconds, targetSpacingSeconds } = params;
  const age = now / 1000 + params.futureLimitSeconds - genesisTime;
  const burst = (64 * windowSeconds) / targetSpacingSeconds;
  return Math.max(0, Math.floor(age / targetSpacingSeconds + burst));
}
