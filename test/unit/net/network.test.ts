import { describe, expect, it } from 'vitest';
import { GENESIS } from '../../../src/chain/block-index.ts';
import { Network } from '../../../src/net/network.ts';
import type { LinkId } from '../../../src/net/link.ts';
import { RuleError } from '../../../src/consensus/rule-error.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { hashOf, keyOf, NetHarness, type TestNode } from '../../support/net-harness.ts';

const TEN_MINUTES_MS = 600_000;
const CONNECTIONS_MAX = 26;

function meet() {
  const harness = new NetHarness();
  const node = harness.node();
  return { harness, node, foe: harness.foe(node).greet() };
}

describe('nodes that find each other', () => {
  it('bring a newcomer to the tip of a long chain, from memory and from disk', () => {
    const harness = new NetHarness();
    const [old, fresh] = [harness.node(), harness.node()];
    old.mineAll(harness.blocks(2_200));
    const { progress } = fresh.network.sync;
    expect(progress).toEqual({ headersDone: 0, headersTotal: 0, blocksDone: 0, blocksTotal: 0 });
    harness.join(fresh, old);
    expect(fresh.tip).toBe(old.tip);
    expect(fresh.chain.height).toBe(2_200);
    expect([...old.dropped, ...fresh.dropped]).toEqual([]);
  });

  it('end on the branch with more work after a cut, however it was healed', () => {
    const harness = new NetHarness();
    const [anna, bert, carl] = [harness.node(), harness.node(), harness.node()];
    const common = harness.blocks(3);
    anna.mineAll(common);
    harness.join(bert, anna);
    harness.cut(anna, 1);
    bert.network.down(1, harness.now);
    anna.network.down(1, harness.now);
    anna.mineAll(harness.blocks(4, common[2]!, 1));
    const better = harness.blocks(6, common[2]!, 2);
    bert.mineAll(better);
    harness.join(carl, anna);
    expect(carl.tip).toBe(anna.tip);
    harness.join(carl, bert);
    for (const node of [anna, bert, carl]) expect(node.tip).toBe(hashOf(better[5]!));
  });

  it('pass a block on through those who are in between', () => {
    const harness = new NetHarness();
    const nodes = Array.from({ length: 5 }, () => harness.node());
    for (let at = 1; at < nodes.length; at += 1) harness.join(nodes[at]!, nodes[at - 1]!);
    const blocks = harness.blocks(3);
    nodes[0]!.mineAll(blocks);
    harness.settle();
    nodes[4]!.mine(harness.blocks(1, blocks[2]!)[0]!);
    harness.settle();
    expect(new Set(nodes.map(({ tip }) => tip)).size).toBe(1);
    expect(nodes[2]!.chain.height).toBe(4);
  });

  it('show how far headers and blocks have come, and what was claimed only while it is due', () => {
    const harness = new NetHarness();
    const node = harness.node();
    const blocks = harness.blocks(30);
    const foe = harness.foe(node).greet(500);
    const { sync } = node.network;
    expect(sync.progress).toMatchObject({ headersDone: 0, headersTotal: 500, blocksTotal: 0 });
    foe.sayHeaders(blocks);
    foe.sayBlock(blocks[0]!);
    expect(sync.progress).toEqual({
      headersDone: 30,
      headersTotal: 30,
      blocksDone: 1,
      blocksTotal: 30,
    });
    expect(sync.isBehind).toBe(true);
  });
});

describe('a tab that can be dialled', () => {
  function found(node: TestNode, peer: string, now: number): boolean {
    const before = node.dialled.length;
    node.network.found(peer, now);
    return node.dialled.length > before;
  }

  it('is dialled, unless it is linked already', () => {
    const harness = new NetHarness();
    const [anna, bert] = [harness.node(), harness.node()];
    expect(found(anna, 'tab-1', harness.now)).toBe(true);
    harness.join(anna, bert);
    expect(found(anna, 'tab-1', harness.now)).toBe(false);
    expect(found(anna, 'tab-2', harness.now)).toBe(true);
  });

  it('is not dialled for ten minutes after it broke a rule, nor let in', () => {
    const { harness, node, foe } = meet();
    foe.send(Uint8Array.of(1));
    expect(found(node, `foe-${foe.link}`, harness.now)).toBe(false);
    const again = harness.foe(node);
    again.hello(foe.secrets);
    expect([node.dropped.at(-1), node.refused.length, again.isDown]).toEqual([
      'discouraged',
      1,
      true,
    ]);
    harness.now += TEN_MINUTES_MS;
    expect(found(node, `foe-${foe.link}`, harness.now)).toBe(true);
    const later = harness.foe(node);
    later.hello(foe.secrets);
    expect(later.isDown).toBe(false);
  });

  it('finds no room among 26 connections that have not said who they are', () => {
    const { harness, node } = meet();
    for (let link = 1; link < CONNECTIONS_MAX; link += 1) harness.foe(node);
    expect(found(node, 'tab-9', harness.now)).toBe(false);
    expect(harness.foe(node).isDown).toBe(true);
    expect([node.dropped, node.network.peers.size]).toEqual([['links-full'], CONNECTIONS_MAX]);
  });

  it('is not dialled while the network is off, and all links are forgotten', () => {
    const { harness, node, foe } = meet();
    node.network.setActive(false, harness.now);
    expect(node.network.peers.size).toBe(0);
    expect(found(node, 'tab-9', harness.now)).toBe(false);
    foe.say({ name: 'ping', nonce: 1n });
    expect(foe.all('pong')).toEqual([]);
    harness.foe(node);
    expect(node.dropped).toEqual(['network-off']);
    node.network.setActive(true, harness.now);
    expect(found(node, 'tab-9', harness.now)).toBe(true);
  });
});

