import { describe, expect, it } from 'vitest';
import { compareBytes, fromHex, toHex } from '../../../src/util/bytes.ts';
import { type Foe, NetHarness, type TestNode } from '../../support/net-harness.ts';

const PEERS_PER_MINUTE = 6;
const SIGNALS_BURST = 32;
const SIGNALS_PER_SECOND = 2;
const ROUTES_MAX = 64;
const OFFER = 'offer.1.AAAA';

/** It has nothing to show, and says so. */
function greet(harness: NetHarness, node: TestNode): Foe {
  const foe = harness.foe(node).greet();
  foe.sayHeaders([]);
  return foe;
}

/** A node with so many peers; the first two talk. */
function meet(peers = 2) {
  const harness = new NetHarness();
  const node = harness.node();
  const foes = Array.from({ length: peers }, () => greet(harness, node));
  return { harness, node, foes, anna: foes[0]!, bert: foes[1]! };
}

const keyOf = (foe: Foe) => foe.secrets.nodeKey;
const ownKey = (node: TestNode) => node.secrets.nodeKey;
const strangerKey = (seed: number) => new Uint8Array(32).fill(seed);

function say(by: Foe, from: Uint8Array, to: Uint8Array, text = OFFER): void {
  by.say({ name: 'signal', from, to, text });
}

function signals(foe: Foe) {
  return foe.all('signal').map(({ from, to, text }) => [toHex(from), toHex(to), text]);
}

describe('neighbours', () => {
  it('are told of each other once their links have settled, and again when that changes', () => {
    const { harness, node, anna, bert } = meet();
    harness.pass(9);
    expect(anna.all('peers')).toEqual([]);
    harness.pass(2);
    expect(anna.all('peers').map(({ keys }) => keys)).toEqual([[keyOf(bert)]]);
    const carl = greet(harness, node);
    expect(carl.all('peers').at(-1)?.keys).toHaveLength(2);
    bert.say({ name: 'pong', nonce: 1n });
    harness.pass(12);
    expect(anna.all('peers')).toHaveLength(1);
    for (const seconds of [20, 20, 10]) {
      for (const foe of [anna, bert, carl]) foe.say({ name: 'pong', nonce: 1n });
      harness.pass(seconds);
    }
    const both = [keyOf(bert), keyOf(carl)].toSorted(compareBytes);
    expect(anna.all('peers').at(-1)?.keys).toEqual(both);
    expect(anna.all('peers')).toHaveLength(2);
  });

  it('are named once, though two links to one tab stand for a moment', () => {
    const { harness, node, anna, bert } = meet();
    const twin = harness.foe(node);
    twin.hello(bert.secrets);
    twin.version();
    twin.say({ name: 'verack' });
    twin.sayHeaders([]);
    harness.pass(12);
    const links = [...node.network.peers.values()].filter(({ phase }) => phase === 'ready');
    expect(links).toHaveLength(3);
    expect(anna.all('peers').at(-1)?.keys).toEqual([keyOf(bert)]);
  });

  it('may tell of their own neighbours six times a minute', () => {
    const { harness, node, anna } = meet();
    for (let count = 0; count < PEERS_PER_MINUTE; count += 1) {
      anna.say({ name: 'peers', keys: [strangerKey(count)] });
    }
    expect(anna.isDown).toBe(false);
    harness.pass(11);
    anna.say({ name: 'peers', keys: [] });
    expect(anna.isDown).toBe(false);
    anna.say({ name: 'peers', keys: [] });
    expect(node.refused).toEqual(['peers-flood']);
  });

  it('make known who is in the room, and are forgotten with what they told', () => {
    const { harness, node, anna } = meet(1);
    const { neighbours, topology } = node.network.mesh;
    const keys = [ownKey(node), strangerKey(8), strangerKey(9)];
    anna.say({ name: 'peers', keys: keys.toSorted(compareBytes) });
    expect(neighbours.reachable).toEqual([8, 9].map((seed) => toHex(strangerKey(seed))));
    expect(topology.population).toBe(4);
    harness.pass(40);
    expect(node.dropped).toEqual(['silent']);
    expect(topology.population).toBe(1);
  });
});

