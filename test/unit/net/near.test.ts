import { describe, expect, it } from 'vitest';
import { isNear, nearId } from '../../../src/net/link.ts';
import { type Foe, NetHarness } from '../../support/net-harness.ts';

const CONNECTIONS_MAX = 26;
const INBOUND_MAX = 16;
const NEAR_MAX = 24;
const SETTLED_SECONDS = 12;

/** A node with peers in other tabs, and others in its own page. */
function meet(far: number, near: number) {
  const harness = new NetHarness();
  const node = harness.node();
  const greet = (id?: string) => {
    const foe = harness.foe(node, id).greet();
    foe.sayHeaders([]);
    return foe;
  };
  const tabs = Array.from({ length: far }, () => greet());
  const mates = Array.from({ length: near }, (_, index) => greet(nearId(`mate-${index}`)));
  return { harness, node, tabs, mates, greet };
}

const keyOf = (foe: Foe) => foe.secrets.nodeKey;
const told = (foe: Foe) => foe.all('peers').map(({ keys }) => keys);

describe('a node in the same page', () => {
  it('is known by its id alone', () => {
    expect([isNear(nearId('0f'.repeat(16))), isNear('0f'.repeat(16))]).toEqual([true, false]);
  });

  it('is told of to nobody, and is told of nobody', () => {
    const { harness, tabs, mates } = meet(2, 2);
    harness.pass(SETTLED_SECONDS);
    expect(told(tabs[0]!)).toEqual([[keyOf(tabs[1]!)]]);
    expect(mates.flatMap(told)).toEqual([]);
  });

  it('is not counted among the tabs of the room, nor are those that it lists', () => {
    const { harness, node, mates } = meet(3, 12);
    mates[0]!.say({ name: 'peers', keys: [new Uint8Array(32).fill(7)] });
    harness.pass(1);
    const { topology, neighbours } = node.network.mesh;
    expect([topology.population, topology.isBounded]).toEqual([4, false]);
    expect(neighbours.reachable).toEqual([]);
    expect(node.dialled).toEqual([]);
  });

  it('carries no signal, and none is carried to it', () => {
    const { tabs, mates } = meet(2, 1);
    const [anna, mate] = [tabs[0]!, mates[0]!];
    anna.say({ name: 'signal', from: keyOf(anna), to: keyOf(mate), text: 'offer' });
    mate.say({ name: 'signal', from: keyOf(mate), to: keyOf(anna), text: 'offer' });
    expect(mate.all('signal')).toMatchObject([{ text: '' }]);
    expect(anna.all('signal')).toMatchObject([{ text: '' }]);
  });

  it('takes no other tab’s place, and gives its own to none', () => {
    const { node, greet } = meet(INBOUND_MAX - 1, NEAR_MAX);
    expect(node.dropped).toEqual([]);
    greet();
    expect(node.dropped).toEqual([]);
    greet();
    expect([node.dropped, node.network.peers.size]).toEqual([['evicted'], INBOUND_MAX + NEAR_MAX]);
    expect([...node.network.peers.values()].filter(({ id }) => isNear(id))).toHaveLength(NEAR_MAX);
  });

  it('is one of 24 at most, however many strangers come', () => {
    const { harness, node } = meet(0, NEAR_MAX);
    expect(harness.foe(node, nearId('one-more')).isDown).toBe(true);
    for (let link = 0; link < CONNECTIONS_MAX; link += 1) harness.foe(node);
    expect([node.dropped, node.network.peers.size]).toEqual([
      ['links-full'],
      NEAR_MAX + CONNECTIONS_MAX,
    ]);
  });

  it('makes a tab that seeks others seek them as before', () => {
    const { harness, node } = meet(0, 8);
    node.network.setPopulation(3, harness.now);
    node.network.found('tab-1', harness.now);
    node.network.found('tab-2', harness.now);
    expect(node.dialled.toSorted()).toEqual(['tab-1', 'tab-2']);
  });
});
