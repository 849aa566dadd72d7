/** The messages by which neighbours bring tabs together, and their bytes. */

import { compareBytes, equalBytes } from '../util/bytes.ts';
import type { Reader, Writer } from '../util/codec.ts';
import { PEERS_MAX, SIGNAL_MAX_BYTES } from '../util/limits.ts';
import { ProtocolError } from './wire.ts';

const KEY_BYTES = 32;

/** The sender is linked to these tabs. */
export interface PeersMessage {
  readonly name: 'peers';
  /** 32 bytes each, in ascending order. */
  readonly keys: readonly Uint8Array[];
}

/** Text between two tabs; from a relay an empty one says that it cannot reach `from`. */
export interface SignalMessage {
  readonly name: 'signal';
  /** 32 bytes each. */
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly text: string;
}

export function writePeers(writer: Writer, { keys }: PeersMessage): void {
  writer.compactSize(keys.length);
  for (const key of keys) writer.bytes(key);
}

export function readPeers(reader: Reader): PeersMessage {
  const count = reader.count(KEY_BYTES);
  if (count > PEERS_MAX) {
    throw new ProtocolError('message-list-too-long', `${count} of at most ${PEERS_MAX}`);
  }
  const keys = Array.from({ length: count }, () => reader.copyBytes(KEY_BYTES));
  // So none stands there twice, and a list has one form.
  if (keys.some((key, at) => at > 0 && compareBytes(keys[at - 1]!, key) >= 0)) {
    throw new ProtocolError('message-malformed', 'peers: keys out of order');
  }
  return { name: 'peers', keys };
}

export function writeSignal(writer: Writer, { from, to, text }: SignalMessage): void {
  writer.bytes(from);
  writer.bytes(to);
  writer.varBytes(new TextEncoder().encode(text));
}

export function readSignal(reader: Reader): SignalMessage {
  const from = reader.copyBytes(KEY_BYTES);
  const to = reader.copyBytes(KEY_BYTES);
  const bytes = reader.varBytes(SIGNAL_MAX_BYTES);
  const text = new TextDecoder().decode(bytes);
  if (!equalBytes(new TextEncoder().encode(text), bytes)) {
    throw new ProtocolError('message-malformed', 'signal: text that is not UTF-8');
  }
  return { name: 'signal', from, to, text };
}
