/** Who says hello, for one who stands beside a link and takes no part in it. */

import { toHex } from '../util/bytes.ts';
import { decodeMessage } from './messages.ts';
import { decodeFrame, ProtocolError } from './wire.ts';

/** The node key that a link's first message names, in hex and not proven; undefined without one. */
export function keyOfHello(bytes: Uint8Array, magic: number): string | undefined {
  try {
    const message = decodeMessage(decodeFrame(bytes, magic));
    return message.name === 'hello' ? toHex(message.hello.nodeKey) : undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
