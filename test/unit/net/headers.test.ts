import { describe, expect, it } from 'vitest';
import { GENESIS } from '../../../src/chain/block-index.ts';
import type { Block, Header } from '../../../src/consensus/types.ts';
import { hashOf, NetHarness, type TestNode } from '../../support/net-harness.ts';

const FUTURE_LIMIT_SECONDS = 60;
const MAX_BACK_SECONDS = 60;

function meet() {
  const harness = new NetHarness();
  const node = harness.node();
  const foe = harness.foe(node).greet();
  const seconds = harness.now / 1000;
  return { harness, node, foe, seconds };
}

/** A child of genesis of this time, told from its siblings by `tail`. */
function early(harness: NetHarness, time: number, tail: number): Block {
  const scriptSig = harness.lab.scriptSig(1, Uint8Array.of(2, tail & 0xff, tail >> 8));
  return harness.lab.make({ parent: harness.lab.genesis, scriptSig, header: { time } });
}

function knownHeaders(node: TestNode): number {
  return node.chain.index.size - 1;
}

describe('headers that break a rule cost the link', () => {
  const time = (seconds: number): Partial<Header> => ({ time: seconds });
  const genesisTime = new NetHarness().lab.genesis.header.time;

  it.each<readonly [string, string, Partial<Header>]>([
    ['harder bits than are due', 'bad-diffbits', { bits: 0x207ffffe }],
    ['negative bits', 'bad-diffbits', { bits: 0x20ffffff }],
    ['bits that overflow', 'bad-diffbits', { bits: 0xff7fffff }],
    ['bits of zero', 'bad-diffbits', { bits: 0 }],
    ['a time of its parent’s', 'time-too-old', time(genesisTime)],
  ])('%s: %s', (_, code, header) => {
    const { harness, node, foe } = meet();
    foe.sayHeaders([harness.lab.make({ header })]);
    expect([node.refused, foe.isDown]).toEqual([[code], true]);
    expect(knownHeaders(node)).toBe(0);
  });

  it('a hash above its target: high-hash', () => {
    const { harness, node, foe } = meet();
    foe.sayHeaders([harness.lab.make({ idle: true })]);
    expect(node.refused).toEqual(['high-hash']);
    expect(knownHeaders(node)).toBe(0);
  });

  it('a time too far before its parent’s: time-too-far-back', () => {
    const { harness, node, foe } = meet();
    const blocks = harness.blocks(11);
    const leap = { time: blocks[10]!.header.time + 1_000 };
    const parent = harness.lab.make({ parent: blocks[10]!, header: leap });
    const back = { time: leap.time - MAX_BACK_SECONDS - 1 };
    foe.sayHeaders([...blocks, parent, harness.lab.make({ parent, header: back })]);
    expect(node.refused).toEqual(['time-too-far-back']);
  });

  it('a gap between them: headers-not-contiguous', () => {
    const { harness, node, foe } = meet();
    const blocks = harness.blocks(3);
    foe.sayHeaders([blocks[0]!, blocks[2]!]);
    expect(node.refused).toEqual(['headers-not-contiguous']);
    expect(knownHeaders(node)).toBe(0);
  });
});

