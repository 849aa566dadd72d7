/**
 * Transports of nodes that share one program, and the meeting place where they find each other.
 * Links can be cut and healed between any two, and all of them be made slow or lossy; in all else
 * they are what links are: ordered, reliable, of whole messages, never within the call.
 *
 * Whoever is dialled by its node key is reached as in a room without a meeting place: an offer and
 * an answer go by a neighbour that both share, which must be there and must carry them. Between the
 * two nothing has to be said but who they are, so the texts are plain words.
 *
 * A cut remembers the link that it ended, and healing puts it back as it was, as when somebody
 * plugs a cable in again; by themselves large rooms would take minutes to look at each other.
 */

import { isNodeKey } from '../../net/link.ts';
import type { PeerId, Transport, TransportEvents } from '../../node/ports.ts';
import { assert } from '../../util/assert.ts';
import { type SwitchedEnd, SwitchedLink, type Traffic } from './switched-link.ts';
import { FINE_WEATHER, type LinkWeather } from './weather.ts';

export interface SwitchboardOptions {
  /** Calls back after so many ms, never within the call; what is due first, or was said first. */
  readonly later: (event: () => void, delayMs: number) => void;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** From 0 to 1, 1 excluded: decides which messages get lost. */
  readonly random: () => number;
}

export interface SwitchedPair extends Traffic {
  readonly left: PeerId;
  readonly right: PeerId;
  readonly state: 'up' | 'cut';
}

/**
 * 'hidden' is neither found nor counted, and may dial; 'deaf' hears no signals, so whoever dials it
 * by its node key is linked with it at once.
 */
export type Part = 'open' | 'hidden' | 'deaf';

export interface Switchboard {
  /** The transport of the participant with this id; at most one for each id. Open if not said. */
  transport(id: PeerId, part?: Part): Transport;
  /** Ends its links, and forgets it and its cuts. */
  leave(id: PeerId): void;
  /** Closes the links between two, and keeps them apart until `heal`. */
  cut(left: PeerId, right: PeerId): void;
  heal(left: PeerId, right: PeerId): void;
  isCut(left: PeerId, right: PeerId): boolean;
  /** For what is sent from now on. */
  setWeather(weather: LinkWeather): void;
  /** Every link that is up, or may not be. */
  pairs(): readonly SwitchedPair[];
}

interface Tab extends SwitchedEnd {
  readonly part: Part;
  /** Its node key, under which neighbours know it. */
  key: PeerId;
}

/** Who dialled whom, and under which id each knew the other. */
interface Joint {
  readonly dialler: Tab;
  readonly answerer: Tab;
  readonly ids: readonly [answerer: PeerId, dialler: PeerId];
}

interface Pair {
  readonly left: PeerId;
  readonly right: PeerId;
  readonly traffic: { messages: number; sizeBytes: number };
  isCut: boolean;
  /** The link that the cut ended. */
  ended: Joint | undefined;
}

/** All that has to be said between two tabs that come together through a neighbour. */
const OFFER = 'offer';
const ANSWER = 'answer';

