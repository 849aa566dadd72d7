import { describe, expect, it } from 'vitest';
import { chooseEvicted } from '../../../src/net/eviction.ts';
import { createPeer, type Peer } from '../../../src/net/peer.ts';
import { NetHarness } from '../../support/net-harness.ts';

const INBOUND_MAX = 16;
const BINDING = new Uint8Array(64);

/** The link with number `link` came up at that second. */
function inbound(count: number): Peer[] {
  return Array.from({ length: count }, (_, link) => {
    const facts = { link, peer: `tab ${link}`, outbound: false, binding: BINDING };
    return createPeer(facts, new Uint8Array(32), link * 1000);
  });
}

describe('of links that others dialled', () => {
  it('the youngest goes where none is better than another', () => {
    expect(chooseEvicted(inbound(INBOUND_MAX))?.link).toBe(INBOUND_MAX - 1);
  });

  it.each([
    ['nearest', (peer: Peer, rank: number) => (peer.pingMs = 5 + rank)],
    ['four that brought a block last', (peer: Peer, rank: number) => (peer.blockAt = 90 - rank)],
    [
      'four that brought a transaction last',
      (peer: Peer, rank: number) => (peer.transactionAt = 90 - rank),
    ],
  ])('the %s stay, however young', (_, mark) => {
    const peers = inbound(INBOUND_MAX);
    // The five youngest are good, and the fifth best of them is not protected by that.
    for (let rank = 0; rank < 5; rank += 1) mark(peers[INBOUND_MAX - 5 + rank]!, rank);
    expect(chooseEvicted(peers)?.link).toBe(INBOUND_MAX - 1);
    mark(peers[INBOUND_MAX - 6]!, 10);
    expect(chooseEvicted(peers.slice(0, -1))?.link).toBe(INBOUND_MAX - 6);
  });

  it('half of the rest stay for having been here longest', () => {
    const peers = inbound(4);
    expect(chooseEvicted(peers)?.link).toBe(3);
    expect(chooseEvicted(peers.slice(0, 1))?.link).toBe(0);
  });

  it('none goes where all are protected', () => {
    const peers = inbound(3);
    for (const peer of peers) peer.pingMs = 5;
    expect(chooseEvicted(peers)).toBeUndefined();
    expect(chooseEvicted([])).toBeUndefined();
  });
});

describe('a node', () => {
  it('answers sixteen dials; the seventeenth costs the youngest of the unprotected', () => {
    const harness = new NetHarness();
    const node = harness.node();
    const foes = Array.from({ length: INBOUND_MAX }, () => {
      harness.now += 10;
      return harness.foe(node).greet();
    });
    expect(node.network.peers.size).toBe(INBOUND_MAX);
    const newcomer = harness.foe(node).greet();
    expect(node.dropped).toEqual(['evicted']);
    expect(newcomer.isDown).toBe(false);
    expect(foes.filter(({ isDown }) => isDown)).toEqual([foes.at(-1)]);
    expect(node.network.peers.size).toBe(INBOUND_MAX);
  });

  it('keeps whom it has when a stranger cannot prove that it knows the room', () => {
    const harness = new NetHarness();
    const node = harness.node();
    for (let count = 0; count < INBOUND_MAX; count += 1) harness.foe(node).greet();
    const stranger = harness.foe(node);
    stranger.hello({ ...stranger.secrets, linkKey: new Uint8Array(32) });
    expect(node.dropped).toEqual(['hello-proof']);
  });
});
