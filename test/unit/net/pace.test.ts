import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/consensus/types.ts';
import { Paces } from '../../../src/net/pace.ts';
import { createPeer, type Peer } from '../../../src/net/peer.ts';
import { type Foe, hashOf, NetHarness } from '../../support/net-harness.ts';

const MB = 1024 * 1024;
const START_MS = 1_000_000;

function makePeer(link: number): Peer {
  const facts = { link, peer: `peer-${link}`, outbound: true, binding: new Uint8Array(64) };
  return createPeer(facts, new Uint8Array(32), START_MS);
}

/** Asks for as much as there is room for; everything is brought `tookMs` later. */
function round(paces: Paces, peer: Peer, facts: { at: number; tookMs: number; sizeBytes: number }) {
  const { at, tookMs, sizeBytes } = facts;
  const room = paces.room(peer);
  for (let handle = 1; handle <= room; handle += 1) peer.inFlight.set(handle, at);
  paces.asked(peer, at);
  for (let handle = 1; handle <= room; handle += 1) {
    peer.inFlight.delete(handle);
    paces.delivered(peer, sizeBytes, at + tookMs);
  }
  return room;
}

describe('a peer', () => {
  it('that is quick is asked for twice as many until it is 128', () => {
    const [paces, peer] = [new Paces(), makePeer(1)];
    const rooms = [0, 1, 2, 3, 4, 5, 6].map((at) =>
      round(paces, peer, { at: START_MS + 100 * at, tookMs: 100, sizeBytes: 300 }),
    );
    expect(rooms[0]).toBe(16);
    expect(rooms.slice(-2)).toEqual([128, 128]);
    expect(rooms).toEqual(rooms.toSorted((left, right) => left - right));
  });

  it('that is slow is asked for half as many until it is one', () => {
    const [paces, peer] = [new Paces(), makePeer(1)];
    const rooms = [0, 1, 2, 3, 4, 5].map((at) =>
      round(paces, peer, { at: START_MS + 9_000 * at, tookMs: 9_000, sizeBytes: 300 }),
    );
    expect(rooms).toEqual([16, 8, 4, 2, 1, 1]);
  });

  it('is asked for no more than four megabytes, by the size that blocks have lately', () => {
    const [paces, peer] = [new Paces(), makePeer(1)];
    const ask = (sizeBytes: number, at: number) =>
      round(paces, peer, { at: START_MS + at, tookMs: 1, sizeBytes });
    for (let at = 0; at < 10; at += 1) ask(300, at);
    expect(ask(400_000, 10)).toBe(128);
    expect(ask(400_000, 11)).toBe(Math.floor((4 * MB) / 400_000));
    for (let at = 12; at < 40; at += 1) ask(300, at);
    expect(ask(300, 40)).toBe(128);
  });

  it('is asked for nothing while it owes more than half', () => {
    const [paces, peer] = [new Paces(), makePeer(1)];
    for (let handle = 1; handle <= 9; handle += 1) peer.inFlight.set(handle, START_MS);
    expect(paces.room(peer)).toBe(0);
    peer.inFlight.delete(9);
    expect(paces.room(peer)).toBe(8);
  });

  it('that holds up others has twice as long after each lost link, up to 64 seconds', () => {
    const paces = new Paces();
    const patience: number[] = [];
    for (let link = 1; link <= 6; link += 1) {
      const peer = makePeer(link);
      peer.inFlight.set(1, START_MS + 90_000);
      paces.holdsUp(peer, START_MS);
      patience.push(paces.stallTimeoutMs);
      expect(paces.overdue(peer, 0, START_MS + paces.stallTimeoutMs)).toBeUndefined();
      expect(paces.overdue(peer, 0, START_MS + paces.stallTimeoutMs + 1)).toBe('block-stalling');
    }
    expect(patience).toEqual([4_000, 8_000, 16_000, 32_000, 64_000, 64_000]);
    paces.delivered(makePeer(9), 300, START_MS);
    expect(paces.stallTimeoutMs).toBeCloseTo(0.85 * 64_000);
    for (let count = 0; count < 40; count += 1) paces.delivered(makePeer(9), 300, START_MS);
    expect(paces.stallTimeoutMs).toBe(4_000);
  });
});

/** Hashes of the blocks that a foe was asked for, in order. */
function askedOf(foe: Foe): string[] {
  return foe.all('getdata').flatMap(({ items }) => items.map(({ hash }) => hash));
}