describe('a signal', () => {
  it('is carried between two peers, as it is', () => {
    const { anna, bert } = meet();
    say(anna, keyOf(anna), keyOf(bert));
    expect(signals(bert)).toEqual([[toHex(keyOf(anna)), toHex(keyOf(bert)), OFFER]]);
    expect(signals(anna)).toEqual([]);
  });

  it('to somebody who is no peer comes back empty', () => {
    const { anna } = meet();
    say(anna, keyOf(anna), strangerKey(9));
    expect(signals(anna)).toEqual([[toHex(strangerKey(9)), toHex(keyOf(anna)), '']]);
    say(anna, keyOf(anna), keyOf(anna));
    expect(signals(anna)).toHaveLength(2);
  });

  it('in another’s name costs the link', () => {
    const { node, anna, bert } = meet();
    say(anna, strangerKey(9), keyOf(bert));
    expect(node.refused).toEqual(['signal-sender']);
    expect(signals(bert)).toEqual([]);
  });

  it('that is empty is not carried, and not answered', () => {
    const { node, anna, bert } = meet();
    say(anna, keyOf(anna), keyOf(bert), '');
    say(anna, keyOf(anna), strangerKey(9), '');
    expect([signals(anna), signals(bert), node.refused]).toEqual([[], [], []]);
  });

  it('is carried for one peer thirty-two times at once, then twice a second', () => {
    const { harness, anna, bert } = meet();
    for (let count = 0; count < SIGNALS_BURST + 3; count += 1) say(anna, keyOf(anna), keyOf(bert));
    expect(signals(bert)).toHaveLength(SIGNALS_BURST);
    expect(signals(anna)).toHaveLength(3);
    harness.pass(1);
    for (let count = 0; count < 5; count += 1) say(anna, keyOf(anna), keyOf(bert));
    expect(signals(bert)).toHaveLength(SIGNALS_BURST + SIGNALS_PER_SECOND);
    expect(anna.isDown).toBe(false);
  });

  it('is carried to one peer thirty-two times at once, whoever they come from', () => {
    const { harness, bert, foes } = meet(6);
    const others = foes.filter((foe) => foe !== bert);
    for (const foe of others) {
      for (let count = 0; count < SIGNALS_BURST; count += 1) say(foe, keyOf(foe), keyOf(bert));
    }
    expect(signals(bert)).toHaveLength(SIGNALS_BURST);
    const answers = others.flatMap(signals);
    expect(answers).toHaveLength(4 * SIGNALS_BURST);
    harness.pass(1);
    for (const foe of others) say(foe, keyOf(foe), keyOf(bert));
    expect(signals(bert)).toHaveLength(SIGNALS_BURST + SIGNALS_PER_SECOND);
  });

  it('for us goes to our transport, and its answer back the same way', () => {
    const { harness, node, anna, bert } = meet();
    const stranger = strangerKey(9);
    bert.say({ name: 'peers', keys: [stranger] });
    say(anna, stranger, ownKey(node));
    expect(node.signals).toEqual([{ peer: toHex(stranger), text: OFFER }]);
    node.network.mesh.neighbours.send(toHex(stranger), 'answer.2.AAAA', harness.now);
    harness.settle();
    expect(signals(anna)).toEqual([[toHex(ownKey(node)), toHex(stranger), 'answer.2.AAAA']]);
    expect(signals(bert)).toEqual([]);
  });

  it('of ours goes by whoever lists the tab; without one we are told that it cannot', () => {
    const { harness, node, bert } = meet();
    const stranger = toHex(strangerKey(9));
    node.network.mesh.neighbours.send(stranger, OFFER, harness.now);
    expect(node.signals).toEqual([{ peer: stranger, text: '' }]);
    bert.say({ name: 'peers', keys: [strangerKey(9)] });
    node.network.mesh.neighbours.send(stranger, OFFER, harness.now);
    harness.settle();
    expect(signals(bert)).toEqual([[toHex(ownKey(node)), stranger, OFFER]]);
    say(bert, strangerKey(9), ownKey(node), '');
    expect(node.signals.at(-1)).toEqual({ peer: stranger, text: '' });
    expect(node.network.mesh.neighbours.reachable).toEqual([]);
  });

  it('is answered by the way it came for the last 64 who signalled', () => {
    const { harness, node, anna, bert, foes } = meet(3);
    const keys = Array.from({ length: ROUTES_MAX + 1 }, (_, seed) => strangerKey(seed + 100));
    for (const [at, key] of keys.entries()) say(foes[at % 3]!, key, ownKey(node));
    node.signals.length = 0;
    for (const key of keys) node.network.mesh.neighbours.send(toHex(key), 'answer', harness.now);
    harness.settle();
    expect(node.signals).toEqual([{ peer: toHex(keys[0]!), text: '' }]);
    expect(foes.flatMap(signals)).toHaveLength(ROUTES_MAX);
    expect(fromHex(signals(bert)[0]![1]!)).toEqual(keys[1]);
    expect(fromHex(signals(anna)[0]![1]!)).toEqual(keys[3]);
  });

  it('of ours is not drawn to whoever speaks in the name of all', () => {
    const { harness, node, anna, bert } = meet();
    const stranger = strangerKey(9);
    for (const foe of [anna, bert]) foe.say({ name: 'peers', keys: [stranger] });
    say(anna, stranger, ownKey(node));
    harness.pass(10);
    for (let count = 0; count < 20; count += 1) {
      node.network.mesh.neighbours.send(toHex(stranger), OFFER, harness.now);
    }
    harness.settle();
    expect(signals(anna).length).toBeGreaterThan(2);
    expect(signals(bert).length).toBeGreaterThan(2);
  });

  it('that cannot be carried is so by the word of who was to carry it, and of nobody else', () => {
    const { harness, node, anna, bert } = meet();
    const stranger = strangerKey(9);
    for (const foe of [anna, bert]) foe.say({ name: 'peers', keys: [stranger] });
    say(bert, stranger, ownKey(node), '');
    node.network.mesh.neighbours.send(toHex(stranger), OFFER, harness.now);
    harness.settle();
    const [carrier, other] = signals(anna).length > 0 ? [anna, bert] : [bert, anna];
    say(other, stranger, ownKey(node), '');
    expect(node.signals).toEqual([]);
    say(carrier, stranger, ownKey(node), '');
    say(carrier, stranger, ownKey(node), '');
    expect(node.signals).toEqual([{ peer: toHex(stranger), text: '' }]);
  });
});
