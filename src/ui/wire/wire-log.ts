/** What passed on the wire, as the page keeps it: the newest few thousand events, oldest first. */

import { LINK_NAMES_MAX, WIRE_EVENTS_SHOWN_MAX } from '../../util/limits.ts';
import type { PeerRow } from '../../node/api.ts';

/** As getmessages tells it. */
export interface WireEvent {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly link: number;
  readonly kind: 'received' | 'sent' | 'opened' | 'closed';
  /** Of the whole message. */
  readonly sizeBytes: number;
  /** Its first bytes, as far as they were kept. */
  readonly bytes: Uint8Array;
  readonly reason?: string;
}

export interface WireAnswer {
  readonly events: readonly WireEvent[];
  readonly next: number;
  readonly missed: number;
}

export interface WireLog {
  readonly events: readonly WireEvent[];
  /** How many came with the last answer. */
  readonly fresh: number;
  readonly next: number;
  /** Passed too quickly to be kept, since the view was opened. */
  readonly missed: number;
}

export const EMPTY_LOG: WireLog = { events: [], fresh: 0, next: 0, missed: 0 };

export function heard(log: WireLog, { events, next, missed }: WireAnswer): WireLog {
  return {
    events:
      events.length === 0 ? log.events : [...log.events, ...events].slice(-WIRE_EVENTS_SHOWN_MAX),
    fresh: events.length,
    next,
    missed: log.missed + missed,
  };
}

/** Who is, or was, at the other end of a link. */
export interface LinkName {
  readonly key: string;
  readonly name: string;
}

export type LinkNames = ReadonlyMap<number, LinkName>;

/** With those who are linked now; the links that were named first are forgotten first. */
export function named(before: LinkNames, peers: readonly PeerRow[]): LinkNames {
  const isKnown = ({ id, key, name }: PeerRow) => {
    const known = before.get(id);
    return known !== undefined && known.key === key && known.name === name;
  };
  if (peers.every(isKnown)) return before;
  const names = new Map(before);
  for (const { id, key, name } of peers) names.set(id, { key, name });
  return new Map([...names].slice(-LINK_NAMES_MAX));
}