describe('a link that bears another’s name', () => {
  const innocent = keyOf(77);
  const name = toHex(innocent.nodeKey);

  it('is not laid at the door of whose name it is, whatever comes by it', () => {
    const harness = new NetHarness();
    const node = harness.node();
    harness.foe(node, name).send(Uint8Array.of(1));
    expect(node.refused).toHaveLength(1);
    const honest = harness.foe(node, name);
    honest.hello({ ...honest.secrets, ...innocent });
    expect([honest.isDown, node.refused.length]).toEqual([false, 1]);
  });

  it('keeps nobody from being dialled when it ends', () => {
    const harness = new NetHarness();
    const node = harness.node();
    const neighbour = harness.foe(node).greet();
    neighbour.sayHeaders([]);
    for (const data of [Uint8Array.of(1), Uint8Array.of(2)]) harness.foe(node, name).send(data);
    neighbour.say({ name: 'peers', keys: [innocent.nodeKey] });
    harness.pass(1);
    expect(node.dialled).toEqual([name]);
  });
});

describe('two links between the same two nodes', () => {
  function twice(first: 0 | 1, second: 0 | 1) {
    const harness = new NetHarness();
    const nodes = [harness.node(), harness.node()] as const;
    const links: LinkId[] = [];
    for (const dialler of [first, second]) {
      links.push(harness.open(nodes[dialler], nodes[1 - dialler]!));
    }
    harness.settle();
    return { harness, nodes, links };
  }

  it.each([
    ['when each dials the other at once', 0, 1],
    ['when one dials twice', 0, 0],
    ['when the other dials twice', 1, 1],
  ] as const)('become one, the same for both, %s', (_, first, second) => {
    const { harness, nodes } = twice(first, second);
    const left = nodes.map(({ network }) => [...network.peers.keys()]);
    expect(left[0]).toHaveLength(1);
    expect(left[1]).toEqual(left[0]);
    expect(nodes.flatMap(({ dropped }) => dropped)).toEqual(['hello-duplicate']);
    expect(nodes.flatMap(({ refused }) => refused)).toEqual([]);
    nodes[0].mineAll(harness.blocks(2));
    harness.settle();
    expect(nodes[1].tip).toBe(nodes[0].tip);
  });

  it('teach who closes one that both ids are of one tab, which it does not dial again', () => {
    const { harness, nodes } = twice(0, 1);
    const closer = nodes.find(({ dropped }) => dropped.length > 0)!;
    const other = nodes.find((node) => node !== closer)!;
    closer.network.found('other id', harness.now);
    harness.join(closer, other, 'other id');
    harness.now += TEN_MINUTES_MS;
    closer.network.found('other id', harness.now);
    expect([closer.dropped, closer.dialled]).toEqual([
      ['hello-duplicate', 'hello-duplicate'],
      ['other id'],
    ]);
  });

  it('become the newer one when the older has gone quiet', () => {
    const harness = new NetHarness();
    const node = harness.node();
    const old = harness.foe(node).greet();
    old.sayHeaders([]);
    harness.pass(16);
    const fresh = harness.foe(node);
    fresh.hello(old.secrets);
    expect([old.isDown, fresh.isDown]).toEqual([true, false]);
  });

  it.each([
    ['answers the ping that the newer one brings about', true],
    ['does not, as that of a tab that was killed', false],
  ])('stay the older one if it %s', (_, isAlive) => {
    const harness = new NetHarness();
    const node = harness.node();
    const old = harness.foe(node).greet();
    old.sayHeaders([]);
    harness.pass(1);
    const second = harness.foe(node);
    second.hello(old.secrets);
    expect([old.isDown, second.isDown, old.all('ping')]).toEqual([false, true, []]);
    harness.pass(1);
    const [ping] = old.all('ping');
    if (isAlive) old.say({ name: 'pong', nonce: ping!.nonce });
    harness.pass(3);
    const third = harness.foe(node);
    third.hello(old.secrets);
    expect([old.isDown, third.isDown]).toEqual([!isAlive, isAlive]);
  });
});

