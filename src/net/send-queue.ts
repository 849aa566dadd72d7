/**
 * The sending end of one link: messages wait whole in their lanes, and are cut, or put together to
 * one piece, only when the channel has room: so what is not written yet can still be overtaken.
 */

import { assert } from '../util/assert.ts';
import { concatBytes } from '../util/bytes.ts';
import {
  CHANNEL_HIGH_WATER_BYTES,
  FRAGMENT_MAX_BYTES,
  MESSAGE_MAX_BYTES,
  SEND_QUEUE_MAX_BYTES,
} from '../util/limits.ts';
import { encodeFragment, FRAGMENT_HEADER_BYTES, FRAGMENT_PART_BYTES, LANES } from './fragment.ts';
import type { Lane } from './link.ts';

interface OutgoingLane {
  readonly messages: Uint8Array[];
  /** Bytes of the first message that have been handed out. */
  offset: number;
  /** The sequence of the first message. */
  sequence: number;
}

export class SendQueue {
  readonly #lanes: Readonly<Record<Lane, OutgoingLane>> = {
    prompt: { messages: [], offset: 0, sequence: 0 },
    bulk: { messages: [], offset: 0, sequence: 0 },
  };
  #waitingBytes = 0;

  /** Message bytes not handed out yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** False, and nothing queued, when the queue is full. The bytes must not change afterwards. */
  push(message: Uint8Array, lane: Lane): boolean {
    assert(message.length > 0, 'an empty message says nothing');
    assert(message.length <= MESSAGE_MAX_BYTES, `message of ${message.length} bytes`);
    if (this.#waitingBytes + message.length > SEND_QUEUE_MAX_BYTES) return false;
    this.#lanes[lane].messages.push(message);
    this.#waitingBytes += message.length;
    return true;
  }

  /**
   * The next piece to write: as many fragments as fit into it, or undefined while the channel holds
   * enough or nothing waits.
   */
  next(bufferedAmount: number): Uint8Array | undefined {
    if (bufferedAmount + FRAGMENT_MAX_BYTES > CHANNEL_HIGH_WATER_BYTES) return undefined;
    const fragments: Uint8Array[] = [];
    let roomBytes = FRAGMENT_MAX_BYTES;
    for (let name = this.#nextLane(); name !== undefined; name = this.#nextLane()) {
      if (this.#nextBytes(name) > roomBytes) break;
      const fragment = this.#take(name);
      fragments.push(fragment);
      roomBytes -= fragment.length;
    }
    return fragments.length > 1 ? concatBytes(...fragments) : fragments[0];
  }

  #nextLane(): Lane | undefined {
    return LANES.find((lane) => this.#lanes[lane].messages.length > 0);
  }

  /** Of the lane's next fragment. */
  #nextBytes(name: Lane): number {
    const { messages, offset } = this.#lanes[name];
    return FRAGMENT_HEADER_BYTES + Math.min(FRAGMENT_PART_BYTES, messages[0]!.length - offset);
  }

  #take(name: Lane): Uint8Array {
    const lane = this.#lanes[name];
    const message = lane.messages[0]!;
    const outgoing = { message, lane: name, sequence: lane.sequence };
    const fragment = encodeFragment(outgoing, lane.offset);
    const partBytes = fragment.length - FRAGMENT_HEADER_BYTES;
    this.#waitingBytes -= partBytes;
    lane.offset += partBytes;
    if (lane.offset === message.length) this.#advance(lane);
    return fragment;
  }

  #advance(lane: OutgoingLane): void {
    lane.messages.shift();
    lane.offset = 0;
    lane.sequence = (lane.sequence + 1) >>> 0;
  }
}