describe('a header from the near future', () => {
  it('is nobody’s fault, and enters when its time has come', () => {
    const { harness, node, foe, seconds } = meet();
    const block = early(harness, seconds + FUTURE_LIMIT_SECONDS + 3, 0);
    foe.sayHeaders([block]);
    expect([foe.isDown, knownHeaders(node), node.network.sync.earlyHeaders]).toEqual([false, 0, 1]);
    harness.pass(2);
    expect(knownHeaders(node)).toBe(0);
    harness.pass(1);
    expect([knownHeaders(node), node.network.sync.earlyHeaders]).toEqual([1, 0]);
    // What followed it was not taken then, so it is asked for now; and its body as well.
    expect(foe.all('getheaders')).toHaveLength(2);
    expect(foe.all('getdata').at(-1)?.items[0]?.hash).toBe(hashOf(block));
  });

  it('is given up when its parent turns out bad meanwhile', () => {
    const { harness, node, foe, seconds } = meet();
    const bad = harness.lab.make({ reward: 50e8 + 1 });
    const time = seconds + FUTURE_LIMIT_SECONDS + 3;
    foe.sayHeaders([bad, harness.lab.make({ parent: bad, header: { time } })]);
    expect(node.network.sync.earlyHeaders).toBe(1);
    harness.foe(node).greet().sayBlock(bad);
    expect(node.refused).toEqual(['bad-cb-amount']);
    harness.pass(3);
    expect([node.network.sync.earlyHeaders, foe.isDown]).toEqual([0, false]);
    expect(node.chain.bestHeader).toBe(GENESIS);
  });

  it('waits among at most 64 of one peer and 256 in all', () => {
    const { harness, node, foe, seconds } = meet();
    const time = seconds + FUTURE_LIMIT_SECONDS + 1_000;
    const { sync } = node.network;
    const foes = [foe, ...Array.from({ length: 4 }, () => harness.foe(node).greet())];
    const counts = foes.map((each, which) => {
      for (let tail = 0; tail < 65; tail += 1) {
        each.sayHeaders([early(harness, time, which * 100 + tail)]);
      }
      return sync.earlyHeaders;
    });
    expect(counts).toEqual([64, 128, 192, 256, 256]);
    expect(foes.some(({ isDown }) => isDown)).toBe(false);
  });

  it('is forgotten with its sender', () => {
    const { harness, node, foe, seconds } = meet();
    foe.sayHeaders([early(harness, seconds + FUTURE_LIMIT_SECONDS + 100, 0)]);
    foe.send(Uint8Array.of(1));
    expect(node.network.sync.earlyHeaders).toBe(0);
  });
});

describe('headers without a known parent', () => {
  it('are answered by one question, however many come', () => {
    const { harness, node, foe } = meet();
    foe.sayHeaders([]);
    const blocks = harness.blocks(6);
    for (const block of blocks.slice(2)) foe.sayHeaders([block]);
    expect(foe.all('getheaders')).toHaveLength(2);
    expect([foe.isDown, knownHeaders(node)]).toEqual([false, 0]);
    foe.sayHeaders(blocks);
    expect(knownHeaders(node)).toBe(6);
  });

  it('that overtook the answer which leads to them are asked for after it', () => {
    const { harness, node, foe } = meet();
    const blocks = harness.blocks(7);
    foe.sayHeaders(blocks.slice(5));
    expect(foe.all('getheaders')).toHaveLength(1);
    foe.sayHeaders(blocks.slice(0, 5));
    expect([knownHeaders(node), foe.all('getheaders').length]).toEqual([5, 2]);
    foe.sayHeaders(blocks.slice(5));
    expect([knownHeaders(node), foe.all('getheaders').length]).toEqual([7, 2]);
  });
});

describe('a question for headers', () => {
  it('is asked once the peer is ready, from genesis where nothing is known', () => {
    const { harness, foe } = meet();
    expect(foe.all('getheaders')).toEqual([
      { name: 'getheaders', locator: [hashOf(harness.lab.genesis)], stop: '0'.repeat(64) },
    ]);
  });

  it('must be answered within ten seconds; an empty answer will do', () => {
    const { harness, node, foe } = meet();
    const polite = harness.foe(node).greet();
    polite.sayHeaders([]);
    harness.pass(10);
    expect(foe.isDown).toBe(false);
    harness.pass(1);
    expect([foe.isDown, polite.isDown]).toEqual([true, false]);
    expect([node.dropped, node.refused]).toEqual([['headers-timeout'], []]);
  });

  it('names ten blocks one by one, then twice as far apart each time', () => {
    const harness = new NetHarness();
    const node = harness.node();
    node.mineAll(harness.blocks(100));
    const foe = harness.foe(node).greet();
    const { index } = node.chain;
    const heights = foe.all('getheaders')[0]!.locator.map((hash) => index.height(index.find(hash)));
    // From the parent of the best header, so that the answer is not empty.
    expect(heights).toEqual([
      99, 98, 97, 96, 95, 94, 93, 92, 91, 90, 89, 88, 86, 82, 74, 58, 26, 0,
    ]);
  });

  it('leaves a branch of bare headers for the active chain after ten of them', () => {
    const { harness, node, foe } = meet();
    const own = harness.blocks(3);
    node.mineAll(own);
    const branch = harness.blocks(40, own[1]!, 7);
    foe.sayHeaders([own[0]!, own[1]!, ...branch]);
    harness.foe(node).greet();
    const last = harness.foe(node).greet();
    const { index } = node.chain;
    const { locator } = last.all('getheaders')[0]!;
    const heights = locator.map((hash) => index.height(index.find(hash)));
    expect(heights).toEqual([41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 3, 2, 0]);
    expect(index.find(locator.at(-1)!)).toBe(GENESIS);
  });
});

