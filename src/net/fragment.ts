/**
 * Whole messages over a channel that takes small pieces. Two lanes share the channel: at any
 * fragment boundary a prompt message may step in front of a bulk one, so a fresh block never waits
 * for a download to end. Within a lane messages come one after the other.
 *
 * A fragment is lane(1) sequence(4) total(4) offset(4) and its part of the message, little-endian.
 * All parts but the last are full, so a message has one cut only and costs few objects; and since
 * total and offset tell how long a part is, several small fragments travel in one piece: fifty
 * small blocks then cost the channel and its page one event instead of fifty.
 */

import { FRAGMENT_MAX_BYTES, MESSAGE_MAX_BYTES, REASSEMBLY_TIMEOUT_MS } from '../util/limits.ts';
import type { Lane } from './link.ts';

export const FRAGMENT_HEADER_BYTES = 13;
export const FRAGMENT_PART_BYTES = FRAGMENT_MAX_BYTES - FRAGMENT_HEADER_BYTES;

/** In order of urgency; the index is the byte in the header. */
export const LANES: readonly Lane[] = ['prompt', 'bulk'];

export type FragmentFault =
  | 'fragment-not-binary'
  | 'fragment-short'
  | 'fragment-empty'
  | 'fragment-size'
  | 'fragment-lane'
  | 'fragment-out-of-order'
  | 'fragment-duplicate'
  | 'fragment-total-changed'
  | 'message-too-large';

/** The other side cut or ordered its fragments wrongly; the link is closed with the code. */
export class FragmentError extends Error {
  readonly code: FragmentFault;

  constructor(code: FragmentFault, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'FragmentError';
    this.code = code;
  }
}

/** All fragments of one message, in order. `sequence` counts the lane's messages, modulo 2^32. */
export function encodeFragments(message: Uint8Array, lane: Lane, sequence: number): Uint8Array[] {
  const fragments: Uint8Array[] = [];
  for (let offset = 0; offset < message.length; offset += FRAGMENT_PART_BYTES) {
    fragments.push(encodeFragment({ message, lane, sequence }, offset));
  }
  return fragments;
}

export interface OutgoingMessage {
  readonly message: Uint8Array;
  readonly lane: Lane;
  readonly sequence: number;
}

export function encodeFragment(
  { message, lane, sequence }: OutgoingMessage,
  offset: number,
): Uint8Array {
  const part = message.subarray(offset, offset + FRAGMENT_PART_BYTES);
  const fragment = new Uint8Array(FRAGMENT_HEADER_BYTES + part.length);
  const view = new DataView(fragment.buffer);
  view.setUint8(0, LANES.indexOf(lane));
  view.setUint32(1, sequence, true);
  view.setUint32(5, message.length, true);
  view.setUint32(9, offset, true);
  fragment.set(part, FRAGMENT_HEADER_BYTES);
  return fragment;
}

interface Fragment {
  readonly lane: Lane;
  readonly sequence: number;
  readonly total: number;
  readonly offset: number;
  readonly part: Uint8Array;
}