describe('a block that turns out bad', () => {
  it('costs its sender the link, however late, and the old tip stands', () => {
    const { harness, node, foe } = meet();
    const blocks = harness.blocks(3);
    node.mineAll(blocks.slice(0, 2));
    const bad = harness.lab.make({ parent: blocks[1]!, reward: 50e8 + 1 });
    foe.sayBlock(bad);
    expect([node.refused, foe.isDown]).toEqual([['bad-cb-amount'], true]);
    expect(node.tip).toBe(hashOf(blocks[1]!));
    node.mine(blocks[2]!);
    expect(node.chain.height).toBe(3);
  });

  it('keeps out a sender that has gone before it was connected', () => {
    const { harness, node, foe } = meet();
    const good = harness.blocks(1)[0]!;
    const bad = harness.lab.make({ parent: good, reward: 50e8 + 1 });
    foe.sayHeaders([good, bad]);
    foe.sayBlock(bad);
    harness.cut(node, foe.link);
    node.network.down(foe.link, harness.now);
    node.mine(good);
    expect([node.refused, node.tip]).toEqual([[], hashOf(good)]);
    const again = harness.foe(node);
    again.hello(foe.secrets);
    expect(node.dropped).toEqual(['discouraged']);
  });

  it('is traced to its sender among 1,536 blocks that wait, and no more', () => {
    const verdicts = [1_534, 1_536].map((others) => {
      const { harness, node, foe } = meet();
      const bystander = harness.foe(node).greet();
      const good = harness.blocks(1)[0]!;
      const bad = harness.lab.make({ parent: good, reward: 50e8 + 1 });
      foe.sayHeaders([good, bad]);
      foe.sayBlock(bad);
      for (let tail = 0; tail <= others; tail += 1) {
        const scriptSig = harness.lab.scriptSig(1, Uint8Array.of(3, tail & 0xff, tail >> 8));
        bystander.sayBlock(harness.lab.make({ parent: harness.lab.genesis, scriptSig }));
      }
      bystander.sayBlock(good);
      expect(node.chain.index.find(hashOf(bad))).toBeGreaterThan(GENESIS);
      return node.refused;
    });
    expect(verdicts).toEqual([['bad-cb-amount'], []]);
  });

  it('or too much for us is nobody’s fault', () => {
    const { harness, node, foe } = meet();
    const block = harness.blocks(1)[0]!;
    const acceptBody = node.chain.acceptBody.bind(node.chain);
    node.chain.acceptBody = () => {
      throw new RuleError('no-room', 'resource', 'sound, and more than we hold');
    };
    foe.sayBlock(block);
    expect([foe.isDown, node.refused]).toEqual([false, []]);
    node.chain.acceptBody = acceptBody;
    foe.sayBlock(block);
    expect(node.chain.height).toBe(1);
  });
});

describe('the clocks of others', () => {
  it('are told by the median over the peers that we chose', () => {
    const harness = new NetHarness();
    const node = harness.node();
    harness.foe(node).greet();
    expect(node.network.clockOffsetMs).toBeUndefined();
    for (let friend = 0; friend < 3; friend += 1) harness.join(node, harness.node());
    const outbound = [...node.network.peers.values()].filter((peer) => peer.outbound);
    for (const [at, offset] of [70_000, -5_000, 3_000].entries()) {
      outbound[at]!.clockOffsetMs = offset;
    }
    expect(node.network.clockOffsetMs).toBe(3_000);
  });

  it.each([
    ['was an hour ahead', -3_600_000],
    ['was two minutes behind', 120_000],
  ])('agree with ours again when it %s and is set right', (_, jumpMs) => {
    const harness = new NetHarness();
    const [node, other] = [harness.node(), harness.node()];
    harness.join(node, other);
    harness.pass(1);
    const [peer] = node.network.peers.values();
    peer!.clockOffsetMs = jumpMs + 300;
    harness.now += jumpMs;
    harness.pass(1);
    expect(Math.abs(node.network.clockOffsetMs!)).toBeLessThan(2_000);
  });

  it('are as far off as before when the tab has slept', () => {
    const harness = new NetHarness();
    const node = harness.node();
    harness.join(node, harness.node());
    harness.pass(1);
    const [peer] = node.network.peers.values();
    peer!.clockOffsetMs = 60_000;
    harness.now += 120_000;
    harness.pass(1);
    expect(node.network.clockOffsetMs).toBe(60_000);
  });

  it('are read from version, to the half second', () => {
    const { harness, node } = meet();
    const foe = harness.foe(node);
    foe.hello();
    foe.version(0, 90);
    const [, peer] = node.network.peers.values();
    expect(Math.abs(peer!.clockOffsetMs - 90_000)).toBeLessThanOrEqual(500);
  });
});

describe('what does not concern anybody', () => {
  it('is ignored: messages, backlogs and ends of links that are gone', () => {
    const { harness, node, foe } = meet();
    const { network } = node;
    network.message(99, Uint8Array.of(1), harness.now);
    network.backlog(99, 1, harness.now);
    network.down(99, harness.now);
    network.bodyRead(GENESIS + 5, Uint8Array.of(1), harness.now);
    expect([network.peers.size, foe.isDown]).toEqual([1, false]);
    expect(network).toBeInstanceOf(Network);
  });
});