describe('a long history', () => {
  const harness = new NetHarness();
  const blocks = harness.blocks(4_100);

  it('is continued after each full answer', () => {
    const node = harness.node();
    const foe = harness.foe(node).greet();
    foe.sayHeaders(blocks.slice(0, 2_000));
    const questions = foe.all('getheaders');
    expect(questions).toHaveLength(2);
    expect(questions[1]!.locator[0]).toBe(hashOf(blocks[1_999]!));
    foe.sayHeaders(blocks.slice(2_000, 4_000));
    foe.sayHeaders(blocks.slice(4_000));
    expect(foe.all('getheaders')).toHaveLength(3);
    expect(knownHeaders(node)).toBe(4_100);
  });

  it('is brought by one peer at a time, and by another when that one is lost', () => {
    const node = harness.node();
    const [first, second] = [harness.foe(node).greet(), harness.foe(node).greet()];
    first.sayHeaders(blocks.slice(0, 2_000));
    second.sayHeaders(blocks.slice(0, 2_000));
    expect(second.all('getheaders')).toHaveLength(1);
    first.send(Uint8Array.of(0));
    harness.pass(1);
    expect(second.all('getheaders')).toHaveLength(2);
    second.sayHeaders(blocks.slice(1_999, 3_999));
    expect(knownHeaders(node)).toBe(3_999);
  });

  it('is asked from another peer, too, after a second', () => {
    const node = harness.node();
    const [slow, quick] = [harness.foe(node).greet(), harness.foe(node).greet()];
    slow.sayHeaders(blocks.slice(0, 2_000));
    quick.sayHeaders(blocks.slice(0, 2_000));
    harness.pass(1);
    expect([slow, quick].map((foe) => foe.all('getheaders').length)).toEqual([2, 1]);
    harness.pass(1);
    expect(quick.all('getheaders')).toHaveLength(2);
    quick.sayHeaders(blocks.slice(1_999, 3_999));
    quick.sayHeaders(blocks.slice(3_998));
    slow.sayHeaders(blocks.slice(2_000, 4_000));
    expect([knownHeaders(node), slow.isDown]).toEqual([4_100, false]);
  });

  it('is asked from another peer, too, when the first is without news for twenty seconds', () => {
    const node = harness.node();
    const gone = harness.foe(node).greet();
    gone.sayHeaders(blocks.slice(0, 2_000));
    gone.sayHeaders(blocks.slice(2_000, 4_000));
    gone.send(Uint8Array.of(0));
    const [walker, second] = [harness.foe(node).greet(), harness.foe(node).greet()];
    second.sayHeaders(blocks.slice(0, 2_000));
    const walk = (from: number, to: number) => {
      for (let at = from; at < to; at += 1) {
        harness.now += 800;
        walker.sayHeaders(blocks.slice(at, at + 2_000));
      }
    };
    walk(0, 25);
    expect([second.all('getheaders').length, knownHeaders(node)]).toEqual([1, 4_000]);
    walk(25, 27);
    expect([second.all('getheaders').length, walker.isDown]).toEqual([2, false]);
    second.sayHeaders(blocks.slice(3_999));
    expect(knownHeaders(node)).toBe(4_100);
  });

  it('goes on where another peer has come further on the same branch', () => {
    const node = harness.node();
    const [first, second] = [harness.foe(node).greet(), harness.foe(node).greet()];
    first.sayHeaders(blocks.slice(0, 2_000));
    second.sayHeaders(blocks.slice(0, 2_000));
    first.sayHeaders(blocks.slice(2_000, 3_000));
    expect(second.all('getheaders').at(-1)!.locator[0]).toBe(hashOf(blocks[2_998]!));
  });

  it('that leads no higher than the last answer is not continued for ever', () => {
    const node = harness.node();
    const foe = harness.foe(node).greet();
    foe.sayHeaders(blocks.slice(0, 2_000));
    for (let round = 0; round < 5; round += 1) foe.sayHeaders(blocks.slice(0, 2_000));
    expect(foe.all('getheaders').length).toBeLessThanOrEqual(4);
    expect(foe.isDown).toBe(false);
  });
});
