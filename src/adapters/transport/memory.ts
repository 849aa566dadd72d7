/**
 * Many transports inside one program, for nodes that share a process. Nothing happens by itself:
 * every event waits in one queue until the owner of the hub delivers it, so a run is repeatable.
 */

import type { Lane, PeerId, PeerLink, Transport, TransportEvents } from '../../node/ports.ts';
import { isNodeKey } from '../../net/link.ts';
import { assert } from '../../util/assert.ts';

export interface Hub {
  /** The transport of the tab with this id; at most one for each id. */
  transport(id: PeerId): Transport;
  /** Delivers the oldest event; false when there is none. */
  step(): boolean;
  /** Delivers until nothing waits. Events that follow from events are delivered too. */
  flush(): void;
  /** Closes the links between two tabs, and keeps them apart until `heal`. */
  cut(left: PeerId, right: PeerId): void;
  heal(left: PeerId, right: PeerId): void;
}

interface Tab {
  readonly id: PeerId;
  readonly links: Map<PeerId, MemoryLink>;
  events: TransportEvents | undefined;
  /** Its node key, under which neighbours know it. */
  key: PeerId;
  nextLink: number;
}

/** All that has to be said between two tabs that come together through a neighbour. */
const OFFER = 'offer';
const ANSWER = 'answer';

/** More than any test means to send; two nodes that answer each other for ever end here. */
const FLUSH_MAX_EVENTS = 10_000_000;

export function createHub(): Hub {
  const tabs = new Map<PeerId, Tab>();
  const cuts = new Set<string>();
  const queue: Array<() => void> = [];
  const later = (event: () => void) => void queue.push(event);

  function step(): boolean {
    const event = queue.shift();
    event?.();
    return event !== undefined;
  }

  function flush(): void {
    let count = 0;
    while (step()) assert(++count < FLUSH_MAX_EVENTS, 'the hub never comes to rest');
  }

  function start(tab: Tab, events: TransportEvents, key: PeerId): void {
    if (tab.events) return;
    tab.events = events;
    tab.key = key;
    const present = [...tabs.values()].filter((other) => other.events);
    for (const other of present) tellPopulation(other, present.length);
    seek(tab);
  }

  function seek(tab: Tab): void {
    const present = [...tabs.values()].filter((other) => other.events && other !== tab);
    const others = present.filter((other) => !cuts.has(pairOf(tab.id, other.id)));
    for (const other of others) later(() => tab.events?.found(other.id));
  }

  function tellPopulation(tab: Tab, population: number): void {
    later(() => tab.events?.meeting({ status: 'online', population }));
  }

  function stop(tab: Tab): void {
    const { events } = tab;
    if (!events) return;
    for (const link of tab.links.values()) link.close('stopped');
    tab.events = undefined;
    later(() => events.meeting({ status: 'off', population: 0 }));
    const present = [...tabs.values()].filter((other) => other.events);
    for (const other of present) tellPopulation(other, present.length);
  }

  function dial(tab: Tab, peer: PeerId): void {
    const other = tabs.get(peer);
    if (other === tab || !tab.events) return;
    later(() => {
      if (!tab.events || tab.links.has(peer)) return;
      if (isNodeKey(peer)) tab.events.signal(peer, OFFER);
      else link(tab, other, [peer, tab.id]);
    });
  }

  /** `ids` are those of the answerer and of the dialler, as the other one knows it. */
  function link(tab: Tab, other: Tab | undefined, ids: readonly [PeerId, PeerId]): void {
    const isApart = !other?.events || cuts.has(pairOf(tab.id, other.id));
    if (isApart) tab.events?.missed(ids[0], 'gone');
    else openLinks(tab, other, { ids, later });
  }

  function signal(tab: Tab, peer: PeerId, payload: string): void {
    later(() => {
      if (payload === OFFER) tab.events?.signal(peer, ANSWER);
      else if (payload === '') tab.events?.missed(peer, 'no-neighbour');
      else if (tab.events && !tab.links.has(peer)) {
        const other = [...tabs.values()].find(({ key, events }) => key === peer && events);
        link(tab, other, [peer, tab.key]);
      }
    });
  }

  function transport(id: PeerId): Transport {
    assert(!tabs.has(id), `tab ${id} has its transport already`);
    const tab: Tab = { id, links: new Map(), events: undefined, key: '', nextLink: 1 };
    tabs.set(id, tab);
    return {
      start: (events, self) => start(tab, events, self),
      seek: () => seek(tab),
      dial: (peer) => dial(tab, peer),
      signal: (peer, payload) => signal(tab, peer, payload),
      stop: () => stop(tab),
    };
  }

  function cut(left: PeerId, right: PeerId): void {
    cuts.add(pairOf(left, right));
    for (const link of tabs.get(left)?.links.values() ?? []) {
      if (link.leadsTo === right) link.close('cut');
    }
  }

  return {
    transport,
    step,
    flush,
    cut,
    heal: (left, right) => void cuts.delete(pairOf(left, right)),
  };
}

