/** The words for one channel to one tab, shared by the protocol and by what carries it. */

/**
 * A tab that can be dialled: 32 hex digits are its connection id at the meeting place, 64 are its
 * node key, under which neighbours know it.
 */
export type PeerId = string;

const NODE_KEY = /^[0-9a-f]{64}$/;

export function isNodeKey(id: PeerId): boolean {
  return NODE_KEY.test(id);
}

/** One link to one tab, numbered by the transport, never reused within one start of the page. */
export type LinkId = number;
/** Control messages and fresh blocks overtake bulk answers on the same link. */
export type Lane = 'prompt' | 'bulk';
