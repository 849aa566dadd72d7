/**
 * Two transports as one: the room's, and that of the nodes in this very page. The node sees both
 * kinds of links alike; those of the page have ids of their own kind (net/link.ts), and are never
 * sought, found or dialled from here, since the page's nodes do that.
 *
 * Links to other tabs can be cut and healed. A tab may come back under another id, so it is known
 * by the node key of its hello, which is the first thing that it says: that hello is held back from
 * the node, and the link is closed before anything else passes.
 */

import { isNear, nearId } from '../../net/link.ts';
import type { LinkId, PeerId, PeerLink, Transport, TransportEvents } from '../../node/ports.ts';
import { CUT_IDS_MAX } from '../../util/limits.ts';
import { JoinedLink } from './joined-link.ts';

/** A tab as the first digits of its node key tell it; or all of them, also those to come. */
export type CutName = string;
export const EVERYBODY: CutName = '';

export interface FarLink {
  /** Hex, 32 bytes. */
  readonly key: string;
  readonly messages: number;
  readonly sizeBytes: number;
}

export interface JoinedTransport extends Transport {
  /** Begins to use it; started and stopped as the other one is. */
  attach(near: Transport): void;
  detach(): void;
  /** Closes links to such tabs, and lets none come up, until `heal`. */
  cut(name: CutName): void;
  heal(name: CutName): void;
  /** To other tabs that have said hello. */
  links(): readonly FarLink[];
}

/** The node key of somebody whose first message this is; undefined where it is no hello. */
export type KeyOf = (bytes: Uint8Array) => string | undefined;

interface Started {
  readonly events: TransportEvents;
  readonly self: PeerId;
}

const CUT = 'cut';
/** What a dial of somebody comes to whom the meeting place has forgotten: it costs no patience. */
const GONE = 'gone';

export function joinTransports(far: Transport, keyOf: KeyOf): JoinedTransport {
  const links = new Map<PeerLink, JoinedLink>();
  const cuts = new Set<CutName>();
  /** Ids under which tabs that are cut were met. */
  const cutIds = new Map<PeerId, string>();
  let started: Started | undefined;
  let near: Transport | undefined;
  let lastLink: LinkId = 0;

  const isShut = () => cuts.has(EVERYBODY);
  const isCut = (key: string) => [...cuts].some((name) => key.startsWith(name));
  const isCutId = (id: PeerId) => isShut() || cutIds.has(id);

  function farEvents({ events }: Started): TransportEvents {
    return {
      ...linkEvents(events),
      found: (peer) => void (isCutId(peer) || events.found(peer)),
      missed: (peer, reason) => events.missed(peer, reason),
      signal: (peer, payload) => events.signal(peer, payload),
      up: (link) => (isShut() ? refuse(link, events) : open(link, link.peer, events)),
      meeting: (state) => events.meeting(state),
    };
  }

  /** Who is in this page comes by itself, and is no part of the room that is counted. */
  function nearEvents({ events }: Started): TransportEvents {
    const nothing = () => {};
    return {
      ...linkEvents(events),
      found: nothing,
      missed: nothing,
      signal: nothing,
      up: (link) => open(link, nearId(link.peer), events),
      meeting: nothing,
    };
  }

  function linkEvents(events: TransportEvents): Pick<TransportEvents, 'message' | 'down'> {
    return {
      message(link, bytes) {
        const joined = links.get(link);
        if (!joined || !isWelcome(joined, bytes)) return;
        joined.count(bytes);
        events.message(joined, bytes);
      },
      down(link, reason) {
        const joined = links.get(link);
        links.delete(link);
        if (!joined) return;
        events.down(joined, reason);
        // Or the node would wait longer and longer before it dials that tab again.
        if (joined.isCut) events.missed(joined.peer, GONE);
      },
    };
  }

  function open(link: PeerLink, peer: PeerId, events: TransportEvents): void {
    lastLink += 1;
    const joined = new JoinedLink(link, lastLink, peer);
    links.set(link, joined);
    events.up(joined);
  }

  /** The node never hears of it, but for its own dial. */
  function refuse(link: PeerLink, events: TransportEvents): void {
    if (link.outbound) events.missed(link.peer, GONE);
    link.close(CUT);
  }

  function isWelcome(link: JoinedLink, bytes: Uint8Array): boolean {
    if (link.key !== undefined || isNear(link.peer)) return true;
    link.key = keyOf(bytes) ?? '';
    if (!isCut(link.key)) return true;
    closeFor(link);
    return false;
  }

  function closeFor(link: JoinedLink): void {
    if (link.key) rememberCut(link.peer, link.key);
    link.isCut = true;
    link.close(CUT);
  }

  /** Of the oldest it is only learnt anew, by its hello, that it is cut. */
  function rememberCut(id: PeerId, key: string): void {
    cutIds.set(id, key);
    const [oldest] = cutIds.keys();
    if (cutIds.size > CUT_IDS_MAX) cutIds.delete(oldest!);
  }

  const farLinks = () => [...links.values()].filter(({ peer }) => !isNear(peer));

  function dial(peer: PeerId): void {
    if (!isCutId(peer)) return far.dial(peer);
    return queueMicrotask(() => started?.events.missed(peer, GONE));
  }

  /** Its links are down at once: what served them may be gone already, and say nothing more. */
  function detach(): void {
    near?.stop();
    near = undefined;
    for (const [link, joined] of links) {
      if (!isNear(joined.peer)) continue;
      links.delete(link);
      queueMicrotask(() => started?.events.down(joined, 'stopped'));
    }
  }

  function startNear(): void {
    if (started) near?.start(nearEvents(started), started.self);
  }

  return {
    start(events, self) {
      if (started) return;
      started = { events, self };
      far.start(farEvents(started), self);
      startNear();
    },
    seek: () => far.seek(),
    dial,
    signal: (peer, payload) => far.signal(peer, payload),
    stop() {
      started = undefined;
      cutIds.clear();
      far.stop();
      near?.stop();
    },
    attach(transport) {
      detach();
      near = transport;
      startNear();
    },
    detach,
    cut(name) {
      cuts.add(name);
      for (const link of farLinks()) {
        if (name === EVERYBODY || (link.key && isCut(link.key))) closeFor(link);
      }
    },
    heal(name) {
      cuts.delete(name);
      for (const [id, key] of cutIds) if (!isCut(key)) cutIds.delete(id);
      // Those who were not told of meanwhile.
      if (started) far.seek();
    },
    links: () => farLinks().flatMap(({ facts }) => (facts.key ? [facts] : [])),
  };
}
