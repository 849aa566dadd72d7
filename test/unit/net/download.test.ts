import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/consensus/types.ts';
import { type Foe, hashOf, NetHarness } from '../../support/net-harness.ts';

const MB = 1024 * 1024;

/** Hashes of the blocks that a foe was asked for, in order. */
function askedOf(foe: Foe): string[] {
  return foe.all('getdata').flatMap(({ items }) => items.map(({ hash }) => hash));
}

function meet(count: number) {
  const harness = new NetHarness();
  const node = harness.node();
  const blocks = harness.blocks(count);
  const foe = harness.foe(node).greet();
  return { harness, node, blocks, foe };
}

/** Brings whatever it is asked for, as long as it is asked. */
function bringAll(foe: Foe, blocks: readonly Block[], from = 0): void {
  const byHash = new Map(blocks.map((block) => [hashOf(block) as string, block]));
  let asked = askedOf(foe);
  for (let at = from; at < asked.length; at += 1) {
    foe.sayBlock(byHash.get(asked[at]!)!);
    if (at === asked.length - 1) asked = askedOf(foe);
  }
}

describe('bodies', () => {
  it('are asked for lowest first, sixteen of a new peer, by their BIP144 type', () => {
    const { blocks, foe } = meet(40);
    foe.sayHeaders(blocks);
    expect(askedOf(foe)).toEqual(blocks.slice(0, 16).map(hashOf));
    expect(foe.all('getdata')[0]!.items[0]!.type).toBe(0x40000002);
  });

  it('are asked for again when half of a peer’s slots are free, until the tip', () => {
    const { node, blocks, foe } = meet(40);
    foe.sayHeaders(blocks);
    for (const block of blocks.slice(0, 7)) foe.sayBlock(block);
    expect(askedOf(foe)).toHaveLength(16);
    foe.sayBlock(blocks[7]!);
    expect(askedOf(foe).length).toBeGreaterThan(24);
    bringAll(foe, blocks, 8);
    expect([node.chain.height, node.network.sync.isBehind]).toEqual([40, false]);
    expect(askedOf(foe)).toEqual(blocks.map(hashOf));
  });

  it('come from every peer that has them, each from one', () => {
    const { harness, node, blocks, foe } = meet(40);
    const other = harness.foe(node).greet();
    foe.sayHeaders(blocks);
    other.sayHeaders(blocks);
    expect(askedOf(other)).toEqual(blocks.slice(16, 32).map(hashOf));
  });

  it('are asked from a peer only as far as it has shown', () => {
    const { harness, node, blocks, foe } = meet(40);
    const short = harness.foe(node).greet();
    short.sayHeaders(blocks.slice(0, 5));
    expect(askedOf(short)).toHaveLength(5);
    foe.sayHeaders(blocks);
    bringAll(short, blocks);
    expect(askedOf(short)).toHaveLength(5);
  });

  it('reach no further than 1,024 above the lowest that is missing', () => {
    const { harness, node, blocks, foe } = meet(1_100);
    const quick = harness.foe(node).greet();
    foe.sayHeaders(blocks);
    quick.sayHeaders(blocks);
    bringAll(quick, blocks);
    expect(askedOf(foe)).toEqual(blocks.slice(0, 16).map(hashOf));
    expect(askedOf(quick)).toEqual(blocks.slice(16, 1_024).map(hashOf));
  });

  it('that do not come in twenty seconds cost the link, and nobody is blamed', () => {
    const { harness, node, blocks, foe } = meet(20);
    foe.sayHeaders(blocks);
    harness.pass(20);
    expect(foe.isDown).toBe(false);
    harness.pass(1);
    expect([node.dropped, node.refused]).toEqual([['block-timeout'], []]);
    const other = harness.foe(node).greet();
    other.sayHeaders(blocks);
    bringAll(other, blocks);
    expect(node.chain.height).toBe(20);
  });

  it('may take five seconds more for each other peer that brings blocks', () => {
    const { harness, node, blocks, foe } = meet(64);
    const others = [harness.foe(node).greet(), harness.foe(node).greet()];
    for (const peer of [foe, ...others]) peer.sayHeaders(blocks);
    harness.pass(29);
    for (const peer of others) peer.sayHeaders([]);
    expect(node.dropped).toEqual([]);
    harness.pass(2);
    expect(node.dropped).toContain('block-timeout');
  });

  it('have their full time again when one has come', () => {
    const { harness, node, blocks, foe } = meet(3);
    foe.sayHeaders(blocks);
    for (const block of blocks) {
      harness.pass(19);
      foe.sayBlock(block);
    }
    expect([node.chain.height, foe.isDown]).toEqual([3, false]);
  });

  it('that came another way meanwhile are not owed any more', () => {
    const { harness, node, blocks, foe } = meet(3);
    foe.sayHeaders(blocks);
    node.mineAll(blocks);
    for (const block of blocks) foe.sayBlock(block);
    expect(node.peer.inFlight.size).toBe(0);
    harness.pass(21);
    expect(foe.isDown).toBe(false);
  });

  it('of a lost peer are asked elsewhere at once', () => {
    const { harness, node, blocks, foe } = meet(20);
    const other = harness.foe(node).greet();
    foe.sayHeaders(blocks);
    other.sayHeaders(blocks);
    harness.cut(node, foe.link);
    node.network.down(foe.link, harness.now);
    bringAll(other, blocks);
    harness.settle();
    bringAll(other, blocks, 4);
    expect(node.chain.height).toBe(20);
  });

  it('that a peer does not have after all are asked elsewhere, and not from it again', () => {
    const { harness, node, blocks, foe } = meet(3);
    foe.sayHeaders(blocks);
    foe.say({ name: 'notfound', items: foe.all('getdata')[0]!.items.slice(1) });
    harness.pass(2);
    expect(askedOf(foe)).toHaveLength(3);
    const other = harness.foe(node).greet();
    other.sayHeaders(blocks);
    expect(askedOf(other)).toEqual(blocks.slice(1).map(hashOf));
    foe.sayHeaders(blocks);
    expect(foe.isDown).toBe(false);
  });

  it('are asked elsewhere though those who do not bring them owe 32 megabytes', () => {
    const { harness, node, blocks } = meet(160);
    // As long as none has come each counts for 256 kB, and each peer is asked for 4 MB.
    for (let count = 0; count < 9; count += 1) harness.foe(node).greet().sayHeaders(blocks);
    const friend = harness.foe(node).greet();
    friend.sayHeaders(blocks);
    expect(askedOf(friend)).toEqual([]);
    harness.pass(5);
    expect(askedOf(friend)).toEqual(blocks.slice(0, 16).map(hashOf));
    bringAll(friend, blocks);
    expect([node.chain.height, node.dropped]).toEqual([160, []]);
  });

  it('wait while the disk has 32 megabytes to take', () => {
    const { harness, node, blocks, foe } = meet(3);
    const body = { block: blocks[0]!, bytes: new Uint8Array(32 * MB + 1) };
    node.chain.bodies.pin(9_999, body);
    foe.sayHeaders(blocks);
    expect(askedOf(foe)).toEqual([]);
    foe.sayBlock(blocks[0]!);
    expect(node.chain.height).toBe(0);
    node.chain.bodies.release(9_999);
    harness.pass(1);
    expect(askedOf(foe)).toEqual(blocks.map(hashOf));
  });
});

