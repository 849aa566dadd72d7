import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/consensus/types.ts';
import { InventoryType } from '../../../src/net/messages.ts';
import { data } from '../../support/block-lab.ts';
import { type Foe, hashOf, NetHarness } from '../../support/net-harness.ts';

const MB = 1024 * 1024;
const kB = 1024;

function meet() {
  const harness = new NetHarness();
  const node = harness.node();
  const foe = harness.foe(node).greet();
  foe.sayHeaders([]);
  return { harness, node, foe };
}

/** A chain of blocks of about 90 kB each, the same in every room of the harness. */
const home = new NetHarness();
const heavy = heavyBlocks(home, 101);

function heavyBlocks(harness: NetHarness, count: number): Block[] {
  const filler = Array.from({ length: 1_100 }, () => data(73));
  const blocks: Block[] = [];
  for (let last = harness.lab.genesis; blocks.length < count; last = blocks.at(-1)!) {
    const coinbase = (plain: Block['transactions'][number]) => ({
      ...plain,
      outputs: [...plain.outputs, ...filler],
    });
    blocks.push(harness.lab.make({ parent: last, coinbase }));
  }
  return blocks;
}

function ask(foe: Foe, blocks: readonly Block[]): void {
  const items = blocks.map((block) => ({ type: InventoryType.block, hash: hashOf(block) }));
  foe.say({ name: 'getdata', items });
}

function sizesOf(foe: Foe): number {
  return foe.all('block').reduce((sum, { bytes }) => sum + bytes.length, 0);
}

describe('what nobody asked for', () => {
  /** A block that is known already: harmless, but for its bytes. */
  function chatter() {
    const scene = meet();
    const block = heavy[0]!;
    scene.node.mine(block);
    let saidBytes = 0;
    const say = (upToBytes: number) => {
      while (!scene.foe.isDown && saidBytes < upToBytes) {
        const before = scene.node.peer.bytesReceived;
        scene.foe.sayBlock(block);
        saidBytes += scene.foe.isDown ? 1 : scene.node.peer.bytesReceived - before;
      }
    };
    return { ...scene, say };
  }

  it('a peer may say four megabytes at once, and more is a flood', () => {
    const { node, foe, say } = chatter();
    say(4 * MB - 100 * kB);
    expect([foe.isDown, node.refused]).toEqual([false, []]);
    say(4 * MB + 100 * kB);
    expect([foe.isDown, node.refused]).toEqual([true, ['flood']]);
  });

  it('a peer may say a megabyte a second for ever', () => {
    const { harness, foe, node, say } = chatter();
    for (let second = 0; second < 20; second += 1) {
      say(second * (MB - 100 * kB));
      harness.pass(1);
    }
    expect([foe.isDown, node.refused]).toEqual([false, []]);
    say(100 * MB);
    expect(node.refused).toEqual(['flood']);
  });

  it('is not a flood where it is news', () => {
    const { node, foe } = meet();
    for (const block of heavy.slice(0, 100)) foe.sayBlock(block);
    expect(node.peer.bytesReceived).toBeGreaterThan(8 * MB);
    expect([node.chain.height, node.refused]).toEqual([100, []]);
  });

  it('is not what was asked for, however much that is', () => {
    const { node, foe } = meet();
    const blocks = heavy.slice(0, 100);
    foe.sayHeaders(blocks);
    const byHash = new Map(blocks.map((block) => [hashOf(block) as string, block]));
    for (let at = 0; ; at += 1) {
      const asked = foe.all('getdata').flatMap(({ items }) => items);
      const item = asked[at];
      if (item === undefined) break;
      foe.sayBlock(byHash.get(item.hash)!);
    }
    expect(node.peer.bytesReceived).toBeGreaterThan(8 * MB);
    expect([node.chain.height, node.refused]).toEqual([100, []]);
  });
});

describe('old blocks for one peer', () => {
  function serving() {
    const scene = meet();
    scene.node.mineAll(heavy.slice(0, 100));
    ask(scene.foe, heavy.slice(0, 99));
    read(scene.foe);
    return scene;
  }

  /** It reads as fast as it is sent to; the link tells so before each message. */
  function read(foe: Foe) {
    for (let count = 0; count < 20; count += 1) foe.say({ name: 'pong', nonce: 0n });
  }

  function live({ harness, foe }: { harness: NetHarness; foe: Foe }, seconds: number) {
    for (let second = 0; second < seconds; second += 1) {
      harness.pass(1);
      read(foe);
    }
  }

  it('wait when four megabytes have left, and are all sent in the end', () => {
    const scene = serving();
    expect(sizesOf(scene.foe)).toBeGreaterThan(4 * MB - 100 * kB);
    expect(sizesOf(scene.foe)).toBeLessThan(4 * MB + 200 * kB);
    live(scene, 10);
    expect(scene.foe.all('block')).toHaveLength(99);
    expect(scene.node.dropped).toEqual([]);
  });

  it('wait for a megabyte a second', () => {
    const scene = serving();
    const before = sizesOf(scene.foe);
    live(scene, 3);
    const rate = (sizesOf(scene.foe) - before) / 3;
    expect(rate).toBeGreaterThan(0.8 * MB);
    expect(rate).toBeLessThan(1.2 * MB);
  });

  it('do not delay a fresh one, and are not sent in its name', () => {
    const { harness, node, foe } = serving();
    const fresh = heavy[100]!;
    node.mine(fresh);
    harness.settle();
    const count = foe.all('block').length;
    ask(foe, [fresh]);
    expect(hashOf(foe.all('block').at(-1)!.block)).toBe(hashOf(fresh));
    expect(foe.lanes[foe.heard.findLastIndex(({ name }) => name === 'block')]).toBe('prompt');
    for (let again = 0; again < 5; again += 1) ask(foe, [fresh]);
    expect(foe.all('block')).toHaveLength(count + 1);
  });

  it('have no rivals of the tip that are fresh by turns', () => {
    const { harness, node, foe } = serving();
    const scriptSig = home.lab.scriptSig(101, Uint8Array.of(9));
    const rival = home.lab.make({ parent: heavy[99]!, scriptSig });
    for (const block of [heavy[100]!, rival]) node.mine(block);
    harness.settle();
    const before = foe.all('block').length;
    for (let again = 0; again < 5; again += 1) ask(foe, [heavy[100]!, rival]);
    expect(foe.all('block')).toHaveLength(before + 1);
  });
});
