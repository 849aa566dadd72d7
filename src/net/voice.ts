/**
 * How messages leave: framed, handed to the link, and counted against its backlog at once, so that
 * many answers within one step see each other's bytes before the link reports them.
 */

import { noteAsked } from './budget.ts';
import type { Lane } from './link.ts';
import { encodeMessage, type Message } from './messages.ts';
import type { Outbox, Peer } from './peer.ts';
import { encodeFrame, MessageType } from './wire.ts';

export class Voice {
  private readonly magic: number;
  private readonly outbox: Outbox;

  constructor(magic: number, outbox: Outbox) {
    this.magic = magic;
    this.outbox = outbox;
  }

  tell(peer: Peer, message: Message, lane: Lane = 'prompt'): void {
    noteAsked(peer.budget, message);
    this.send(peer, encodeMessage(this.magic, message), lane);
  }

  /** A block as the bytes it is kept in. */
  tellBlock(peer: Peer, bytes: Uint8Array, lane: Lane): void {
    this.send(peer, encodeFrame(this.magic, MessageType.block, bytes), lane);
  }

  private send(peer: Peer, bytes: Uint8Array, lane: Lane): void {
    peer.bytesSent += bytes.length;
    peer.backlog += bytes.length;
    this.outbox.send(peer.link, bytes, lane);
  }
}