/** The fragment that `bytes` begin with. Its part ends where total and offset say. */
function decodeFragment(bytes: Uint8Array): Fragment {
  if (bytes.length < FRAGMENT_HEADER_BYTES) {
    throw new FragmentError('fragment-short', `${bytes.length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lane = LANES[view.getUint8(0)];
  if (!lane) throw new FragmentError('fragment-lane', `lane ${view.getUint8(0)}`);
  const total = view.getUint32(5, true);
  const offset = view.getUint32(9, true);
  const end = FRAGMENT_HEADER_BYTES + Math.min(FRAGMENT_PART_BYTES, Math.max(0, total - offset));
  const part = bytes.subarray(FRAGMENT_HEADER_BYTES, end);
  const fragment = { lane, sequence: view.getUint32(1, true), total, offset, part };
  checkSizes(fragment, end - FRAGMENT_HEADER_BYTES);
  return fragment;
}

function checkSizes({ total, offset, part }: Fragment, partBytes: number): void {
  if (total > MESSAGE_MAX_BYTES) {
    throw new FragmentError('message-too-large', `claims ${total} bytes`);
  }
  if (total > 0 && offset >= total) {
    throw new FragmentError('fragment-out-of-order', `at ${offset} of ${total}`);
  }
  if (part.length === 0) throw new FragmentError('fragment-empty', 'no bytes');
  // One byte in each fragment would cost half a million objects for one message.
  if (part.length !== partBytes) {
    throw new FragmentError('fragment-size', `${part.length} bytes at ${offset} of ${total}`);
  }
}

interface Assembly {
  readonly total: number;
  readonly startedAtMs: number;
  readonly parts: Uint8Array[];
  received: number;
}

interface IncomingLane {
  /** The sequence of the message under way, or of the next one. */
  sequence: number;
  assembly: Assembly | undefined;
}

/** The receiving end of one link: at most one message in assembly per lane. */
export class Reassembler {
  readonly #lanes: Readonly<Record<Lane, IncomingLane>> = {
    prompt: { sequence: 0, assembly: undefined },
    bulk: { sequence: 0, assembly: undefined },
  };

  /**
   * The messages that a piece of the channel completes, each in a buffer of its own. Throws
   * FragmentError.
   */
  accept(data: unknown, nowMs: number): Uint8Array[] {
    if (!(data instanceof Uint8Array)) throw new FragmentError('fragment-not-binary', typeof data);
    if (data.length > FRAGMENT_MAX_BYTES) {
      throw new FragmentError('fragment-size', `${data.length} bytes in one piece`);
    }
    const messages: Uint8Array[] = [];
    let at = 0;
    do {
      const fragment = decodeFragment(data.subarray(at));
      const message = this.#take(fragment, nowMs);
      if (message !== undefined) messages.push(message);
      at += FRAGMENT_HEADER_BYTES + fragment.part.length;
    } while (at < data.length);
    return messages;
  }

  /** True when some message has been under way for too long, whether or not bytes still come. */
  expired(nowMs: number): boolean {
    return Object.values(this.#lanes).some(
      ({ assembly }) => assembly && nowMs - assembly.startedAtMs > REASSEMBLY_TIMEOUT_MS,
    );
  }

  #take(fragment: Fragment, nowMs: number): Uint8Array | undefined {
    const lane = this.#lanes[fragment.lane];
    checkOrder(lane, fragment);
    const { total, part } = fragment;
    lane.assembly ??= { total, startedAtMs: nowMs, parts: [], received: 0 };
    const { assembly } = lane;
    assembly.parts.push(part);
    assembly.received += part.length;
    if (assembly.received < assembly.total) return undefined;
    lane.sequence = (lane.sequence + 1) >>> 0;
    lane.assembly = undefined;
    return join(assembly);
  }
}

function checkOrder(lane: IncomingLane, { sequence, total, offset }: Fragment): void {
  const received = lane.assembly?.received ?? 0;
  const where = `message ${sequence} at ${offset}, expected ${lane.sequence} at ${received}`;
  // Sequences wrap, so "before" means the nearer half of the circle.
  const isBehind = (lane.sequence - sequence) >>> 0 < 2 ** 31;
  if (sequence !== lane.sequence) {
    throw new FragmentError(isBehind ? 'fragment-duplicate' : 'fragment-out-of-order', where);
  }
  if (lane.assembly && lane.assembly.total !== total) {
    throw new FragmentError('fragment-total-changed', `${lane.assembly.total} became ${total}`);
  }
  if (offset < received) throw new FragmentError('fragment-duplicate', where);
  if (offset > received) throw new FragmentError('fragment-out-of-order', where);
}

function join({ total, parts }: Assembly): Uint8Array {
  const message = new Uint8Array(total);
  let offset = 0;
  for (const part of parts) {
    message.set(part, offset);
    offset += part.length;
  }
  return message;
}