describe('the branch that is fetched', () => {
  it('is the one with most work, and what was fetched of the other stays', () => {
    const { harness, node, blocks, foe } = meet(20);
    const branch = harness.blocks(30, blocks[4]!, 9);
    foe.sayHeaders(blocks);
    foe.sayBlock(blocks[0]!);
    foe.sayHeaders([...blocks.slice(0, 5), ...branch]);
    const all = [...blocks, ...branch];
    bringAll(foe, all, 1);
    expect(node.tip).toBe(hashOf(branch.at(-1)!));
    expect(new Set(askedOf(foe)).size).toBe(askedOf(foe).length);
  });

  it('is not fetched at all when it has no more work than ours', () => {
    const { harness, node, blocks, foe } = meet(5);
    node.mineAll(blocks);
    foe.sayHeaders(harness.blocks(5, undefined, 3));
    harness.pass(1);
    expect(askedOf(foe)).toEqual([]);
    expect(node.network.sync.isBehind).toBe(false);
  });

  it('beside a better one whose blocks are withheld is fetched too', () => {
    const { harness, node, blocks, foe } = meet(3);
    node.mineAll(blocks);
    const withheld = harness.blocks(3, blocks[2]!, 5);
    const honest = harness.blocks(2, blocks[2]!, 6);
    foe.sayHeaders(withheld);
    const friend = harness.foe(node).greet();
    friend.sayHeaders(honest);
    expect(askedOf(friend)).toEqual(honest.map(hashOf));
    bringAll(friend, honest);
    expect(node.tip).toBe(hashOf(honest[1]!));
    expect(node.network.sync.isBehind).toBe(true);
    harness.cut(node, foe.link);
    node.network.down(foe.link, harness.now);
    expect(node.network.sync.isBehind).toBe(false);
  });

  it('is left when a block of it is invalid, and the other one is taken', () => {
    const { harness, node, blocks, foe } = meet(4);
    const bad = harness.lab.make({ parent: blocks[3]!, reward: 50e8 + 1 });
    const above = harness.blocks(3, bad);
    const friend = harness.foe(node).greet();
    friend.sayHeaders(blocks);
    foe.sayHeaders([...blocks, bad, ...above]);
    bringAll(friend, blocks);
    bringAll(foe, [...blocks, bad, ...above]);
    bringAll(friend, blocks, askedOf(friend).length - 4);
    expect(node.refused).toEqual(['bad-cb-amount']);
    expect(node.tip).toBe(hashOf(blocks[3]!));
    expect([foe.isDown, friend.isDown, node.network.sync.isBehind]).toEqual([true, false, false]);
  });

  it('is not one that the user has set aside', () => {
    const { node, blocks, foe } = meet(3);
    node.mineAll(blocks.slice(0, 1));
    foe.sayHeaders(blocks.slice(0, 2));
    node.chain.invalidate(node.chain.index.find(hashOf(blocks[1]!)));
    foe.sayHeaders(blocks);
    expect(askedOf(foe)).toEqual([hashOf(blocks[1]!)]);
    expect([node.network.sync.isBehind, foe.isDown]).toEqual([false, false]);
  });
});

