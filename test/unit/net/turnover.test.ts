import { describe, expect, it } from 'vitest';
import type { Peer } from '../../../src/net/peer.ts';
import { hashOf, NetHarness, type TestNode } from '../../support/net-harness.ts';

const ROTATION_MS = 3 * 60_000;
const LOOK_MS = 2 * 60_000;
const OUTBOUND = 8;

/** A node in a room of two hundred that has dialled eight others, all of them real nodes. */
function settle(others = OUTBOUND) {
  const harness = new NetHarness();
  const node = harness.node();
  node.network.setPopulation(200, harness.now);
  const dial = () => {
    const other = harness.node();
    harness.join(node, other);
    return other;
  };
  const nodes = Array.from({ length: others }, dial);
  return { harness, node, nodes, dial };
}

const outbound = (node: TestNode): Peer[] =>
  [...node.network.peers.values()].filter((peer) => peer.outbound);

/** Whoever is found is dialled by the transport and comes up, as what the node meant it to be. */
function answerDials({ harness, node }: { harness: NetHarness; node: TestNode }): TestNode[] {
  return node.dialled.splice(0).map((id) => {
    const other = harness.node();
    harness.join(node, other, id);
    return other;
  });
}

describe('the links of a large room', () => {
  it('change one by one, every three minutes, for somebody met lately', () => {
    const world = settle();
    const { harness, node } = world;
    const before = new Set(outbound(node).map(({ link }) => link));
    const blocks = harness.blocks(9);
    for (let second = 0; second < (3 * ROTATION_MS) / 1000; second += 1) {
      // A tip that does not move is another reason for one more link.
      if (second % 60 === 0) node.mine(blocks.shift()!);
      node.network.found(`fresh ${second}`, harness.now);
      harness.pass(1);
      answerDials(world);
      const kept = outbound(node).filter(({ errand }) => errand !== 'look');
      expect(kept).toHaveLength(OUTBOUND);
    }
    const rotated = node.dropped.filter((reason) => reason === 'rotated').length;
    expect(rotated).toBeGreaterThanOrEqual(2);
    expect(rotated).toBeLessThanOrEqual(6);
    expect(outbound(node).some(({ link }) => !before.has(link))).toBe(true);
    expect(node.seeks).toBeGreaterThan(0);
  });

  it('stay as they are in a full mesh', () => {
    const harness = new NetHarness();
    const node = harness.node();
    node.network.setPopulation(6, harness.now);
    for (let count = 0; count < 5; count += 1) harness.join(node, harness.node());
    harness.pass((2 * ROTATION_MS) / 1000);
    expect([node.dropped, node.dialled, node.seeks]).toEqual([[], [], 0]);
  });

  it('beyond eight go one at a time, the youngest first, from seventeen tabs on', () => {
    const { harness, node } = settle(OUTBOUND + 3);
    node.network.setPopulation(16, harness.now);
    harness.pass(30);
    expect(node.dropped).toEqual([]);
    node.network.setPopulation(17, harness.now);
    harness.pass(15);
    expect(node.dropped).toEqual(['surplus', 'surplus']);
    harness.pass(60);
    expect(outbound(node)).toHaveLength(OUTBOUND);
    expect(outbound(node).map(({ link }) => link)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('a look at somebody', () => {
  /** Time passes until the node dials for a look; `other` is who it finds. */
  function look(prepare: (world: ReturnType<typeof settle>) => (other: TestNode) => void) {
    const world = settle();
    const { harness, node } = world;
    const makeOther = prepare(world);
    for (let second = 0; second < (2 * LOOK_MS) / 1000; second += 1) {
      harness.pass(1);
      if (second % 5 === 0) node.network.found(`fresh ${second}`, harness.now);
      for (const id of node.dialled.splice(0)) {
        const dial = node.network.mesh.topology['dialling'].get(id);
        const other = harness.node();
        makeOther(other);
        const link = harness.join(node, other, id);
        if (dial?.errand === 'look') return { ...world, other, link };
      }
    }
    throw new Error('it looks at nobody');
  }

  it('ends when there is nothing to learn', () => {
    const { harness, node, link } = look(({ harness, node }) => {
      const blocks = harness.blocks(3);
      node.mineAll(blocks);
      harness.settle();
      return (other) => other.mineAll(blocks);
    });
    harness.pass(2);
    expect(node.dropped.at(-1)).toBe('feeler-done');
    expect(node.network.peers.has(link)).toBe(false);
    expect(outbound(node)).toHaveLength(OUTBOUND);
  });

  it('becomes a link in the place of another when it shows more work', () => {
    const { harness, node, other, link } = look(({ harness, node }) => {
      node.mineAll(harness.blocks(2));
      harness.settle();
      const better = harness.blocks(400, harness.lab.genesis, 1);
      return (other) => other.mineAll(better);
    });
    // The download takes its time: what counts is what the headers say meanwhile.
    harness.pass(40);
    expect(node.tip).toBe(other.tip);
    expect(node.dropped).not.toContain('surplus');
    const last = node.dropped.at(-1);
    expect(last === 'rotated' ? node.network.peers.has(link) : last === 'feeler-done').toBe(true);
    expect(outbound(node)).toHaveLength(OUTBOUND);
  });

  it('lasts until the other has left its own branch for ours', () => {
    const { harness, node, other } = look(({ harness, node }) => {
      node.mineAll(harness.blocks(6));
      harness.settle();
      const worse = harness.blocks(4, harness.lab.genesis, 1);
      return (other) => other.mineAll(worse);
    });
    harness.pass(5);
    expect(other.tip).toBe(node.tip);
    expect(node.dropped.at(-1)).toBe('feeler-done');
    expect(hashOf(harness.blocks(6)[5]!)).toBe(node.tip);
  });
});
