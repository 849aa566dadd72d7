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

/**
 * A node in this very page is a peer like any other, but stands outside of the room's mesh: nobody
 * elsewhere is told of it or could reach it, and it takes no other tab's place (lab/colony.ts).
 */
const NEAR = 'near-';

export function nearId(id: PeerId): PeerId {
  return NEAR + id;
}

export function isNear(id: PeerId): boolean {
  return id.startsWith(NEAR);
}

/** One link to one tab, numbered by the transport, never reused within one start of the page. */
export type LinkId = number;
/** Control messages and fresh blocks overtake bulk answers on the same link. */
export type Lane = 'prompt' | 'bulk';
