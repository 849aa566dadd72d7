import { describe, expect, it } from 'vitest';
import type { Block, Hash } from '../../../src/consensus/types.ts';
import { InventoryType } from '../../../src/net/messages.ts';
import { data } from '../../support/block-lab.ts';
import { type Foe, hashOf, NetHarness, type TestNode } from '../../support/net-harness.ts';

const ZERO = '0'.repeat(64) as Hash;
const kB = 1024;

function meet(blocks: (harness: NetHarness) => readonly Block[]) {
  const harness = new NetHarness();
  const node = harness.node();
  const all = blocks(harness);
  node.mineAll(all);
  const foe = harness.foe(node).greet();
  foe.sayHeaders([]);
  return { harness, node, blocks: all, foe };
}

/** Blocks of about so many bytes each: a coinbase with room for nothing. */
function heavyBlocks(harness: NetHarness, count: number, sizeBytes: number): Block[] {
  const filler = Array.from({ length: Math.floor(sizeBytes / 84) }, () => data(73));
  const blocks: Block[] = [];
  for (let parent = harness.lab.genesis; blocks.length < count; parent = blocks.at(-1)!) {
    const coinbase = (plain: Block['transactions'][number]) => ({
      ...plain,
      outputs: [...plain.outputs, ...filler],
    });
    blocks.push(harness.lab.make({ parent, coinbase }));
  }
  return blocks;
}

function ask(foe: Foe, hashes: readonly Hash[], type: number = InventoryType.block): void {
  foe.say({ name: 'getdata', items: hashes.map((hash) => ({ type, hash })) });
}

function askHeaders(foe: Foe, locator: readonly Hash[], stop = ZERO): Hash[] {
  const before = foe.all('headers').length;
  foe.say({ name: 'getheaders', locator, stop });
  return (
    foe.all('headers')[before]?.headers.map((header) => hashOf({ header, transactions: [] })) ?? []
  );
}

describe('getheaders', () => {
  it('is answered with what follows the first hash on our chain', () => {
    const { harness, blocks, foe } = meet((it) => it.blocks(6));
    const hashes = blocks.map(hashOf);
    const stranger = harness.blocks(1, undefined, 4)[0]!;
    expect(askHeaders(foe, [hashOf(stranger), hashes[2]!, hashes[0]!])).toEqual(hashes.slice(3));
    expect(askHeaders(foe, [])).toEqual(hashes);
    expect(askHeaders(foe, [hashOf(stranger)])).toEqual(hashes);
  });

  it('is answered as far as its stop', () => {
    const { blocks, foe } = meet((it) => it.blocks(6));
    const hashes = blocks.map(hashOf);
    expect(askHeaders(foe, [hashes[0]!], hashes[3])).toEqual(hashes.slice(1, 4));
  });

  it('is answered with nothing where there is nothing more', () => {
    const { blocks, foe } = meet((it) => it.blocks(6));
    expect(askHeaders(foe, [hashOf(blocks[5]!)])).toEqual([]);
    expect(foe.all('headers')[0]!.headers).toEqual([]);
  });

  it('is answered with at most 2,000, and nothing of a branch that lost', () => {
    const harness = new NetHarness();
    const node = harness.node();
    const blocks = harness.blocks(2_010);
    node.mine(blocks[0]!);
    node.mineAll(harness.blocks(2, blocks[0]!, 3));
    node.mineAll(blocks);
    const foe = harness.foe(node).greet();
    const hashes = blocks.map(hashOf);
    expect(askHeaders(foe, [])).toEqual(hashes.slice(0, 2_000));
    // A page of headers must not hold up a fresh block; a few headers may be one themselves.
    expect(foe.lanes.at(-1)).toBe('bulk');
    expect(askHeaders(foe, [hashes[2_001]!])).toHaveLength(8);
    expect(foe.lanes.at(-1)).toBe('prompt');
    expect(askHeaders(foe, [hashes[1_999]!])).toEqual(hashes.slice(2_000));
  });

  it('waits while the link is full, and the latest question counts', () => {
    const { harness, node, blocks, foe } = meet((it) => it.blocks(6));
    const pipe = stop(node, foe, 600 * kB);
    askHeaders(foe, []);
    askHeaders(foe, [hashOf(blocks[3]!)]);
    pipe.queue.length = 0;
    pipe.stopped = false;
    const before = foe.all('headers').length;
    harness.pass(1);
    expect(
      foe
        .all('headers')
        .slice(before)
        .map(({ headers }) => headers.length),
    ).toEqual([2]);
  });
});

/** Fills the way to the foe, so that nothing more leaves. */
function stop(node: TestNode, foe: Foe, sizeBytes: number) {
  const pipe = node.pipes.get(foe.link)!;
  if (sizeBytes > 0) pipe.queue.push({ bytes: new Uint8Array(sizeBytes), lane: 'bulk' });
  pipe.stopped = true;
  return pipe;
}