function pairOf(left: PeerId, right: PeerId): string {
  return JSON.stringify([left, right].sort());
}

type Later = (event: () => void) => void;

interface Way {
  readonly ids: readonly [answerer: PeerId, dialler: PeerId];
  readonly later: Later;
}

function openLinks(dialler: Tab, answerer: Tab, { ids, later }: Way): void {
  const binding = bindingOf(dialler.id, answerer.id);
  const outbound = new MemoryLink(dialler, ids[0], { outbound: true, binding, later });
  const inbound = new MemoryLink(answerer, ids[1], { outbound: false, binding, later });
  outbound.open(inbound);
  inbound.open(outbound);
}

/** Stands for the two DTLS fingerprints: both ends hold the same bytes, other pairs others. */
function bindingOf(dialler: PeerId, answerer: PeerId): Uint8Array {
  const binding = new Uint8Array(64);
  const text = new TextEncoder();
  text.encodeInto(dialler, binding.subarray(0, 32));
  text.encodeInto(answerer, binding.subarray(32));
  return binding;
}

interface MemoryLinkFacts {
  readonly outbound: boolean;
  readonly binding: Uint8Array;
  readonly later: Later;
}

class MemoryLink implements PeerLink {
  readonly id: number;
  readonly peer: PeerId;
  readonly outbound: boolean;
  readonly binding: Uint8Array;
  readonly #tab: Tab;
  readonly #events: TransportEvents;
  readonly #later: Later;
  #other: MemoryLink | undefined;
  #backlog = 0;
  #isDown = false;

  constructor(tab: Tab, peer: PeerId, { outbound, binding, later }: MemoryLinkFacts) {
    assert(tab.events, 'a tab that is not started has no links');
    this.id = tab.nextLink++;
    this.peer = peer;
    this.outbound = outbound;
    this.binding = binding;
    this.#tab = tab;
    this.#events = tab.events;
    this.#later = later;
  }

  get backlog(): number {
    return this.#backlog;
  }

  /** Id of the tab at the other end, whatever it was dialled by. */
  get leadsTo(): PeerId | undefined {
    return this.#other && this.#other.#tab.id;
  }

  open(other: MemoryLink): void {
    this.#other = other;
    this.#tab.links.set(this.peer, this);
    this.#later(() => this.#events.up(this));
  }

  send(bytes: Uint8Array, _lane: Lane): void {
    if (this.#isDown) return;
    const message = bytes.slice();
    this.#backlog += message.length;
    this.#later(() => {
      this.#backlog -= message.length;
      this.#other?.receive(message);
    });
  }

  receive(message: Uint8Array): void {
    if (!this.#isDown) this.#events.message(this, message);
  }

  close(reason: string): void {
    this.end(reason);
    this.#other?.end(reason === 'cut' ? 'cut' : 'closed');
  }

  /** This side's half of closing; `down` comes once, by the queue. */
  end(reason: string): void {
    if (this.#isDown) return;
    this.#isDown = true;
    this.#tab.links.delete(this.peer);
    this.#later(() => this.#events.down(this, reason));
  }
}