export function createSwitchboard({ later, now, random }: SwitchboardOptions): Switchboard {
  const tabs = new Map<PeerId, Tab>();
  const pairs = new Map<string, Pair>();
  let weather = FINE_WEATHER;
  const soon = (event: () => void) => later(event, 0);
  const present = () => [...tabs.values()].filter(({ events }) => events !== undefined);
  const findable = () => present().filter(({ part }) => part !== 'hidden');

  function pairOf(first: PeerId, second: PeerId): Pair {
    const [left, right] = [first, second].sort() as [PeerId, PeerId];
    const name = JSON.stringify([left, right]);
    const fresh = { left, right, traffic: { messages: 0, sizeBytes: 0 }, isCut: false };
    const pair = pairs.get(name) ?? { ...fresh, ended: undefined };
    pairs.set(name, pair);
    return pair;
  }

  const isCut = (left: PeerId, right: PeerId) => pairOf(left, right).isCut;

  function start(tab: Tab, events: TransportEvents, key: PeerId): void {
    if (tab.events) return;
    tab.events = events;
    tab.key = key;
    tellPopulation();
    seek(tab);
  }

  function seek(tab: Tab): void {
    for (const other of findable()) {
      if (other !== tab && !isCut(tab.id, other.id)) soon(() => tab.events?.found(other.id));
    }
  }

  function tellPopulation(): void {
    const population = findable().length;
    for (const { events } of present()) {
      soon(() => events?.meeting({ status: 'online', population }));
    }
  }

  function stop(tab: Tab): void {
    const { events } = tab;
    if (!events) return;
    for (const link of tab.links.values()) link.close('stopped');
    tab.events = undefined;
    soon(() => events.meeting({ status: 'off', population: 0 }));
    tellPopulation();
  }

  function dial(tab: Tab, peer: PeerId): void {
    const other = tabs.get(peer);
    if (other === tab || !tab.events) return;
    soon(() => {
      if (!tab.events || tab.links.has(peer)) return;
      const deaf = present().find(({ key, part }) => key === peer && part === 'deaf');
      if (deaf) link(tab, deaf, [peer, tab.key]);
      else if (isNodeKey(peer)) tab.events.signal(peer, OFFER);
      else link(tab, other, [peer, tab.id]);
    });
  }

  function link(dialler: Tab, answerer: Tab | undefined, ids: Joint['ids']): void {
    const isApart = !answerer?.events || isCut(dialler.id, answerer.id);
    if (isApart) dialler.events?.missed(ids[0], 'gone');
    else open({ dialler, answerer, ids });
  }

  function open({ dialler, answerer, ids }: Joint): void {
    const binding = bindingOf(dialler.id, answerer.id);
    const { traffic } = pairOf(dialler.id, answerer.id);
    const facts = { binding, traffic, later, now, travel: () => ({ weather, random }) };
    const outbound = new SwitchedLink(dialler, ids[0], { ...facts, outbound: true });
    const inbound = new SwitchedLink(answerer, ids[1], { ...facts, outbound: false });
    outbound.open(inbound);
    inbound.open(outbound);
  }

  function signal(tab: Tab, peer: PeerId, payload: string): void {
    soon(() => {
      if (payload === OFFER) tab.events?.signal(peer, ANSWER);
      else if (payload === '') tab.events?.missed(peer, 'no-neighbour');
      else if (payload === ANSWER && tab.events && !tab.links.has(peer)) {
        link(
          tab,
          present().find(({ key }) => key === peer),
          [peer, tab.key],
        );
      }
    });
  }

  function transport(id: PeerId, part: Part = 'open'): Transport {
    assert(!tabs.has(id), `tab ${id} has its transport already`);
    const tab: Tab = { id, part, links: new Map(), events: undefined, key: '', nextLink: 1 };
    tabs.set(id, tab);
    return {
      start: (events, self) => start(tab, events, self),
      seek: () => seek(tab),
      dial: (peer) => dial(tab, peer),
      signal: (peer, payload) => signal(tab, peer, payload),
      stop: () => stop(tab),
    };
  }

  function leave(id: PeerId): void {
    const tab = tabs.get(id);
    if (tab) stop(tab);
    tabs.delete(id);
    for (const [name, { left, right }] of pairs) {
      if (left === id || right === id) pairs.delete(name);
    }
  }

  function linkBetween({ left, right }: Pair): SwitchedLink | undefined {
    return [...(tabs.get(left)?.links.values() ?? [])].find(({ leadsTo }) => leadsTo === right);
  }

  function cut(left: PeerId, right: PeerId): void {
    const pair = pairOf(left, right);
    pair.isCut = true;
    for (let up = linkBetween(pair); up; up = linkBetween(pair)) {
      pair.ended ??= jointOf(pair, up);
      up.sever();
    }
  }

  function jointOf(pair: Pair, up: SwitchedLink): Joint {
    const [left, right] = [tabs.get(pair.left)!, tabs.get(pair.right)!];
    const [dialler, answerer] = up.outbound ? [left, right] : [right, left];
    const ids = up.outbound ? [up.peer, up.nameThere] : [up.nameThere, up.peer];
    return { dialler, answerer, ids: ids as [PeerId, PeerId] };
  }

  function heal(left: PeerId, right: PeerId): void {
    const pair = pairOf(left, right);
    const { ended } = pair;
    pair.isCut = false;
    pair.ended = undefined;
    if (!ended) return introduce(pair);
    soon(() => {
      const isFree = !pair.isCut && linkBetween(pair) === undefined;
      if (isFree && ended.dialler.events && ended.answerer.events) open(ended);
    });
  }

  /** They were never linked, or one of them was not there: the meeting place names them again. */
  function introduce({ left, right }: Pair): void {
    const ends = [tabs.get(left), tabs.get(right)] as const;
    for (const [from, to] of [ends, [...ends].reverse()]) {
      if (to?.events && to.part !== 'hidden') soon(() => from?.events?.found(to.id));
    }
  }

  function viewPairs(): SwitchedPair[] {
    return [...pairs.values()].flatMap((pair) => {
      const state = pair.isCut ? 'cut' : linkBetween(pair) ? 'up' : undefined;
      return state === undefined ? [] : [{ ...pair.traffic, ...endsOf(pair), state }];
    });
  }

  return {
    transport,
    leave,
    cut,
    heal,
    isCut,
    setWeather: (next) => void (weather = next),
    pairs: viewPairs,
  };
}

function endsOf({ left, right }: Pair) {
  return { left, right };
}

/** Stands for the two DTLS fingerprints: both ends hold the same bytes, other pairs others. */
function bindingOf(dialler: PeerId, answerer: PeerId): Uint8Array {
  const binding = new Uint8Array(64);
  const text = new TextEncoder();
  text.encodeInto(dialler, binding.subarray(0, 32));
  text.encodeInto(answerer, binding.subarray(32));
  return binding;
}
