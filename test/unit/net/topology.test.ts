import { describe, expect, it } from 'vitest';
import { Door } from '../../../src/net/door.ts';
import type { LinkId } from '../../../src/net/link.ts';
import type { Neighbours } from '../../../src/net/neighbours.ts';
import { createPeer, type Peer } from '../../../src/net/peer.ts';
import { Topology } from '../../../src/net/topology.ts';
import { Random } from '../../../src/util/random.ts';

const DIALS_MAX = 3;
const LINKS_MAX = 24;
const OWN_KEY = 'f'.repeat(64);
const keyOf = (index: number) => String(index).padStart(64, '0');
const ids = (count: number) => Array.from({ length: count }, (_, index) => `tab ${index}`);

/** A tab whose dials succeed at once when told to, and its neighbours' word. */
function createTab(anchors: readonly string[] = []) {
  const links = new Map<LinkId, Peer>();
  const dialled: string[] = [];
  const listed: string[] = [];
  let seeks = 0;
  const neighbours = {
    get keys() {
      const linked = [...links.values()].map(({ key }) => key);
      return new Set([...linked, ...listed]);
    },
    reachable: listed,
  } as unknown as Neighbours;
  const topology = new Topology({
    links,
    neighbours,
    door: new Door(links, OWN_KEY),
    random: new Random(5),
    anchors: new Set(anchors),
    outbox: { dial: (id) => void dialled.push(id), seek: () => void (seeks += 1) },
  });
  let lastLink = 0;
  let now = 1_000_000;

  function link(id: string, outbound: boolean): Peer {
    lastLink += 1;
    const facts = { link: lastLink, peer: id, outbound, binding: new Uint8Array(64) };
    const peer = createPeer(facts, new Uint8Array(32), now);
    peer.errand = topology.up(id);
    peer.key = id.length === 64 ? id : keyOf(lastLink);
    peer.phase = 'ready';
    links.set(lastLink, peer);
    topology.proved(peer);
    return peer;
  }

  return {
    links,
    dialled,
    listed,
    topology,
    get seeks() {
      return seeks;
    },
    get now() {
      return now;
    },
    link,
    find(found: readonly string[], population: number) {
      topology.setPopulation(population, now);
      for (const id of found) topology.found(id, now);
    },
    /** Every dial comes up, and what is dialled then, until none is. */
    answer() {
      while (dialled.length > 0) {
        for (const id of dialled.splice(0)) link(id, true);
        topology.tick(now);
      }
    },
    pass(seconds: number) {
      for (let second = 0; second < seconds; second += 1) topology.tick((now += 1_000));
    },
    setBack(seconds: number) {
      now -= 1_000 * seconds;
    },
    lose(peer: Peer) {
      links.delete(peer.link);
      topology.lost(peer, now);
    },
  };
}

describe('a room of up to twelve', () => {
  it('is a full mesh: everybody found is dialled, three at a time', () => {
    const tab = createTab();
    tab.find(ids(11), 12);
    expect(tab.dialled).toHaveLength(DIALS_MAX);
    tab.answer();
    expect(tab.links.size).toBe(11);
  });

  it('that is linked dials nobody under a new id, until one more is counted', () => {
    const tab = createTab();
    tab.find(ids(2), 3);
    tab.answer();
    tab.find(['other id', 'another id'], 3);
    expect(tab.dialled).toEqual([]);
    tab.find(['other id'], 4);
    expect(tab.dialled).toHaveLength(1);
  });

  it('asks the meeting place again every five seconds while somebody is missing', () => {
    const tab = createTab();
    tab.find(ids(1), 3);
    tab.answer();
    tab.pass(4);
    expect(tab.seeks).toBe(0);
    tab.pass(16);
    expect(tab.seeks).toBe(4);
    tab.find(['tab 1'], 3);
    tab.answer();
    tab.pass(20);
    expect(tab.seeks).toBe(4);
  });

  it('asks the meeting place though the clock was set back by an hour', () => {
    const tab = createTab();
    tab.find(ids(1), 3);
    tab.answer();
    tab.pass(1);
    tab.setBack(3_600);
    tab.pass(10);
    expect(tab.seeks).toBe(1);
  });

  it('dials those that only neighbours know, when the meeting place is gone', () => {
    const tab = createTab();
    tab.find(ids(1), 2);
    tab.answer();
    tab.listed.push(keyOf(1), keyOf(7), OWN_KEY, keyOf(8));
    tab.find([], 0);
    tab.pass(1);
    expect(tab.dialled.toSorted()).toEqual([keyOf(7), keyOf(8)]);
  });
});