describe('a body that the disk has lost', () => {
  function lose(lostHeights: readonly number[], blocks: number) {
    const scene = meet(blocks);
    const { harness, node, foe } = scene;
    foe.sayHeaders(scene.blocks);
    bringAll(foe, scene.blocks);
    for (const height of lostHeights) {
      node.network.bodyRead(node.chain.activeAt(height), undefined, harness.now);
    }
    harness.settle();
    return scene;
  }

  it('is asked for again, though its block stays connected', () => {
    const { harness, node, blocks, foe } = lose([3], 6);
    expect(askedOf(foe).slice(6)).toEqual([hashOf(blocks[2]!)]);
    expect(node.chain.height).toBe(6);
    foe.sayBlock(blocks[2]!);
    harness.pass(1);
    expect(askedOf(foe)).toHaveLength(7);
    const other = harness.foe(node).greet();
    other.say({ name: 'getdata', items: [{ type: 0x40000002, hash: hashOf(blocks[2]!) }] });
    expect(other.all('block')).toHaveLength(1);
  });

  it('is asked for while a peer has slots, and no more than 1,024 are remembered', () => {
    const heights = Array.from({ length: 1_032 }, (_, at) => at + 1);
    const { blocks, foe } = lose(heights, 1_032);
    expect(askedOf(foe).slice(1_032)).toEqual(blocks.slice(0, 65).map(hashOf));
    bringAll(foe, blocks, 1_032);
    expect(askedOf(foe)).toHaveLength(1_032 + 1_024);
  });

  it('is not asked for from a peer that has not come that far', () => {
    const { harness, node, blocks, foe } = lose([], 6);
    harness.cut(node, foe.link);
    node.network.down(foe.link, harness.now);
    const short = harness.foe(node).greet();
    short.sayHeaders(blocks.slice(0, 2));
    node.network.bodyRead(node.chain.activeAt(3), undefined, harness.now);
    harness.settle();
    expect(askedOf(short)).toEqual([]);
  });
});

