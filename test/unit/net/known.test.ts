import { describe, expect, it } from 'vitest';
import { GENESIS } from '../../../src/chain/block-index.ts';
import { activeBase, forgetFailed, noteShown, sharedHeight } from '../../../src/net/known.ts';
import { hashOf, NetHarness } from '../../support/net-harness.ts';

/** Ten blocks of ours, and a branch of three that leaves after the fourth. */
function scene() {
  const harness = new NetHarness();
  const node = harness.node();
  const ours = harness.blocks(10);
  const branch = harness.blocks(3, ours[3]!, 1);
  node.mineAll(ours);
  const foe = harness.foe(node).greet();
  foe.sayHeaders(branch);
  const find = (block: (typeof ours)[number]) => node.chain.index.find(hashOf(block));
  return { node, chain: node.chain, peer: node.peer, ours, branch, find };
}

describe('what a peer has', () => {
  it('is the best header it has shown, whatever came last', () => {
    const { chain, peer, ours, branch, find } = scene();
    expect(peer.known).toBe(find(branch[2]!));
    noteShown(chain.index, peer, find(ours[9]!));
    noteShown(chain.index, peer, find(branch[2]!));
    expect(peer.known).toBe(find(ours[9]!));
  });

  it('of ours ends where its branch leaves our chain, or where we told it more', () => {
    const { chain, peer, ours, branch, find } = scene();
    expect(activeBase(chain, find(branch[2]!))).toBe(find(ours[3]!));
    peer.announced = GENESIS;
    expect(sharedHeight(chain, peer)).toBe(4);
    peer.announced = find(ours[7]!);
    expect(sharedHeight(chain, peer)).toBe(8);
  });

  it('is nothing that stands on a broken block', () => {
    const harness = new NetHarness();
    const node = harness.node();
    const good = harness.blocks(1)[0]!;
    const bad = harness.lab.make({ parent: good, reward: 50e8 + 1 });
    const above = harness.blocks(2, bad);
    const foe = harness.foe(node).greet();
    foe.sayHeaders([good, bad, ...above]);
    const { peer } = node;
    node.mine(good);
    node.mine(bad);
    expect(node.chain.index.hash(peer.known)).toBe(hashOf(good));
    forgetFailed(node.chain.index, peer);
    expect(node.chain.index.hash(peer.known)).toBe(hashOf(good));
  });
});
