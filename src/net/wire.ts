/**
 * The envelope of every message: magic(4) type(1) length(4) payload, integers little-endian.
 *
 * The magic separates rooms; the length must be exactly what follows, since links carry whole
 * messages. A frame that breaks this costs its sender the link.
 */

import { assert } from '../util/assert.ts';
import { MESSAGE_MAX_BYTES } from '../util/limits.ts';

export const FRAME_HEADER_BYTES = 9;

/** Type numbers; those without a handler yet are reserved, and read as unknown. */
export const MessageType = {
  hello: 1,
  version: 2,
  verack: 3,
  ping: 4,
  pong: 5,
  getheaders: 6,
  headers: 7,
  inv: 8,
  getdata: 9,
  notfound: 10,
  block: 11,
  tx: 12,
  cmpctblock: 13,
  getblocktxn: 14,
  blocktxn: 15,
  peers: 16,
  signal: 17,
} as const;

export type MessageName = keyof typeof MessageType;

/** Somebody broke the peer protocol; the code names how, and the link is closed for it. */
export class ProtocolError extends Error {
  readonly code: string;

  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'ProtocolError';
    this.code = code;
  }
}

export interface Frame {
  readonly type: number;
  readonly payload: Uint8Array;
}

export function encodeFrame(magic: number, type: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
  assert(bytes.length <= MESSAGE_MAX_BYTES, 'a frame fits into one message');
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint8(4, type);
  view.setUint32(5, payload.length, true);
  bytes.set(payload, FRAME_HEADER_BYTES);
  return bytes;
}

/** Throws ProtocolError; the payload is a view into `bytes`. */
export function decodeFrame(bytes: Uint8Array, magic: number): Frame {
  if (bytes.length < FRAME_HEADER_BYTES) {
    throw new ProtocolError('frame-short', `${bytes.length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== magic) {
    throw new ProtocolError('frame-magic', 'a message of another room');
  }
  const length = view.getUint32(5, true);
  if (length > MESSAGE_MAX_BYTES - FRAME_HEADER_BYTES) {
    throw new ProtocolError('frame-too-large', `claims ${length} bytes`);
  }
  if (length !== bytes.length - FRAME_HEADER_BYTES) {
    throw new ProtocolError(
      'frame-length',
      `claims ${length} of ${bytes.length - FRAME_HEADER_BYTES}`,
    );
  }
  return { type: view.getUint8(4), payload: bytes.subarray(FRAME_HEADER_BYTES) };
}
