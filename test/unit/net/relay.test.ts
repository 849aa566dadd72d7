import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/consensus/types.ts';
import { data } from '../../support/block-lab.ts';
import { type Foe, hashOf, NetHarness } from '../../support/net-harness.ts';

const kB = 1024;

function meet(count: number) {
  const harness = new NetHarness();
  const node = harness.node();
  const blocks = harness.blocks(count);
  const foe = harness.foe(node).greet();
  foe.sayHeaders([]);
  return { harness, node, blocks, foe };
}

/** How a foe was told of blocks: 'block', 'cmpctblock', or the number of headers. */
function told(foe: Foe): (string | number)[] {
  return foe.heard
    .filter(({ name }) => ['block', 'cmpctblock', 'headers'].includes(name))
    .map((message) => (message.name === 'headers' ? message.headers.length : message.name));
}

/** A block whose bytes are exactly so many. */
function blockOf(harness: NetHarness, sizeBytes: number): Block {
  const make = (filler: readonly number[]) =>
    harness.lab.make({
      coinbase: (plain) => ({ ...plain, outputs: [...plain.outputs, ...filler.map(data)] }),
    });
  const rest = sizeBytes - BARE_BYTES;
  const count = Math.ceil(rest / 84);
  const filler = Array.from({ length: count }, (_, at) => Math.floor((rest + at) / count) - 11);
  return make(filler);
}
/** A block of the laboratory at height 1, with the longer count of outputs. */
const BARE_BYTES = 268;

describe('a new tip', () => {
  it('travels whole to a peer that lacks nothing else, ahead of all that waits', () => {
    const { harness, node, blocks, foe } = meet(2);
    node.mine(blocks[0]!);
    node.mine(blocks[1]!);
    harness.settle();
    expect(told(foe)).toEqual(['block', 'block']);
    expect(new Set(foe.lanes)).toEqual(new Set(['prompt']));
    expect(foe.all('block').map(({ block }) => hashOf(block))).toEqual(blocks.map(hashOf));
  });

  it('is told in short when the block is larger than eight kilobytes', () => {
    const sizes = [8 * kB, 8 * kB + 1].map((sizeBytes) => {
      const { harness, node, foe } = meet(0);
      const block = blockOf(harness, sizeBytes);
      node.mine(block);
      harness.settle();
      return { size: node.chain.bodies.get(node.chain.tip)!.bytes.length, told: told(foe) };
    });
    expect(sizes).toEqual([
      { size: 8 * kB, told: ['block'] },
      { size: 8 * kB + 1, told: ['cmpctblock'] },
    ]);
  });

  it('is told to a peer that has it in one header, so that it sees where we stand', () => {
    const { harness, node, blocks, foe } = meet(1);
    foe.sayBlock(blocks[0]!);
    expect(node.chain.height).toBe(1);
    expect(told(foe)).toEqual([1]);
    harness.pass(3);
    expect(told(foe)).toEqual([1]);
  });

  it('after a reorganisation comes with the blocks since the fork', () => {
    const { harness, node, blocks, foe } = meet(3);
    node.mineAll(blocks);
    harness.settle();
    const branch = harness.blocks(3, blocks[1]!, 4);
    const friend = harness.foe(node).greet();
    friend.sayHeaders(branch);
    for (const block of branch) friend.sayBlock(block);
    expect(node.tip).toBe(hashOf(branch[2]!));
    expect(told(foe)).toEqual(['block', 'block', 'block', 2, 'block']);
    const headers = foe
      .all('headers')
      .at(-1)!
      .headers.map((header) => header.previousHash);
    expect(headers).toEqual([hashOf(blocks[1]!), hashOf(branch[0]!)]);
    expect(hashOf(foe.all('block').at(-1)!.block)).toBe(hashOf(branch[2]!));
  });
});

describe('several new blocks at once', () => {
  it.each([
    [2, 2],
    [8, 8],
    [9, 1],
  ])('%i are told by %i headers', (count, headers) => {
    const { harness, node, blocks, foe } = meet(count);
    for (const block of blocks.toReversed()) node.accept(block, blocks);
    node.advance();
    harness.settle();
    expect(told(foe)).toEqual([headers]);
    expect(hashOf({ header: foe.all('headers')[0]!.headers.at(-1)!, transactions: [] })).toBe(
      node.tip,
    );
  });

  it('on a longer story make the peer ask, and it gets them all', () => {
    const harness = new NetHarness();
    const [anna, bert] = [harness.node(), harness.node()];
    harness.join(anna, bert);
    const blocks = harness.blocks(30);
    for (const block of blocks) anna.accept(block, blocks);
    anna.advance();
    harness.settle();
    expect(bert.tip).toBe(hashOf(blocks[29]!));
  });
});

describe('a long history under way', () => {
  it('is no news to others until its end is near', () => {
    const { harness, node, blocks, foe } = meet(200);
    const source = harness.node();
    source.mineAll(blocks);
    harness.join(node, source);
    expect(node.chain.height).toBe(200);
    expect(told(foe).length).toBeLessThanOrEqual(9);
    const [block] = foe
      .all('block')
      .slice(-1)
      .map((message) => hashOf(message.block));
    const [last] = foe
      .all('headers')
      .slice(-1)
      .map(({ headers }) => headers.at(-1)!);
    expect([block, last && hashOf({ header: last, transactions: [] })]).toContain(node.tip);
  });
});

describe('two nodes', () => {
  it('always know where the other stands', () => {
    const harness = new NetHarness();
    const [anna, bert] = [harness.node(), harness.node()];
    harness.join(anna, bert);
    const blocks = harness.blocks(3);
    anna.mine(blocks[0]!);
    harness.settle();
    bert.mine(blocks[1]!);
    harness.settle();
    anna.mine(blocks[2]!);
    harness.settle();
    for (const node of [anna, bert]) {
      expect(node.chain.index.hash(node.peer.known)).toBe(hashOf(blocks[2]!));
    }
  });

  it('one of which knows less are level without a new block', () => {
    const harness = new NetHarness();
    const [anna, bert] = [harness.node(), harness.node()];
    const blocks = harness.blocks(5);
    anna.mineAll(blocks);
    bert.mineAll(blocks.slice(0, 3));
    harness.join(anna, bert);
    expect(bert.tip).toBe(anna.tip);
    expect(anna.chain.index.height(anna.peer.known)).toBe(5);
  });
});