function bring(foe: Foe, blocks: readonly Block[], from: number, to = Infinity): number {
  const byHash = new Map(blocks.map((block) => [hashOf(block) as string, block]));
  let at = from;
  for (let asked = askedOf(foe); at < Math.min(to, asked.length); at += 1) {
    foe.sayBlock(byHash.get(asked[at]!)!);
    if (at === asked.length - 1) asked = askedOf(foe);
  }
  return at;
}

/** One peer is asked first, and another for the rest. */
function meetTwo(count: number) {
  const harness = new NetHarness();
  const node = harness.node();
  const blocks = harness.blocks(count);
  const [slow, quick] = [harness.foe(node).greet(), harness.foe(node).greet()];
  slow.sayHeaders(blocks);
  quick.sayHeaders(blocks);
  return { harness, node, blocks, slow, quick };
}

describe('a peer that holds the lowest missing block', () => {
  it('is relieved after half a second by one that stands idle', () => {
    const { harness, node, blocks, slow, quick } = meetTwo(100);
    const brought = bring(quick, blocks, 0);
    expect(brought).toBe(84);
    expect(node.network.sync.nextLookAt).toBe(harness.now + 500);
    node.network.sync.schedule(harness.now + 499);
    harness.settle();
    expect(askedOf(quick)).toHaveLength(84);
    node.network.sync.schedule(harness.now + 500);
    harness.settle();
    expect(askedOf(quick).slice(84)).toEqual(blocks.slice(0, 16).map(hashOf));
    bring(quick, blocks, 84);
    expect([node.chain.height, slow.isDown]).toEqual([100, false]);
  });

  it('loses its link after four seconds without a block, and nobody is blamed', () => {
    const { harness, node, blocks, slow, quick } = meetTwo(100);
    bring(quick, blocks, 0);
    harness.pass(4);
    expect(slow.isDown).toBe(false);
    harness.pass(1);
    expect([node.dropped, node.refused]).toEqual([['block-stalling'], []]);
    bring(quick, blocks, 84);
    expect([node.chain.height, slow.isDown, quick.isDown]).toEqual([100, true, false]);
  });

  it('keeps its link while it brings something, and is asked for one block at a time', () => {
    const { harness, node, blocks, slow, quick } = meetTwo(100);
    bring(quick, blocks, 0);
    for (let at = 0; at < 16; at += 1) {
      harness.pass(1);
      bring(slow, blocks, at, at + 1);
    }
    expect([node.chain.height, slow.isDown]).toEqual([100, false]);
    const more = harness.blocks(100, blocks.at(-1)!);
    slow.sayHeaders(more);
    expect(askedOf(slow).slice(16)).toEqual([hashOf(more[0]!)]);
  });

  it('has its full time again after a sleep of this tab', () => {
    const { harness, node, blocks, slow, quick } = meetTwo(100);
    bring(quick, blocks, 0);
    harness.pass(3);
    harness.now += 3_600_000;
    harness.pass(4);
    expect([slow.isDown, quick.isDown]).toEqual([false, false]);
    harness.pass(2);
    expect(node.dropped).toEqual(['block-stalling']);
  });

  it('waits in vain for nobody when no other peer has that block', () => {
    const { harness, node, blocks, slow, quick } = meetTwo(100);
    bring(quick, blocks, 0);
    harness.cut(node, quick.link);
    node.network.down(quick.link, harness.now);
    const short = harness.foe(node).greet();
    short.sayHeaders([]);
    harness.pass(19);
    expect([slow.isDown, askedOf(short)]).toEqual([false, []]);
  });
});

describe('a chain', () => {
  it.each([
    ['nothing at all', () => false],
    ['one block in three seconds', (second: number) => second % 3 === 0],
    ['all but the lowest', (second: number, at: number) => second < 99 && at > 0],
  ])('comes whole from three peers of which one brings %s', (_, mayBring) => {
    const { harness, node, blocks, slow, quick } = meetTwo(700);
    const third = harness.foe(node).greet();
    third.sayHeaders(blocks);
    const done = new Map([slow, quick, third].map((foe) => [foe, 0]));
    let second = 0;
    for (; node.chain.height < 700 && second < 25; second += 1) {
      for (const foe of [quick, third]) done.set(foe, bring(foe, blocks, done.get(foe)!));
      const at = Math.max(done.get(slow)!, mayBring(second, 0) ? 0 : 1);
      if (!slow.isDown && mayBring(second, at)) done.set(slow, bring(slow, blocks, at, at + 1));
      harness.pass(1);
    }
    expect(node.chain.height).toBe(700);
    expect(second).toBeLessThanOrEqual(8);
    expect(node.refused).toEqual([]);
  });
});