describe('getdata', () => {
  it('is answered with the blocks, in order, on the bulk lane', () => {
    const { blocks, foe } = meet((it) => it.blocks(4));
    const before = foe.heard.length;
    ask(foe, [hashOf(blocks[2]!), hashOf(blocks[0]!)]);
    expect(foe.all('block').map(({ block }) => hashOf(block))).toEqual([
      hashOf(blocks[2]!),
      hashOf(blocks[0]!),
    ]);
    expect(foe.lanes.slice(before)).toEqual(['bulk', 'bulk']);
  });

  it('of what is unknown is answered by one notfound', () => {
    const { harness, blocks, foe } = meet((it) => it.blocks(1));
    const unknown = harness.blocks(3, undefined, 8).map(hashOf);
    ask(foe, [...unknown, hashOf(blocks[0]!)]);
    expect(foe.all('notfound').map(({ items }) => items.map(({ hash }) => hash))).toEqual([
      unknown,
    ]);
    expect(foe.all('block')).toHaveLength(1);
  });

  it('finds no genesis, no bare header, and no type but the block’s', () => {
    const { harness, blocks, foe } = meet((it) => it.blocks(1));
    const bare = harness.blocks(1, blocks[0]!)[0]!;
    foe.sayHeaders([bare]);
    ask(foe, [hashOf(harness.lab.genesis), hashOf(bare)]);
    ask(foe, [hashOf(blocks[0]!)], 2);
    expect(foe.all('notfound').map(({ items }) => items.length)).toEqual([2, 1]);
    expect(foe.all('block')).toEqual([]);
  });

  it('may leave 512 blocks waiting, and not one more', () => {
    const { node, blocks, foe } = meet((it) => it.blocks(3));
    stop(node, foe, 600 * kB);
    const hash = hashOf(blocks[0]!);
    for (const length of [500, 12]) ask(foe, Array.from<Hash>({ length }).fill(hash));
    expect(foe.isDown).toBe(false);
    ask(foe, [hash]);
    expect([node.refused, foe.isDown]).toEqual([['getdata-too-many'], true]);
  });
});

describe('a reader that does not read', () => {
  it('gets no further block until its backlog drains', () => {
    const { harness, node, blocks, foe } = meet((it) => heavyBlocks(it, 13, 90 * kB));
    const pipe = stop(node, foe, 0);
    ask(foe, blocks.slice(0, 12).map(hashOf));
    // Half a megabyte may wait; the block that crosses it is the last.
    expect(pipe.queue).toHaveLength(6);
    harness.pass(3);
    expect(pipe.queue.filter(({ lane }) => lane === 'bulk')).toHaveLength(6);
    pipe.queue.splice(0, 4);
    harness.pass(1);
    expect(pipe.queue.filter(({ lane }) => lane === 'bulk')).toHaveLength(6);
    pipe.stopped = false;
    harness.settle();
    harness.pass(1);
    expect(foe.all('block')).toHaveLength(12 - 4);
    expect(foe.isDown).toBe(false);
  });

  it('gets no more from the disk, either', () => {
    const { node, blocks, foe } = meet((it) => heavyBlocks(it, 12, 90 * kB));
    node.isDiskHeld = true;
    node.forgetBodies();
    ask(foe, blocks.map(hashOf));
    expect(node.reads).toHaveLength(6);
  });
});

describe('a block that memory has let go', () => {
  it('comes from the disk, read once for all who want it', () => {
    const { harness, node, blocks, foe } = meet((it) => it.blocks(2));
    const other = harness.foe(node).greet();
    node.isDiskHeld = true;
    node.forgetBodies();
    ask(foe, [hashOf(blocks[1]!)]);
    ask(other, [hashOf(blocks[1]!)]);
    expect(node.reads).toHaveLength(1);
    node.answerReads();
    harness.settle();
    for (const each of [foe, other]) {
      expect(each.all('block').map(({ block }) => hashOf(block))).toEqual([hashOf(blocks[1]!)]);
    }
  });

  it('and that the disk has lost is not found', () => {
    const { harness, node, blocks, foe } = meet((it) => it.blocks(2));
    node.isDiskHeld = true;
    node.forgetBodies();
    ask(foe, [hashOf(blocks[0]!)]);
    node.answerReads(true);
    harness.settle();
    expect(foe.all('notfound')[0]!.items[0]!.hash).toBe(hashOf(blocks[0]!));
    ask(foe, [hashOf(blocks[0]!)]);
    expect([node.reads, foe.all('notfound').length]).toEqual([[], 2]);
  });

  it('and whose reader has gone meanwhile harms nobody', () => {
    const { node, blocks, foe } = meet((it) => it.blocks(2));
    node.isDiskHeld = true;
    node.forgetBodies();
    ask(foe, [hashOf(blocks[0]!)]);
    foe.send(Uint8Array.of(0));
    node.answerReads();
    expect(node.chain.height).toBe(2);
  });
});
