import { describe, expect, it } from 'vitest';
import { Status } from '../../../src/chain/block-index.ts';
import { Chain } from '../../../src/chain/chain.ts';
import type { Block } from '../../../src/consensus/types.ts';
import { Random } from '../../../src/util/random.ts';
import { bodyOf, ChainBuilder, REWARD } from '../../support/chain-builder.ts';
import { Disk, enter, handleOf, hashOf, offer, settle, tipOf } from '../../support/chain-steps.ts';

const builder = new ChainBuilder();
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);
const BLOCKS = 40;

interface Node {
  readonly block: Block;
  readonly parent: Node | undefined;
  readonly height: number;
  /** Neither it nor an ancestor breaks a rule. */
  readonly isGood: boolean;
}

/** Mostly long branches; one block in twelve pays itself too much. */
function growTree(random: Random): Node[] {
  const nodes: Node[] = [{ block: builder.genesis, parent: undefined, height: 0, isGood: true }];
  while (nodes.length <= BLOCKS) {
    const back = random.below(3) === 0 ? random.below(nodes.length) : random.below(2);
    const parent = nodes[Math.max(0, nodes.length - 1 - back)]!;
    const isBad = random.below(12) === 0;
    const block = builder.mine(parent.block, { reward: isBad ? REWARD + 1 : REWARD });
    nodes.push({ block, parent, height: parent.height + 1, isGood: parent.isGood && !isBad });
  }
  return nodes;
}

function pathTo(node: Node): Block[] {
  return node.parent === undefined ? [] : [...pathTo(node.parent), node.block];
}

function isUnder(node: Node, top: Node): boolean {
  return node === top || (node.parent !== undefined && isUnder(node.parent, top));
}

/** Every block has the same work, so the best is the highest; which of several is not asked. */
function expectBest(chain: Chain, nodes: readonly Node[]): void {
  const height = Math.max(...nodes.filter(({ isGood }) => isGood).map((node) => node.height));
  const tip = nodes.find(({ block }) => hashOf(block) === tipOf(chain))!;
  expect([tip.isGood, tip.height]).toEqual([true, height]);
  const straight = new Chain(builder.params, builder.genesis);
  offer(straight, ...pathTo(tip));
  settle(straight);
  expect(chain.coins.checksum).toBe(straight.coins.checksum);
  expect(chain.isActive(chain.tip)).toBe(true);
}

describe('a chain offered a tree of blocks', () => {
  it.each(SEEDS)('ends on a best valid branch, seed %d', (seed) => {
    const random = new Random(seed);
    const nodes = growTree(random);
    const chain = new Chain(builder.params, builder.genesis);
    const disk = new Disk();
    for (const { block } of nodes.slice(1)) enter(chain, block);
    for (const { block } of random.shuffle(nodes.slice(1))) {
      const handle = handleOf(chain, block);
      if (!chain.index.has(handle, Status.failed)) chain.acceptBody(handle, bodyOf(block));
      for (let steps = random.below(4); steps > 0; steps -= 1) disk.answer(chain, chain.advance());
      if (random.below(5) === 0) disk.write(chain);
    }
    settle(chain, disk);
    expectBest(chain, nodes);
    disk.write(chain);
    chain.restart();
    settle(chain, disk);
    expectBest(chain, nodes);
  });

  it.each(SEEDS)('obeys vetoes, and forgets them when told, seed %d', (seed) => {
    const random = new Random(1_000 + seed);
    const nodes = growTree(random);
    const chain = new Chain(builder.params, builder.genesis);
    for (const { block } of nodes.slice(1)) enter(chain, block);
    for (const { block } of nodes.slice(1)) {
      const handle = handleOf(chain, block);
      if (!chain.index.has(handle, Status.failed)) chain.acceptBody(handle, bodyOf(block));
    }
    settle(chain);
    const vetoed = random.shuffle(nodes.slice(1)).slice(0, 3);
    for (const { block } of vetoed) {
      chain.invalidate(handleOf(chain, block));
      for (let steps = random.below(3); steps > 0; steps -= 1) chain.advance();
    }
    settle(chain);
    expectBest(
      chain,
      nodes.filter((node) => !vetoed.some((top) => isUnder(node, top))),
    );
    for (const { block } of vetoed) chain.reconsider(handleOf(chain, block));
    settle(chain);
    expectBest(chain, nodes);
  });
});
