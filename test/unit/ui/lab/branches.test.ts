import { describe, expect, it } from 'vitest';
import type { BookBlock } from '../../../../src/ui/lab/block-book.ts';
import {
  ancestors,
  branchesOf,
  forkOf,
  knownBlocks,
  layoutTree,
  TREE_HEIGHTS,
} from '../../../../src/ui/lab/branches.ts';
import type { StageNode } from '../../../../src/ui/lab/lab-nodes.ts';

/** `work` is of the whole chain. */
function block(hash: string, previousHash: string, height: number, work = height * 10): BookBlock {
  return {
    hash,
    previousHash,
    height,
    time: height * 10,
    miner: 'Fox',
    transactions: 1,
    difficulty: 1,
    chainWork: BigInt(work),
  };
}

function node(ref: string, tip: string, height = 0): StageNode {
  return { ref, kind: 'virtual', name: ref, state: 'running', height, tip };
}

/** m1 … m5, with a2 and a3 beside m2 and m3. */
const FORKED = knownBlocks([
  block('m1', 'm0', 1),
  block('m2', 'm1', 2),
  block('m3', 'm2', 3),
  block('m4', 'm3', 4),
  block('m5', 'm4', 5),
  block('a2', 'm1', 2),
  block('a3', 'a2', 3),
]);

describe('branches', () => {
  it('have letters by their work, and say since when and by how much they differ', () => {
    const nodes = [node('one', 'a3'), node('two', 'm5'), node('three', 'a3')];
    const [strong, weak] = branchesOf(nodes, FORKED);
    expect(strong).toMatchObject({ letter: 'A', tip: 'm5', height: 5 });
    expect(strong).not.toHaveProperty('own');
    expect(weak).toMatchObject({ letter: 'B', tip: 'a3', own: 2, forkHeight: 1, lacks: 20n });
    expect(weak!.nodes.map(({ ref }) => ref)).toEqual(['one', 'three']);
  });

  it('put work before length', () => {
    const known = knownBlocks([
      block('root', '', 0),
      block('long1', 'root', 1, 10),
      block('long2', 'long1', 2, 20),
      block('heavy', 'root', 1, 30),
    ]);
    const tips = branchesOf([node('one', 'long2'), node('two', 'heavy')], known);
    expect(tips.map(({ tip }) => tip)).toEqual(['heavy', 'long2']);
  });

  it('know one that is merely behind by having no block of its own', () => {
    const [, behind] = branchesOf([node('one', 'm5'), node('two', 'm3')], FORKED);
    expect(behind).toMatchObject({ own: 0, forkHeight: 3 });
  });

  it('leave out what is not known, and whom nobody has heard', () => {
    const all = branchesOf([node('one', 'm5'), node('two', 'far', 9), node('three', '')], FORKED);
    expect(all.map(({ tip }) => tip)).toEqual(['m5', 'far']);
    expect(all[1]).toMatchObject({ height: 9 });
    expect(all[1]).not.toHaveProperty('own');
  });

  it('have letters enough for everybody to stand alone', () => {
    const nodes = Array.from({ length: 30 }, (_, at) => node(`${at}`, `tip ${at}`));
    const letters = branchesOf(nodes, new Map()).map(({ letter }) => letter);
    expect(new Set(letters).size).toBe(30);
  });

  it('meet where their last common block is, or nowhere that is known', () => {
    expect(forkOf('a3', 'm5', FORKED)?.hash).toBe('m1');
    expect(forkOf('m5', 'a3', FORKED)?.hash).toBe('m1');
    expect(forkOf('m3', 'm5', FORKED)?.hash).toBe('m3');
    const apart = knownBlocks([block('x9', 'x8', 9), block('y9', 'y8', 9)]);
    expect(forkOf('x9', 'y9', apart)).toBeUndefined();
  });

  it('are walked down to a height', () => {
    expect(ancestors('m5', 3, FORKED).map(({ hash }) => hash)).toEqual(['m5', 'm4', 'm3']);
    expect(ancestors('nobody knows', 0, FORKED)).toEqual([]);
  });
});

describe('the tree', () => {
  it('shows a branch that nobody stands on any more beside the one that won', () => {
    const { lanes, cells } = layoutTree(branchesOf([node('one', 'm5')], FORKED), FORKED);
    expect(lanes).toBe(2);
    const states = new Map(cells.map(({ card }) => [card.hash, card.state]));
    expect(states.get('m5')).toBe('active');
    expect(states.get('a3')).toBe('stale');
  });

  it('has so many heights and no more', () => {
    const chain = Array.from({ length: 40 }, (_, at) => block(`b${at}`, `b${at - 1}`, at));
    const known = knownBlocks(chain);
    expect(layoutTree(branchesOf([node('one', 'b39')], known), known).columns).toBe(TREE_HEIGHTS);
  });

  it('of nothing is empty', () => {
    expect(layoutTree([], new Map()).cells).toEqual([]);
  });
});