describe('a larger room', () => {
  it('is linked by eight dials of each, however many are found', () => {
    const tab = createTab();
    tab.find(ids(16), 200);
    tab.answer();
    expect(tab.topology.outbound).toHaveLength(8);
    for (let index = 0; index < 5; index += 1) tab.link(`caller ${index}`, false);
    tab.pass(10);
    expect([tab.dialled, tab.seeks]).toEqual([[], 0]);
  });

  it('finds half of them through neighbours, once there are any', () => {
    const tab = createTab();
    tab.find(ids(16), 200);
    for (const id of tab.dialled.splice(0)) tab.link(id, true);
    tab.listed.push(...Array.from({ length: 20 }, (_, index) => keyOf(100 + index)));
    tab.pass(1);
    tab.answer();
    const byKey = tab.topology.outbound.filter(({ id }) => id.length === 64);
    expect([tab.topology.outbound.length, byKey.length]).toEqual([8, 4]);
  });

  it('comes back to its anchors first', () => {
    const anchors = [keyOf(118), keyOf(119)];
    const tab = createTab(anchors);
    tab.find(ids(16), 200);
    for (const id of tab.dialled.splice(0)) tab.link(id, true);
    tab.listed.push(...Array.from({ length: 20 }, (_, index) => keyOf(100 + index)));
    tab.pass(1);
    expect(tab.dialled.slice(0, 2).toSorted()).toEqual(anchors);
  });

  it('holds one more dialled link while no block comes', () => {
    const tab = createTab();
    tab.find(ids(16), 200);
    tab.answer();
    tab.topology.setStale(true);
    tab.pass(1);
    expect(tab.dialled).toHaveLength(1);
    tab.answer();
    expect(tab.topology.outbound).toHaveLength(9);
  });

  it('of fourteen is content when everybody is linked, whoever dialled', () => {
    const tab = createTab();
    for (let index = 0; index < 7; index += 1) tab.link(`caller ${index}`, false);
    tab.find(ids(6), 14);
    tab.answer();
    expect(tab.links.size).toBe(13);
    tab.find(['other id'], 14);
    tab.pass(30);
    expect([tab.dialled, tab.seeks]).toEqual([[], 0]);
  });

  it('replaces a lost link at once, by somebody else first', () => {
    const tab = createTab();
    tab.find(ids(16), 200);
    tab.answer();
    const lost = tab.topology.outbound[0]!;
    tab.lose(lost);
    tab.pass(1);
    expect(tab.dialled).toHaveLength(1);
    expect(tab.dialled).not.toContain(lost.id);
  });
});

describe('a dial', () => {
  it('that is missed makes room for the next, and rests longer than that one', () => {
    const tab = createTab();
    tab.find(ids(5), 6);
    const [first] = tab.dialled.splice(0);
    tab.topology.missed(first!, 'dial-timeout', tab.now);
    expect(tab.dialled).toHaveLength(1);
    expect(tab.dialled).not.toContain(first);
  });

  it('of which nothing is ever heard is given up after forty seconds', () => {
    const tab = createTab();
    tab.find(ids(1), 2);
    tab.pass(40);
    expect(tab.dialled).toHaveLength(1);
    tab.pass(5);
    expect(tab.dialled).toHaveLength(2);
  });

  it('goes to nobody who is linked under another name', () => {
    const tab = createTab();
    tab.link(keyOf(9), false);
    tab.listed.push(keyOf(9));
    tab.find(['tab 0'], 0);
    const peer = tab.link('tab 0', true);
    tab.dialled.length = 0;
    peer.key = keyOf(9);
    tab.topology.proved(peer);
    tab.lose(peer);
    tab.pass(200);
    expect(tab.dialled).toEqual([]);
  });

  it('is tried with as many as are found where nobody counts them, and no more than 24', () => {
    const tab = createTab();
    tab.find(ids(30), 0);
    // Without a count of the meeting place, only links tell how large the room is.
    for (let index = 0; index < LINKS_MAX + 4; index += 1) tab.link(`caller ${index}`, false);
    tab.dialled.length = 0;
    tab.pass(1);
    expect(tab.dialled).toEqual([]);
  });
});

describe('a tab that somebody wants for himself', () => {
  it('dials two, though all that are counted have linked themselves to it', () => {
    const tab = createTab();
    for (const id of ids(5)) tab.link(id, false);
    tab.find(ids(5), 6);
    expect(tab.dialled, 'nobody else is there').toEqual([]);
    tab.find(['one', 'another', 'a third'], 6);
    tab.answer();
    expect(tab.topology.outbound).toHaveLength(2);
    tab.lose(tab.topology.outbound[0]!);
    tab.pass(10);
    tab.answer();
    expect(tab.topology.outbound).toHaveLength(2);
  });

  it('keeps one of three dials for them, however many ids the meeting place makes up', () => {
    const tab = createTab();
    tab.link('somebody', true);
    tab.listed.push(keyOf(901));
    tab.find(ids(10), 12);
    expect(tab.dialled).toHaveLength(DIALS_MAX);
    expect(tab.dialled).toContain(keyOf(901));
  });
});