function withOtherBody(block: Block): Block {
  const [coinbase, ...others] = block.transactions;
  return { ...block, transactions: [{ ...coinbase!, locktime: 77 }, ...others] };
}

describe('an unasked block', () => {
  it('is taken when it extends the tip or competes with it', () => {
    const { harness, node, blocks, foe } = meet(2);
    foe.sayBlock(blocks[0]!);
    foe.sayBlock(blocks[1]!);
    expect(node.chain.height).toBe(2);
    const rival = harness.blocks(1, blocks[0]!, 1)[0]!;
    foe.sayBlock(rival);
    expect(node.chain.bodies.get(node.chain.index.find(hashOf(rival)))).toBeDefined();
    expect(node.tip).toBe(hashOf(blocks[1]!));
  });

  it('with less work than the tip is let go, and its header kept', () => {
    const { harness, node, blocks, foe } = meet(3);
    node.mineAll(blocks);
    const old = harness.blocks(1, undefined, 1)[0]!;
    foe.sayBlock(old);
    const handle = node.chain.index.find(hashOf(old));
    expect(handle).toBeGreaterThan(0);
    expect(node.chain.bodies.get(handle)).toBeUndefined();
    expect(foe.isDown).toBe(false);
  });

  it('without a known parent makes one question for headers', () => {
    const { blocks, foe } = meet(3);
    foe.sayHeaders([]);
    foe.sayBlock(blocks[2]!);
    foe.sayBlock(blocks[1]!);
    expect(foe.all('getheaders')).toHaveLength(2);
    expect(foe.isDown).toBe(false);
  });

  it('twice is harmless', () => {
    const { node, blocks, foe } = meet(1);
    foe.sayBlock(blocks[0]!);
    foe.sayBlock(blocks[0]!);
    expect([node.chain.height, foe.isDown]).toEqual([1, false]);
  });

  it('whose body is not its header’s costs the link, and the true one is taken after it', () => {
    const { harness, node, blocks, foe } = meet(1);
    foe.sayBlock(withOtherBody(blocks[0]!));
    expect(node.refused).toEqual(['bad-txnmrklroot']);
    harness.foe(node).greet().sayBlock(blocks[0]!);
    expect(node.tip).toBe(hashOf(blocks[0]!));
  });

  it.each([
    ['is here already', 3],
    ['nobody needs', 1],
  ])('whose body is false costs the link, too, when the true one %s', (_, height) => {
    const { node, blocks, foe } = meet(3);
    node.mineAll(blocks);
    foe.sayBlock(withOtherBody(blocks[height - 1]!));
    expect([node.refused, foe.isDown]).toEqual([['bad-txnmrklroot'], true]);
    expect(node.tip).toBe(hashOf(blocks[2]!));
  });

  it('further ahead than the window is let go', () => {
    const { node, blocks, foe } = meet(1_026);
    foe.sayHeaders(blocks);
    foe.sayBlock(blocks[1_025]!);
    foe.sayBlock(blocks[1_023]!);
    const bodyAt = (height: number) =>
      node.chain.bodies.get(node.chain.index.find(hashOf(blocks[height - 1]!)));
    expect([bodyAt(1_026), bodyAt(1_024) !== undefined]).toEqual([undefined, true]);
  });
});
